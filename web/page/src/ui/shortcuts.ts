// ui/shortcuts: single keys for what is used most. They can be switched off, and do nothing while somebody types.
import type { Store } from '../settings';
import { say, type Word } from '../words/words';
import { byId, make } from './dom';

/** Key, what it does, and the button that does it. */
const keys: [string, Word, string][] = [
  ['c', 'startCamera', 'start-camera'],
  ['x', 'stop', 'stop'],
  ['s', 'snapshot', 'snapshot'],
  ['r', 'record', 'record'],
  ['m', 'mirror', 'mirror'],
  ['b', 'compare', 'compare'],
  ['f', 'fullscreen', 'fullscreen'],
  ['?', 'help', 'help'],
];

export function addShortcuts(store: Store): void {
  for (const [key, word, id] of keys) {
    byId('keys').append(
      make(
        'div',
        {},
        make('dt', { dataset: { word } }),
        make('dd', {}, make('kbd', { textContent: key.toUpperCase() })),
      ),
    );
    if (key !== '?') byId(id).setAttribute('aria-keyshortcuts', key.toUpperCase());
  }
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    const types = target instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(target.type);
    if (!store.now.useShortcuts || types || target instanceof HTMLSelectElement) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || byId<HTMLDialogElement>('help-dialog').open)
      return;
    const found = keys.find(([key]) => key === event.key.toLowerCase());
    const button = found && byId<HTMLButtonElement>(found[2]);
    if (!button || button.disabled || button.closest('[hidden]')) return;
    event.preventDefault();
    button.click();
  });
  byId('help').addEventListener('click', () => byId<HTMLDialogElement>('help-dialog').showModal());
  byId('help').title = say('shortcuts');
}
