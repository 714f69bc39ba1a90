import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import pg from 'pg';
import { isMarkAlive, markOfThisProcess } from '../../src/platform/database/embedded/process-mark.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/start-embedded-postgres.js';
import { makeTestDirectory } from './test-directory.js';

/** The PostgreSQL of one test run, with a migrated template that each test's own database is copied from. */
export interface TestCluster {
  /** Connects to a database in which `create database` may be said. */
  url: string;
  template: string;
  stop(): Promise<void>;
}

/** Tests lose nothing in a crash; nothing is written for one. */
const CARELESS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  // It would hold up copies of the template, and make plans depend on its moment.
  autovacuum: 'off',
  max_connections: 120,
};

/** Tells this machine's runs from others' where several share a server. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const DATABASE = /^kitchen_(?:template|test)_([0-9a-f]{8})_(\d+-\w+-[0-9a-f]{8})/;
const ALL_DATABASES = 'select datname as name from pg_database where not datistemplate';

/**
 * Starts a PostgreSQL for this run, or takes the one at `ownUrl`, whose role must be allowed to create databases.
 *
 * @param migrate brings the database at a URL up to date.
 */
export async function startTestCluster(
  migrate: (url: string) => Promise<unknown>,
  ownUrl?: string,
): Promise<TestCluster> {
  const { url, stop } = ownUrl ? given(ownUrl) : await embedded();
  const template = `kitchen_template_${HOST}_${await markOfThisProcess()}`;
  try {
    await dropDatabases(url, async (mark) => (await isMarkAlive(mark)) === false);
    await withSession(url, (session) => session.query(`create database ${pg.escapeIdentifier(template)}`));
    await migrate(urlOf(template, url));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, template, stop };
}

/** Makes an empty copy of the template. As nothing is written to a disk, copying its files is twice as fast as logging it. */
export async function copyTemplate(url: string, template: string, copy: string): Promise<string> {
  const [from, to] = [pg.escapeIdentifier(template), pg.escapeIdentifier(copy)];
  await withSession(url, (session) => session.query(`create database ${to} template ${from} strategy file_copy`));
  return urlOf(copy, url);
}

/** Drops a database, and the sessions in it. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await withSession(url, (session) =>
    session.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  );
}

async function embedded(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await makeTestDirectory();
  const server = await startEmbeddedPostgres({ dataDir, database: 'postgres', settings: CARELESS, log: console.error });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function given(url: string): { url: string; stop(): Promise<void> } {
  const isThisRuns = (mark: string) => Promise.resolve(mark.startsWith(`${process.pid}-`));
  return { url, stop: () => dropDatabases(url, isThisRuns) };
}

/** Drops the databases that test runs of this machine made on a server, where `isWanted` says so of a run's mark. */
async function dropDatabases(url: string, isWanted: (mark: string) => Promise<boolean>): Promise<void> {
  const { rows } = await withSession(url, (session) => session.query<{ name: string }>(ALL_DATABASES));
  for (const { name } of rows) {
    const [, host, mark] = DATABASE.exec(name) ?? [];
    if (host === HOST && mark !== undefined && (await isWanted(mark))) await dropDatabase(url, name);
  }
}

async function withSession<T>(url: string, use: (session: pg.Client) => Promise<T>): Promise<T> {
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  try {
    return await use(session);
  } finally {
    await session.end();
  }
}

function urlOf(database: string, clusterUrl: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}
