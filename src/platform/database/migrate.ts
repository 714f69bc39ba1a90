import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type DataSourceOptions, MigrationExecutor } from 'typeorm';
import { installJobs } from '../jobs/install-jobs.js';
import { connectionSettings, dataSourceOptions, poolOf, withoutTimeouts } from './data-source.js';
import { underMigrationLock } from './migration-lock.js';

/**
 * So long a statement of a migration waits for a table. While it waits for all of it, whoever wants any of it waits behind, so it
 * gives up soon, lets them through, and comes again.
 */
const [LOCK_MILLIS, PAUSE_MILLIS, ATTEMPTS] = [1_000, 1_000, 150];
const LOCK_NOT_AVAILABLE = '55P03';

interface Options {
  migrations?: DataSourceOptions['migrations'];
  /** Is told, once, that somebody holds what a migration wants. */
  tell?: (error: Error) => void;
}

/**
 * Brings the schema up to date, that of the job queue included. Any number of processes may call it at once: one works, the
 * others wait for it and then find nothing left to do. Other processes may use the database meanwhile (docs/adr/0065).
 *
 * @returns the names of the migrations that this call ran.
 */
export async function migrate(
  databaseUrl: string,
  { migrations = dataSourceOptions(databaseUrl).migrations, tell = () => undefined }: Options = {},
): Promise<string[]> {
  return underMigrationLock(databaseUrl, async () => {
    const dataSource = await new DataSource(optionsOf(databaseUrl, migrations)).initialize();
    try {
      const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
      await despiteLocks(async () => {
        await dataSource.runMigrations({ transaction: 'each' });
        await installJobs(poolOf(dataSource));
      }, tell);
      return pending.map(({ name }) => name);
    } finally {
      await dataSource.destroy();
    }
  });
}

/** What was done before it failed stays done. */
async function despiteLocks(work: () => Promise<void>, tell: (error: Error) => void): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isLocked(error) || attempts >= ATTEMPTS) throw error;
      if (attempts === 1) tell(error);
    }
    await delay(PAUSE_MILLIS);
  }
}

function isLocked(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
}

/** The work itself may take as long as it takes. */
function optionsOf(databaseUrl: string, migrations: DataSourceOptions['migrations']): DataSourceOptions {
  const options = dataSourceOptions(databaseUrl);
  const extra = { ...connectionSettings, ...withoutTimeouts, lock_timeout: LOCK_MILLIS };
  return { ...options, migrations, extra };
}
