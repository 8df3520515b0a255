// The licences of what others wrote: those of the lock file are allowed, and what is not would be found.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { complaints } from '../build/licences.mjs';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

it('all packages may be used, and the shipped ones are named', () => {
  expect(complaints(JSON.parse(read('../../package-lock.json')), read('../THIRD_PARTY.md'))).toEqual([]);
});

it('finds a licence that is not allowed, and a package that is not named', () => {
  const packages = {
    'node_modules/tool': { dev: true, license: 'MPL-2.0' },
    'node_modules/copyleft': { dev: true, license: 'GPL-3.0' },
    'node_modules/@one/shipped': { license: 'MIT' },
    'node_modules/@one/named': { license: 'ISC' },
    'node_modules/secret': {},
  };
  const found = complaints({ packages }, '| `@one/named` | ISC |');
  expect(found.map((sentence) => /copyleft|shipped|secret/.exec(sentence)?.[0])).toEqual([
    'copyleft',
    'shipped',
    'secret',
    'secret',
  ]);
});
