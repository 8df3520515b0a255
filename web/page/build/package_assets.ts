// build/package_assets: a Vite plugin. Puts the package's assets (worker, core, engine, nets) into the folder segme/ of the
// page: copied when it is built, served from where they lie while it is written.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { Plugin } from 'vite';

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

export function packageAssets(folder: string): Plugin {
  return {
    name: 'segme-package-assets',
    buildStart() {
      if (!existsSync(join(folder, 'assets.json'))) {
        this.error(`'${relative('.', folder)}' is not built. Run: npm run build -w package`);
      }
    },
    configureServer({ middlewares }) {
      middlewares.use('/segme', (request, response, next) => {
        const file = join(folder, new URL(request.url ?? '/', 'http://x').pathname);
        if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) return next();
        response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
        response.end(readFileSync(file));
      });
    },
    generateBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = join(folder, name);
        if (statSync(file).isFile())
          this.emitFile({ type: 'asset', fileName: `segme/${name}`, source: readFileSync(file) });
      }
    },
  };
}
