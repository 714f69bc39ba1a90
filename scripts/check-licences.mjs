// Fails when something that runs in production is under a licence that nobody here has agreed to: `npm run check:licences`.
//
//   node scripts/check-licences.mjs [lock file]
import { readFileSync } from 'node:fs';
import satisfies from 'spdx-satisfies';

/** Ask for no more than that their text is passed on, which `node_modules` does; MPL also for changes to its own files. */
const AGREED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PSF-2.0',
  'Python-2.0',
];

/** Agreed to for these packages alone. */
const AGREED_FOR = [
  // libvips, a library of its own that sharp loads and anybody may replace, which is what the LGPL asks for.
  { packages: /^@img\/sharp-/, licence: 'LGPL-3.0-or-later' },
];

/** Packages that do not say it in their manifest as SPDX wants it, read by a person in this very version. */
const READ_BY_US = { 'passport-strategy@1.0.0': 'MIT', 'pause@0.0.1': 'MIT' };

const lock = JSON.parse(readFileSync(process.argv[2] ?? 'package-lock.json', 'utf8'));
const used = Object.entries(lock.packages)
  .filter(([path, { dev, link }]) => path !== '' && !dev && !link)
  .map(([path, { version, license }]) => ({ name: path.split('node_modules/').at(-1), version, license }));

const refused = used.flatMap(({ name, version, license }) => {
  const licence = license ?? READ_BY_US[`${name}@${version}`];
  return licence !== undefined && isAgreed(name, licence) ? [] : [`${name}@${version}: ${licence ?? 'says none'}`];
});

function isAgreed(name, licence) {
  const also = AGREED_FOR.filter(({ packages }) => packages.test(name)).map((exception) => exception.licence);
  try {
    return satisfies(licence, [...AGREED, ...also]);
  } catch {
    return false;
  }
}

if (refused.length > 0) {
  console.error(`Not agreed to in scripts/check-licences.mjs:\n${refused.map((line) => `  ${line}`).join('\n')}`);
  process.exit(1);
}
