import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { connectionSettings, withoutTimeouts } from './data-source.js';

/** Any number that no other program locks on in this database. */
const MIGRATION_LOCK = 5_512_004_117;
const TRY_LOCK = `select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as is_mine`;
const ASK_AGAIN_MILLIS = 200;

/**
 * Runs `work` while no other process migrates this database. The lock is held by an open transaction, which works through
 * PgBouncer in transaction mode too. Who does not get it asks again and again: a statement that waits inside PostgreSQL would
 * hold a snapshot, and `create index concurrently` waits for all of these, so both would wait for ever.
 */
export async function underMigrationLock<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connectionSettings, ...withoutTimeouts, connectionString: databaseUrl });
  // Losing this connection shows in what is asked next; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    while (!(await isLocked(client))) await delay(ASK_AGAIN_MILLIS);
    return await work();
  } finally {
    await client.end();
  }
}

async function isLocked(client: pg.Client): Promise<boolean> {
  await client.query('begin');
  // Without parameters, by the simple protocol: the extended one leaves a portal open, and its snapshot with it.
  const { rows } = await client.query<{ is_mine: boolean }>(TRY_LOCK);
  const isMine = rows[0]?.is_mine === true;
  if (!isMine) await client.query('rollback');
  return isMine;
}
