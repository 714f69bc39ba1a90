import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { ClusterFiles } from './cluster-files.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** The role that owns the embedded server; its password is made by `initdb` and kept in a file of mode 0600. */
export const SUPERUSER = 'kitchen';

/** SQLSTATEs (PostgreSQL, appendix A). */
const INVALID_PASSWORD = '28P01';
const ALREADY_THERE = ['42P04', '23505'];

/** The connection URL of one database of the server on this port. */
export async function databaseUrl(port: number, database: string, { password }: ClusterFiles): Promise<string> {
  const secret = (await readFile(password, 'utf8')).trim();
  return `postgres://${SUPERUSER}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Whether the server on this port takes connections, and ours: SCRAM proves to both sides that the other knows the password. */
export async function answers(port: number, files: ClusterFiles): Promise<boolean> {
  try {
    await withSession(port, files, (session) => session.query('select'));
    return true;
  } catch (error) {
    if ((error as pg.DatabaseError).code !== INVALID_PASSWORD) return false;
    const problem = `The password in ${files.password} does not open the database in ${files.cluster}.`;
    throw new EmbeddedPostgresError(`${problem} Put the right one back, or remove ${files.root} to begin anew.`);
  }
}

/** Makes the database if there is none of this name; any number of processes may do so at once. */
export async function ensureDatabase(port: number, database: string, files: ClusterFiles): Promise<void> {
  await withSession(port, files, async (session) => {
    const { rowCount } = await session.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0)
      await session.query(`create database ${pg.escapeIdentifier(database)}`).catch(unlessAlreadyThere);
  });
}

function unlessAlreadyThere(error: pg.DatabaseError): void {
  if (!ALREADY_THERE.includes(error.code ?? '')) throw error;
}

async function withSession(
  port: number,
  files: ClusterFiles,
  use: (session: pg.Client) => Promise<unknown>,
): Promise<void> {
  const session = new pg.Client({
    connectionString: await databaseUrl(port, 'postgres', files),
    connectionTimeoutMillis: 5_000,
    application_name: 'kitchen embedded',
  });
  // Without a listener, a connection that is lost between two statements would end the process.
  session.on('error', () => undefined);
  try {
    await session.connect();
    await use(session);
  } finally {
    await session.end();
  }
}
