// build/offline: a Vite plugin. Tells the service worker which files belong to this build, and writes the policy into the
// page, so that it also holds where a server sends no headers.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { policy } from './headers.ts';

/** Files of the public folder are copied by Vite and are in no bundle. */
export function offline(publicFolder: string): Plugin {
  return {
    name: 'segme-offline',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
    generateBundle(_, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') throw new Error('the build has no sw.js');
      if (!bundle['index.html']) throw new Error('the page is not in the bundle yet');
      const hash = createHash('sha256');
      const names: string[] = [];
      for (const file of Object.values(bundle)) {
        if (file === worker) continue;
        hash.update(file.type === 'chunk' ? file.code : file.source);
        if (!isLoadedLater(file.fileName)) names.push(file.fileName === 'index.html' ? './' : file.fileName);
      }
      for (const name of readdirSync(publicFolder)) {
        hash.update(readFileSync(join(publicFolder, name)));
        names.push(name);
      }
      const head = `const buildName='${hash.digest('hex').slice(0, 12)}',shell=${JSON.stringify(names.sort())};\n`;
      worker.code = head + worker.code;
    },
  };
}

/** Engine and net are large, and only one variant of each is needed: they are kept when they are first loaded. */
const isLoadedLater = (name: string) => /\.(wasm|tflite|bin|map)$/.test(name) || name.startsWith('segme/');
