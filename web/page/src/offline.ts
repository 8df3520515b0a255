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

interface Manifest {
  engines: { threaded: { script: string; wasm: string } };
}

/** Where the server does not isolate the page, the service worker will from the next visit on: with threads, so their engine is
 * put into its store. */
export async function prepareThreads(): Promise<void> {
  if (crossOriginIsolated || !navigator.serviceWorker?.controller) return;
  const folder = new URL('segme/', document.baseURI);
  const { engines } = (await (await fetch(new URL('assets.json', folder))).json()) as Manifest;
  for (const name of [engines.threaded.script, engines.threaded.wasm]) {
    await (await fetch(new URL(name, folder), { priority: 'low' })).arrayBuffer();
  }
}

/** All is loaded, by now from the worker's store next time. */
export function showOffline(word: Word, text: string): void {
  const place = byId('offline');
  place.dataset.word = word;
  place.textContent = text;
}
