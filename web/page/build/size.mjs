// build/size: holds the built page to its size: what a visit downloads, gzipped, net and engine included, is 5 MB at most.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const mostBytes = 5e6;
const folder = fileURLToPath(new URL('../dist', import.meta.url));
const manifest = JSON.parse(readFileSync(join(folder, 'segme/assets.json'), 'utf8'));

/** Of engines and nets a visit loads one each: the largest engine, and the net of the level it begins with. */
const engine = Math.max(
  ...Object.values(manifest.engines).map(({ script, bytes }) => bytes + packed(`segme/${script}`)),
);
const isOfVisit = (name) => !/^segme\/(litert|models)\//.test(name) && name !== manifest.core.file;

function packed(name) {
  const bytes = readFileSync(join(folder, name));
  return name.endsWith('.gz') ? bytes.length : gzipSync(bytes).length;
}

const names = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
const rest = names.filter(isOfVisit).reduce((sum, name) => sum + packed(name), 0);
const all = rest + engine + manifest.models.fast.bytes;
console.log(
  `a visit downloads ${(all / 1e6).toFixed(2)} MB: engine ${(engine / 1e6).toFixed(2)}, net ${(manifest.models.fast.bytes / 1e6).toFixed(2)}, rest ${(rest / 1e6).toFixed(2)}`,
);
if (all > mostBytes) {
  console.error(`more than ${mostBytes / 1e6} MB`);
  process.exit(1);
}
