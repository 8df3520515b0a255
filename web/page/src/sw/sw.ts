// sw/sw: the service worker. Keeps the files of one build and answers from them, so that the page works without a network;
// what the page loads later (engine, net) is kept when it comes by. It also adds the headers that isolate the page, for
// servers that do not send them. A new build waits until all tabs of the old one are closed.
declare const self: ServiceWorkerGlobalScope;
/** Put in by build/offline.ts: a hash of all files, and those that every visit needs. */
declare const buildName: string;
declare const shell: string[];

const store = `segme-${buildName}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(store)
      .then((cache) => cache.addAll(shell))
      .then(() => (self.registration.active ? undefined : self.skipWaiting())),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldStores().then(() => self.clients.claim()));
});

async function dropOldStores(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith('segme-') && name !== store).map((name) => caches.delete(name)),
  );
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin || request.headers.has('range')) return;
  event.respondWith(answer(request, event));
});

async function answer(request: Request, event: FetchEvent): Promise<Response> {
  const cache = await caches.open(store);
  const isPage = request.mode === 'navigate';
  const kept = await cache.match(isPage ? './' : request, { ignoreSearch: isPage });
  const found = kept ?? (await fetch(request));
  if (!kept && found.ok && found.type === 'basic') event.waitUntil(cache.put(request, found.clone()));
  return isPage && !(await mayIsolate(cache)) ? found : isolated(found);
}

/** An isolated page wants the engine with threads. Without a network it must not be asked for when only the other is here. */
async function mayIsolate(cache: Cache): Promise<boolean> {
  const engines = (await cache.keys()).map(({ url }) => url).filter((url) => /segme\/litert\/.*wasm/.test(url));
  return engines.length === 0 || engines.some((url) => url.includes('threaded'));
}

function isolated(response: Response): Response {
  if (response.status === 0 || response.body === null) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
