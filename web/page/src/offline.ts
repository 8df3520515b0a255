// page/offline: registers the service worker (src/sw), which keeps the page for use without a network.
import { byId } from './ui/dom';
import type { Word } from './words/words';

/** How long the first visit waits for the worker, so that it sees what the page loads and can keep it. */
const longestWait = 1500;

const under = new Set(['localhost', '127.0.0.1']);

/** Resolves when the service worker is in charge, or will not be. Rejects never. */
export async function goOffline(show: (word: Word) => void): Promise<void> {
  if (
    import.meta.env.MODE === 'development' ||
    !('serviceWorker' in navigator) ||
    !(isSecureContext || under.has(location.hostname))
  ) {
    return show('offlineNo');
  }
  try {
    const registered = await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
    if (!registered) return show('offlineNo'); // blocked by the browser's settings
    show('offlineLoading');
    if (navigator.serviceWorker.controller) return;
    await Promise.race([
      new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true })),
      new Promise((resolve) => setTimeout(resolve, longestWait)),
    ]);
  } catch {
    show('offlineNo');
  }
}

/** All is loaded, by now from the worker's store next time. */
export function showOffline(word: Word, text: string): void {
  const place = byId('offline');
  place.dataset.word = word;
  place.textContent = text;
}
