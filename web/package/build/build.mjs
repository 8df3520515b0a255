// package/build: makes dist/ (the module and its types) and assets/ (worker, core, engine, nets), all that a page serves.
// Needs what web/core/build.sh and web/package/build/models.sh make; says so where it is missing.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const root = join(here, '../..');
const assets = join(here, 'assets');
const core = process.env.SEGME_CORE ?? join(root, 'build-web/segme.wasm');
const models = process.env.SEGME_WEB_MODELS ?? join(root, 'build-web/models');
const levels = { fast: 'portrait_fast', balanced: 'portrait', accurate: 'portrait_fine' };

function need(file, how) {
  if (existsSync(file)) return file;
  console.error(`web/package: ${file} is missing. ${how}`);
  process.exit(6);
}

/** Writes `from` gzipped as assets/`name`.gz; gives its bytes. */
function pack(from, name) {
  const packed = gzipSync(readFileSync(from), { level: constants.Z_BEST_COMPRESSION });
  mkdirSync(dirname(join(assets, name)), { recursive: true });
  writeFileSync(join(assets, `${name}.gz`), packed);
  return { file: `${name}.gz`, bytes: packed.length };
}

function engines() {
  const from = join(dirname(fileURLToPath(import.meta.resolve('@litertjs/core'))), '../wasm');
  const made = {};
  for (const [variant, part] of [
    ['plain', ''],
    ['threaded', 'threaded_'],
    ['compat', 'compat_'],
  ]) {
    const name = `litert_wasm_${part}internal`;
    mkdirSync(join(assets, 'litert'), { recursive: true });
    copyFileSync(join(from, `${name}.js`), join(assets, 'litert', `${name}.js`));
    const { file, bytes } = pack(join(from, `${name}.wasm`), `litert/${name}.wasm`);
    made[variant] = { script: `litert/${name}.js`, wasm: file, bytes };
  }
  return made;
}

function nets() {
  const made = {};
  for (const [level, name] of Object.entries(levels)) {
    // The shipped file, or what models.sh exported of a net that has none.
    const shipped = existsSync(join(root, 'models', name, 'model.tflite'));
    const stem = shipped ? join(root, 'models', name, 'model') : join(models, name);
    const file = `${stem}.tflite`;
    if (level !== 'fast' && !existsSync(file)) continue;
    need(file, 'Run web/package/build/models.sh first.');
    const card = JSON.parse(readFileSync(`${stem}.json`, 'utf8'));
    made[level] = { ...pack(file, `models/${name}.tflite`), card };
  }
  return made;
}

rmSync(assets, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });
const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const manifest = {
  version,
  core: pack(need(core, 'Run web/core/build.sh first.'), 'segme.wasm'),
  engines: engines(),
  models: nets(),
};
writeFileSync(join(assets, 'assets.json'), `${JSON.stringify(manifest)}\n`);

const common = { root: here, configFile: false, logLevel: 'warn' };
// The worker is a classic script: LiteRT's own scripts come by importScripts().
await build({
  ...common,
  build: {
    outDir: assets,
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: join(here, 'src/worker/main.ts'),
      formats: ['iife'],
      name: 'segmeWorker',
      fileName: () => 'worker.js',
    },
  },
});
await build({
  ...common,
  build: {
    outDir: join(here, 'dist'),
    target: 'es2022',
    lib: { entry: join(here, 'src/index.ts'), formats: ['es'], fileName: () => 'index.js' },
  },
});
execFileSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { cwd: here, stdio: 'inherit' });

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
const packedSize = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
for (const variant of Object.keys(manifest.engines)) {
  const engine = manifest.engines[variant];
  const total =
    manifest.core.bytes +
    engine.bytes +
    packedSize(join(assets, engine.script)) +
    manifest.models.fast.bytes +
    packedSize(join(assets, 'worker.js')) +
    packedSize(join(here, 'dist/index.js'));
  console.log(`download with the ${variant} engine: ${kilobytes(total)} gzipped`);
  if (total > 5_000_000) process.exit(1);
}
console.log(`core ${kilobytes(statSync(core).size)}, ${kilobytes(manifest.core.bytes)} gzipped`);
