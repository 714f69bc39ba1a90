import { join } from 'node:path';
import type { Logger } from 'pino';
import { ConfigurationError, readSettings, type Settings } from './platform/config/load-config.js';
import { checkSchema } from './platform/database/check-schema.js';
import { migrate } from './platform/database/migrate.js';
import type { StopOnSignals } from './platform/lifecycle/stop-on-signals.js';

/** A mistake in the environment is for a person to read, not for a log. */
export function readSettingsOrExit(): Settings {
  try {
    return readSettings();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/**
 * A database with the schema of this version: the given one, or development's own.
 *
 * @returns its address.
 */
export async function prepareDatabase(settings: Settings, stops: StopOnSignals, log: Logger): Promise<string> {
  const databaseUrl = settings.DATABASE_URL ?? (await startOwnDatabase(settings, stops, log));
  if (settings.MIGRATE_ON_BOOT) {
    const names = await migrate(databaseUrl, {
      tell: (err) =>
        log.warn({ err }, 'a migration waits for a table that is in use: it is tried again for five minutes'),
    });
    if (names.length > 0) log.info({ migrations: names }, 'schema brought up to date');
  }
  await checkSchema(databaseUrl, settings.ALLOW_NEWER_SCHEMA);
  return databaseUrl;
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
