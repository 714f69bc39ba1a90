import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { default: runTests } = require('jest-circus/runner');
const ofTests = new URL('..', import.meta.url).href;
const timeout = Symbol.for('TEST_TIMEOUT_SYMBOL');
const sourceMaps = new Map();
/** Grows with each file, and marks what is loaded for it alone. */
let file = 0;

registerHooks({
  // What lies beside the tests is loaded anew for each file, so that none of them finds what another one has left there.
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const [mark] = /\?file=\d+$/.exec(context.parentURL) ?? [];
    return mark && resolved.url.startsWith(ofTests) ? { ...resolved, url: resolved.url + mark } : resolved;
  },
  load(url, context, next) {
    const loaded = next(url, context);
    // A text is what test/support/run-typescript.mjs has made of a file.
    if (typeof loaded.source === 'string')
      sourceMaps.set(url, loaded.source.split('//# sourceMappingURL=').at(-1).trim());
    return loaded;
  },
});

/** What jest-circus asks of jest's own module system, answered by Node's (docs/adr/0075). */
const modules = {
  // Asked for the tests that a file declares, which live as long as that module does.
  requireInternalModule(path) {
    delete require.cache[path];
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    return require(path);
  },
  requireModule: require,
  setGlobalsForRuntime: () => undefined,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: (path) => import(`${pathToFileURL(path).href}?file=${++file}`),
  enterTestCode: () => undefined,
  leaveTestCode: () => undefined,
};

/** Runs one test file as Node runs any file: the application and its packages are loaded once for all files of a worker. */
export default function runInNode(globalConfig, config, { global, moduleMocker: mocker }, runtime, path, tellJest) {
  const { console } = globalThis;
  const environment = { ...process.env };
  globalThis.console = global.console;
  globalThis.jest = {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
    setTimeout: (millis) => (globalThis[timeout] = millis),
  };
  // By which jest finds the lines that stacks of errors name. It asks the map at once, and gets each in its turn.
  runtime.getSourceMaps().get = (url) => sourceMaps.get(url);
  return runTests(globalConfig, config, { global: globalThis }, modules, path, tellJest).finally(() => {
    globalThis.console = console;
    mocker.restoreAllMocks();
    delete globalThis[timeout];
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  });
}
