import pg from 'pg';
import { DataSource } from 'typeorm';
import { installJobs } from '../jobs/install-jobs.js';
import { connectionSettings, dataSourceOptions, poolOf } from './data-source.js';

/** Any number that no other program locks on in this database. */
const MIGRATION_LOCK = 5_512_004_117;

/**
 * Brings the schema up to date, that of the job queue included. Any number of processes may call it at once: one works, the others wait for it and then find
 * nothing left to do. The lock is held by an open transaction, which works through PgBouncer in transaction mode too.
 *
 * @returns the names of the migrations that this call ran.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  return withMigrationLock(databaseUrl, async () => {
    const dataSource = await new DataSource(withoutTimeouts(databaseUrl)).initialize();
    try {
      const migrations = await dataSource.runMigrations({ transaction: 'each' });
      await installJobs(poolOf(dataSource));
      return migrations.map(({ name }) => name);
    } finally {
      await dataSource.destroy();
    }
  });
}

async function withMigrationLock<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connectionSettings, ...NO_TIMEOUTS, connectionString: databaseUrl });
  // Losing this connection shows in what is asked next; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}

/** A migration may rightly take longer than a request: it waits for its turn and for the work itself. */
const NO_TIMEOUTS = { lock_timeout: 0, statement_timeout: 0, idle_in_transaction_session_timeout: 0, query_timeout: 0 };

function withoutTimeouts(databaseUrl: string) {
  const options = dataSourceOptions(databaseUrl);
  return { ...options, extra: { ...connectionSettings, ...NO_TIMEOUTS } } as typeof options;
}
