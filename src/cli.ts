import { writeFile } from 'node:fs/promises';
import { listen } from './app.listen.js';
import { openKitchen } from './app.start.js';
import { createAdmin } from './cli.create-admin.js';
import { resetSecondFactor } from './cli.reset-second-factor.js';
import { verify } from './cli.verify.js';
import { seed } from './demo/seed.js';
import { SealedFactors } from './modules/auth/index.js';
import { RenderingService } from './modules/posts/index.js';
import { Log } from './platform/logging/log.js';
import { openApiDocument } from './platform/openapi/openapi.document.js';

/** What `node dist/cli.js <command>` can do. All migrate first, unless `MIGRATE_ON_BOOT=false`. */
const commands: Record<string, { does: string; run: (...parameters: string[]) => Promise<void> }> = {
  migrate: {
    does: 'bring the schema up to date',
    run: async () => {
      const { exit } = await openKitchen({ MIGRATE_ON_BOOT: true });
      await exit(0);
    },
  },
  'create-admin': {
    does: 'make an account an admin: create-admin <username> <email>',
    run: createAdmin,
  },
  'reset-second-factor': {
    does: 'let a member in who has lost app and recovery codes: reset-second-factor <username>',
    run: resetSecondFactor,
  },
  seed: {
    does: 'add the demo content; running it again adds nothing twice',
    run: async () => {
      const { app, exit, fail } = await openKitchen();
      await seed(app).catch(fail);
      await exit(0);
    },
  },
  demo: {
    does: 'add the demo content and listen',
    run: async () => {
      const { app, fail } = await openKitchen();
      await seed(app)
        .then(() => listen(app))
        .catch(fail);
    },
  },
  rerender: {
    does: 'render the posts again that an earlier version did; run it after an upgrade',
    run: async () => {
      const { app, exit, fail } = await openKitchen();
      const counts = await app.get(RenderingService).rerender().catch(fail);
      app.get<Log>(Log).info({ ...counts }, 'the posts are rendered by this version');
      await exit(0);
    },
  },
  reseal: {
    does: 'seal authenticator apps with JWT_SECRET that were sealed with one of JWT_SECRET_FALLBACKS',
    run: async () => {
      const { app, exit, fail } = await openKitchen();
      const counts = await app.get(SealedFactors).reseal().catch(fail);
      app.get<Log>(Log).info({ ...counts }, 'authenticator apps are sealed with JWT_SECRET');
      await exit(counts.unreadable > 0 ? 1 : 0);
    },
  },
  verify: {
    does: 'compare counts with what is there, and look for what belongs to nothing: verify [--repair]',
    run: verify,
  },
  openapi: {
    does: 'write the OpenAPI document to docs/openapi.json',
    run: async () => {
      const { app, exit } = await openKitchen();
      await writeFile('docs/openapi.json', `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
      await exit(0);
    },
  },
};

const [name = '', ...parameters] = process.argv.slice(2);
const command = commands[name];
if (command) {
  await command.run(...parameters);
} else {
  const lines = Object.entries(commands).map(([key, { does }]) => `  ${key.padEnd(21)}${does}`);
  process.stderr.write(`Usage: node dist/cli.js <command>\n\n${lines.join('\n')}\n`);
  process.exitCode = 2;
}
