// ui/controls: rows of the panel, each bound to one setting both ways: slider, switch, choice of few, list.
import { type Choice, type Range, ranges, type Settings, type Store, type Switch } from '../settings';
import { say, type Word } from '../words/words';
import { make } from './dom';

let number = 0;

const named = (word: Word) => make('span', { dataset: { word } });

export function slider(store: Store, key: Range, word: Word): HTMLElement {
  const [min, max, step] = ranges[key];
  const id = `control-${++number}`;
  const input = make('input', { type: 'range', id, min: `${min}`, max: `${max}`, step: `${step}` });
  const shown = make('output', { htmlFor: id } as object);
  const show = () => {
    input.value = `${store.now[key]}`;
    input.style.setProperty('--part', `${(100 * (store.now[key] - min)) / (max - min)}%`);
    shown.textContent = store.now[key].toFixed(step < 0.1 ? 2 : 1);
  };
  input.addEventListener('input', () => store.set({ [key]: input.valueAsNumber }));
  follow(store, key, show);
  const label = make('label', { htmlFor: id, dataset: { word } });
  return make('div', { className: 'row slider' }, label, shown, input);
}

export function toggle(store: Store, key: Switch, word: Word): HTMLElement {
  const input = make('input', { type: 'checkbox' });
  input.setAttribute('role', 'switch');
  input.addEventListener('change', () => store.set({ [key]: input.checked }));
  follow(store, key, () => {
    input.checked = store.now[key];
  });
  return make('label', { className: 'row toggle' }, named(word), input);
}

/** All choices side by side. */
export function segmented<K extends Choice>(
  store: Store,
  key: K,
  word: Word,
  options: [Settings[K], Word][],
): HTMLElement {
  const group = `control-${++number}`;
  const radios = options.map(([value, optionWord]) => {
    const radio = make('input', { type: 'radio', name: group, value });
    radio.addEventListener('change', () => store.set({ [key]: value } as Partial<Settings>));
    return { radio, label: make('label', {}, radio, named(optionWord)) };
  });
  follow(store, key, () => {
    for (const { radio } of radios) radio.checked = radio.value === store.now[key];
  });
  const legend = make('legend', { dataset: { word } });
  const choices = make('div', { className: 'segments' }, ...radios.map(({ label }) => label));
  return make('fieldset', { className: 'row' }, legend, choices);
}

/** A list to open. Options without a word show their value. */
export function list<K extends Choice>(
  store: Store,
  key: K,
  word: Word,
  options: [Settings[K], Word | string][],
): HTMLElement {
  const id = `control-${++number}`;
  const select = make('select', { id });
  for (const [value, text] of options) {
    const option = make('option', { value, textContent: text });
    if (/^[a-z]/.test(text)) option.dataset.word = text;
    select.append(option);
  }
  select.addEventListener('change', () => store.set({ [key]: select.value } as Partial<Settings>));
  follow(store, key, () => {
    select.value = store.now[key];
  });
  return make('div', { className: 'row list' }, make('label', { htmlFor: id, dataset: { word } }), select);
}

/** A control that cannot be used now, with the reason for it. */
export function disable(row: HTMLElement, reason: Word | null): void {
  for (const input of row.querySelectorAll<HTMLInputElement>('input, select, button')) input.disabled = reason !== null;
  row.toggleAttribute('data-disabled', reason !== null);
  const place = row.querySelector<HTMLElement>('.reason') ?? addReason(row);
  if (reason) place.dataset.word = reason;
  else delete place.dataset.word;
  place.textContent = reason ? say(reason) : '';
}

/** Its line is kept while it is empty, so that nothing moves when the reason goes. */
function addReason(row: HTMLElement): HTMLElement {
  const place = make('small', { className: 'reason', id: `control-${++number}` });
  row.append(place);
  for (const input of row.querySelectorAll('input, select, button')) input.setAttribute('aria-describedby', place.id);
  return place;
}

function follow(store: Store, key: keyof Settings, show: () => void): void {
  store.watch((_, changed) => {
    if (changed.has(key)) show();
  });
  show();
}
