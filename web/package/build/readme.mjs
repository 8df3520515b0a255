// package/build/readme: writes the lists of options into README.md, from the core's own describe(): segme_options().
// usage: node readme.mjs [--check]: with --check nothing is written, and a README that is out of date is an error.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCore } from '../../core/core.mjs';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(here, 'README.md');
const core = await loadCore(readFileSync(process.env.SEGME_CORE ?? join(here, '../../build-web/segme.wasm')));

// What a look is made of, by the core's names.
const used = {
  background: {
    blur: 'background: { blur }',
    bokeh: 'background: { bokeh, highlights }',
    colour: 'background: { colour }',
  },
  render: {
    colour_transfer: 'colourTransfer',
    light_wrap: 'lightWrap',
    harmonise: 'harmonise',
    seamless_clone: 'seamlessClone',
    overlay: "view: 'overlay'",
    matte_view: "view: 'matte'",
  },
  refine: { guided: '(always)', largest_person: '(always)', smooth_step: 'threshold, feather, smoothStep' },
};

function table() {
  const rows = ['| look | in the core | what it does | options of the core |', '|---|---|---|---|'];
  for (const [kind, list] of Object.entries(core.options())) {
    for (const { name, summary, options } of list) {
      const look = used[kind]?.[name];
      if (!look) continue;
      const words = options.map((o) => `\`${o.name}\` ${o.range || o.type} [${o.default}]`).join(', ');
      rows.push(`| \`${look}\` | ${kind} \`${name}\` | ${summary} | ${words.replaceAll('|', '\\|') || '–'} |`);
    }
  }
  return rows.join('\n');
}

const begin = '<!-- made by build/readme.mjs -->\n';
const end = '\n<!-- end -->';
const old = readFileSync(file, 'utf8');
const [from, to] = [old.indexOf(begin) + begin.length, old.indexOf(end)];
const made = old.slice(0, from) + table() + old.slice(to);
if (process.argv.includes('--check')) {
  if (made !== old) {
    console.error('web/package/README.md does not say what the core can do. Run node web/package/build/readme.mjs.');
    process.exit(1);
  }
} else if (made !== old) writeFileSync(file, made);
