import { registerHooks } from 'node:module';

/** Before the application, with `node --import`: at its end it says how many files it has loaded of which package, as one line. */
const loaded = {};

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) {
      const [, name = 'kitchen'] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
      loaded[name] = (loaded[name] ?? 0) + 1;
    }
    return next(url, context);
  },
});
process.once('exit', () => process.stdout.write(`loaded: ${JSON.stringify(loaded)}\n`));
