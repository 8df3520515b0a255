// A static server for tests and measurements: a folder, with or without the headers that make a page cross-origin isolated.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const kinds = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
};

/** `more` are files that lie elsewhere, by their paths. */
export async function serve(folder, isolated, more = {}) {
  let sent = 0;
  const server = createServer((request, response) => {
    const wanted = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    const path = more[wanted] ?? join(folder, wanted);
    if (!existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const { size } = statSync(path);
    sent += size;
    response.writeHead(200, {
      'content-type': kinds[extname(path)] ?? 'application/octet-stream',
      'content-length': size,
      'cache-control': 'max-age=3600',
      ...(isolated
        ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
        : {}),
    });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    sent: () => sent,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
