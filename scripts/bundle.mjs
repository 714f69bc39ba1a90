// Makes a few files of the nearly thousand modules that `nest build` has put into dist: most of a start was finding and reading
// them (docs/adr/0087). Packages stay where npm puts them, as some look for each other while they run.
import { readFileSync } from 'node:fs';
import { dirname, posix, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const DIST = resolve('dist');
/** What is begun by its path. */
const ENTRIES = [
  'main',
  'cli',
  'weather-sample/main',
  'platform/markdown/article.worker',
  'platform/lifecycle/workers',
  'platform/database/embedded/start-embedded-postgres',
];
/** Asked for by nobody but us; of `es-toolkit` it would load 430 modules for the dozen functions that it uses. */
const INSIDE = ['@nestjs/swagger', 'es-toolkit'];

const isInside = (id) => INSIDE.some((name) => id === name || id.startsWith(`${name}/`));
// Of Rolldown's own helpers, too, nobody but us would know where they are.
const isOurs = (id) => /^[./\0]|^@oxc-project\//.test(id);

/** Modules leave their directories, but not what lies beside them: assets and threads. */
const inPlace = {
  name: 'in-place',
  load(id) {
    if (!id.startsWith(DIST)) return null;
    const directory = posix.join('.', relative(DIST, dirname(id)).replaceAll('\\', '/'));
    const code = readFileSync(id, 'utf8')
      .replaceAll('import.meta.dirname', `(import.meta.dirname + '/${directory}')`)
      .replaceAll('import.meta.url', `new URL('./${directory}/', import.meta.url).href`);
    return { code, map: readFileSync(`${id}.map`, 'utf8') };
  },
  generateBundle(_options, files) {
    for (const { code, fileName } of Object.values(files)) {
      if (/import\.meta\.dirname/.test(code) && fileName.includes('/')) {
        throw new Error(`${fileName} is not where the paths of its modules begin.`);
      }
      // Nest, TypeORM and OpenAPI call things by the names of their classes.
      const [, renamed] = /(\w+)\$\d+ = class(?: extends|\s*\{)/.exec(code) ?? [];
      if (renamed !== undefined)
        throw new Error(`There are two classes called ${renamed}: call one of them something else.`);
    }
  },
};

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, resolve(DIST, `${entry}.js`)])),
  platform: 'node',
  // It would take the compiler's options for what is compiled already.
  tsconfig: false,
  external: (id) => !isOurs(id) && !isInside(id),
  plugins: [inPlace],
});
await bundle.write({
  dir: DIST,
  sourcemap: true,
  // The same after each build, so that a server that runs from the one before finds what it loads late.
  chunkFileNames: '[name].js',
  minifyInternalExports: false,
});
