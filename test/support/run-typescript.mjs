import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const configFile = join(import.meta.dirname, '..', '..', '.swcrc');

/**
 * Lets Node load this project's TypeScript, with `node --import` or before a dynamic import: for what runs outside of jest's
 * own transform, such as its global set-up (https://jestjs.io/docs/configuration#globalsetup-string).
 */
registerHooks({
  resolve(specifier, context, next) {
    // A thread is begun with the address of a file, by nobody.
    if (/^(?:\.{1,2}\/|file:).*\.js$/.test(specifier)) {
      const url = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
      if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true };
    }
    return next(specifier, context);
  },

  load(url, context, next) {
    const [file] = url.split('?');
    if (!file.startsWith('file:') || !file.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(file);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, configFile, swcrc: false });
    return { source: code, format: 'module', shortCircuit: true };
  },
});
