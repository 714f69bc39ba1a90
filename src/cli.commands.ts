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

/** The commands that `cli.ts` lists, by name. */
export const commands = {
  async migrate(): Promise<void> {
    const { exit } = await openKitchen({ settings: { MIGRATE_ON_BOOT: true } });
    await exit(0);
  },

  'create-admin': createAdmin,
  'reset-second-factor': resetSecondFactor,

  async seed(): Promise<void> {
    const { app, exit, fail } = await openKitchen();
    await seed(app).catch(fail);
    await exit(0);
  },

  async demo(): Promise<void> {
    const { app, fail } = await openKitchen({ isServing: true });
    await seed(app)
      .then(() => listen(app))
      .catch(fail);
  },

  async rerender(): Promise<void> {
    const { app, exit, fail } = await openKitchen();
    const counts = await app.get(RenderingService).rerender().catch(fail);
    app.get<Log>(Log).info({ ...counts }, 'the posts are rendered by this version');
    await exit(0);
  },

  async reseal(): Promise<void> {
    const { app, exit, fail } = await openKitchen();
    const counts = await app.get(SealedFactors).reseal().catch(fail);
    app.get<Log>(Log).info({ ...counts }, 'authenticator apps are sealed with JWT_SECRET');
    await exit(counts.unreadable > 0 ? 1 : 0);
  },

  verify,

  async openapi(): Promise<void> {
    const { app, exit } = await openKitchen();
    await writeFile('docs/openapi.json', `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
    await exit(0);
  },
};
