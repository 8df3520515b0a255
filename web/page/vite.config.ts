// page/vite.config: how the page is served while it is written, and built. Addresses are relative, so any folder will do.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { isolation } from './build/headers.ts';
import { offline } from './build/offline.ts';
import { packageAssets } from './build/package_assets.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  root: here('.'),
  base: './',
  plugins: [mode === 'drawn' ? [] : packageAssets(here('../package/assets')), offline(here('public'))],
  worker: { format: 'es' },
  server: { headers: isolation, fs: { allow: [here('../..')] } },
  preview: { headers: isolation },
  resolve: {
    // The tests of the page alone put a drawn segmenter in the package's place.
    alias: mode === 'drawn' ? [{ find: './engine', replacement: here('tests/drawn_segmenter.ts') }] : [],
  },
  build: {
    outDir: here(mode === 'drawn' ? '../.cache/page-drawn' : 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { page: here('index.html'), sw: here('src/sw/sw.ts') },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
}));
