// package/build/licences: what others wrote and the page or its tools need may be used so: every package of the lock file
// has a licence of the list, and THIRD_PARTY.md names each one that is shipped, with that licence.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const shippedWith = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD'];
const toolsWith = [...shippedWith, 'MPL-2.0', 'MIT OR Apache-2.0'];

/** Sentences about packages that may not be used, or are not named. */
export function complaints(lock, thirdParty) {
  const found = [];
  for (const [place, { link, dev, license }] of Object.entries(lock.packages)) {
    if (link || !place.includes('node_modules/')) continue; // our own
    const name = place.split('node_modules/').at(-1);
    const allowed = dev ? toolsWith : shippedWith;
    if (!allowed.includes(license)) found.push(`${name} has the licence '${license}', which is not one of ${allowed}.`);
    const row = thirdParty.split('\n').find((line) => line.includes(`\`${name}\``));
    if (!dev && !row?.includes(license)) found.push(`THIRD_PARTY.md does not name ${name} with ${license}.`);
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(join(here, '../package-lock.json'), 'utf8'));
  const found = complaints(lock, readFileSync(join(here, 'THIRD_PARTY.md'), 'utf8'));
  for (const one of found) console.error(`web: ${one}`);
  process.exit(found.length > 0 ? 1 : 0);
}
