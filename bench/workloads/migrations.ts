import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions, withoutTimeouts } from '../../src/platform/database/data-source.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { startLoadedDatabase } from '../data/loaded-database.js';
import type { Figure } from '../harness/figures.js';
import type { Workload } from '../harness/workload.js';

/** Those before had empty tables to change (docs/adr/0065). */
const FIRST_BESIDE_A_VERSION = 1764000065000;
const PAUSE_MILLIS = 10;

export const migrations: Workload = {
  title: 'Migrations',
  about:
    'All migrations since the first release, undone and run again. Meanwhile each table is locked and let go every ten ' +
    'milliseconds as a write locks it, which waits for whatever would hold up a read as well; the longest of these waits is told. ' +
    'Who wants to change a row that is being filled waits for the end of the statement: the longest that rows were held is told as well.',
  sizes: ['1m'],

  async prepare(stops, { sizes }) {
    const postgres = await startLoadedDatabase(sizes[0]!, stops);
    return { postgres, watch: () => watch(postgres.url) };
  },
};

async function watch(url: string): Promise<Figure[]> {
  const undone = await undo(url);
  const stop = new AbortController();
  const watching = (await tablesOf(url)).map((table) => longestWait(url, table, stop.signal));
  const watchingRows = longestHold(url, stop.signal);
  const startedAt = performance.now();
  const run = await migrate(url);
  const seconds = (performance.now() - startedAt) / 1000;
  stop.abort();
  const waits = await Promise.all(watching);
  if (run.length !== undone) throw new Error(`${undone} migrations were undone, and ${run.length} ran again.`);
  for (const { table, millis } of waits)
    if (millis > 100) console.log(`${table} was waited for ${millis.toFixed(0)} ms`);
  return [
    { name: 'the longest wait for a table', unit: 'ms', values: [Math.max(...waits.map(({ millis }) => millis))] },
    { name: 'the longest wait for a row that is filled', unit: 'ms', values: [await watchingRows] },
    { name: `all ${run.length}`, unit: 's', values: [seconds] },
  ];
}

/** @returns how many there were. */
async function undo(url: string): Promise<number> {
  const options = dataSourceOptions(url);
  const dataSource = await new DataSource({ ...options, extra: withoutTimeouts }).initialize();
  try {
    const rows = await dataSource.query<{ timestamp: string }[]>('select timestamp from migrations');
    const count = rows.filter(({ timestamp }) => Number(timestamp) >= FIRST_BESIDE_A_VERSION).length;
    for (let i = 0; i < count; i++) await dataSource.undoLastMigration({ transaction: 'each' });
    return count;
  } finally {
    await dataSource.destroy();
  }
}

async function tablesOf(url: string): Promise<string[]> {
  const session = await connected(url);
  const { rows } = await session.query<{ table: string }>(`
    select format('%I', relname) as table from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migrations' and reltuples > 0`);
  await session.end();
  return rows.map(({ table }) => table);
}

async function longestWait(
  url: string,
  table: string,
  signal: AbortSignal,
): Promise<{ table: string; millis: number }> {
  const session = await connected(url);
  let millis = 0;
  while (!signal.aborted) {
    const askedAt = performance.now();
    await session.query(`begin; lock table ${table} in row exclusive mode; commit`);
    millis = Math.max(millis, performance.now() - askedAt);
    await delay(PAUSE_MILLIS);
  }
  await session.end();
  return { table, millis };
}

/** Rows are held from the first that a statement locks, which gives it a transaction id, to its end. */
async function longestHold(url: string, signal: AbortSignal): Promise<number> {
  const session = await connected(url);
  let [millis, id, since] = [0, '', 0];
  while (!signal.aborted) {
    const { rows } = await session.query<{ id: string }>(`
      select backend_xid::text as id from pg_stat_activity
      where datname = current_database() and backend_xid is not null and query ~* '^\\s*update'`);
    const seen = rows[0]?.id ?? '';
    if (seen !== id) [id, since] = [seen, performance.now()];
    else if (id !== '') millis = Math.max(millis, performance.now() - since);
    await delay(PAUSE_MILLIS);
  }
  await session.end();
  return millis;
}

async function connected(url: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  return session;
}
