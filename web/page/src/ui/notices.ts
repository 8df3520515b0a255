// ui/notices: sentences for the visitor over the picture: failures stay until dismissed, messages leave by themselves.
// Both are live regions, so that screen readers say them. The layout does not move.
import type { Failure } from '../failure';
import { say, type Word } from '../words/words';
import { byId, make } from './dom';

const stayMilliseconds = 4000;

function show(place: HTMLElement, text: string, kind: string): HTMLElement {
  const close = make('button', { className: 'quiet', type: 'button', textContent: '×' });
  close.setAttribute('aria-label', say('dismiss'));
  const notice = make('div', { className: `notice ${kind}` }, make('p', { textContent: text }), close);
  close.addEventListener('click', () => notice.remove());
  for (const old of place.children) {
    if (old.firstChild?.textContent === text) old.remove();
  }
  place.append(notice);
  while (place.children.length > 3) place.firstElementChild?.remove();
  return notice;
}

/** Stays until dismissed or until clearFailures(). */
export function showFailure(failure: Failure): void {
  show(byId('alerts'), failure.message, 'failure');
}

/** What limits the page but ends nothing. */
export function showWarning(failure: Failure): void {
  const notice = show(byId('messages'), failure.message, 'warning');
  setTimeout(() => notice.remove(), 3 * stayMilliseconds);
}

export function showMessage(word: Word, values: Record<string, string | number> = {}): void {
  const notice = show(byId('messages'), say(word, values), 'message');
  setTimeout(() => notice.remove(), stayMilliseconds);
}

/** A new attempt: what was wrong with the last one no longer matters. */
export function clearFailures(): void {
  byId('alerts').replaceChildren();
}
