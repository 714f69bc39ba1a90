import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { createApp } from './app.setup.js';
import { ConfigurationError, configure, readSettings, type Settings } from './platform/config/load-config.js';
import { checkSchema } from './platform/database/check-schema.js';
import { migrate } from './platform/database/migrate.js';
import { drain } from './platform/lifecycle/drain.js';
import { StopOnSignals } from './platform/lifecycle/stop-on-signals.js';
import { createLog } from './platform/logging/log.js';
import { startTracing } from './platform/tracing/start-tracing.js';

/** A running application and the orderly way out of the process. */
export interface OpenKitchen {
  app: NestFastifyApplication;
  /** Stops everything and ends the process. */
  exit: (code: number) => Promise<never>;
  /** The same because of an error, which is logged. */
  fail: (reason: unknown) => Promise<never>;
}

/**
 * Brings everything up to the point where it could listen: configuration, database, schema, application. When that fails, what
 * was started is stopped again and the process exits with 1.
 */
export async function openKitchen(overrides: Partial<Settings> = {}): Promise<OpenKitchen> {
  const settings = { ...readSettingsOrExit(), ...overrides };
  const log = createLog(settings.LOG_LEVEL);
  const stops = new StopOnSignals(settings.SHUTDOWN_TIMEOUT_SECONDS, (err) => {
    log.error({ err }, err instanceof Error ? err.message : 'stopped by an error');
  });
  try {
    return {
      app: await open(settings, stops, log),
      exit: (code) => stops.exit(code),
      fail: (reason) => stops.fail(reason),
    };
  } catch (error) {
    return stops.fail(error);
  }
}

async function open(settings: Settings, stops: StopOnSignals, log: Logger): Promise<NestFastifyApplication> {
  stops.add(await startTracing(settings, log));
  const databaseUrl = settings.DATABASE_URL ?? (await startOwnDatabase(settings, stops, log));
  const config = await configure(settings, databaseUrl);
  if (settings.MIGRATE_ON_BOOT) {
    const names = await migrate(databaseUrl);
    if (names.length > 0) log.info({ migrations: names }, 'schema brought up to date');
  }
  await checkSchema(databaseUrl, settings.ALLOW_NEWER_SCHEMA);
  const app = await createApp(config);
  stops.add(() => drain(app));
  return app;
}

/** A mistake in the environment is for a person to read, not for a log. */
function readSettingsOrExit(): Settings {
  try {
    return readSettings();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Development's own PostgreSQL. Loaded only when it is needed: a container does not have the package. */
async function startOwnDatabase(settings: Settings, stops: StopOnSignals, log: Logger): Promise<string> {
  const { startEmbeddedPostgres } = await import('./platform/database/embedded/start-embedded-postgres.js');
  const dataDir = join(settings.DATA_DIR, 'postgres');
  const starting = startEmbeddedPostgres({ dataDir, log: (message) => log.info({}, message) });
  // Added before it runs, so that a Ctrl-C meanwhile does not leave it behind.
  stops.add(async () => {
    await starting.then(
      (server) => server.stop(),
      () => undefined,
    );
  });
  return (await starting).url;
}
