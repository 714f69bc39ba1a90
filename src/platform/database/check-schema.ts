import pg from 'pg';
import { connectionSettings } from './data-source.js';
import { migrations } from './migrations/index.js';

/**
 * Makes sure that the schema is the one which this version of the code was written for.
 *
 * @param isNewerAllowed for going back to an earlier version: migrations only add, so it can do with what a later one left.
 * @throws Error that says which migrations are missing here or unknown here, and what to do.
 */
export async function checkSchema(databaseUrl: string, isNewerAllowed: boolean): Promise<void> {
  const applied = await appliedMigrations(databaseUrl);
  const known = new Set(migrations.map(({ name }) => name));
  const missing = [...known].filter((name) => !applied.has(name));
  if (missing.length > 0) {
    throw new Error(
      `The schema of the database is older than this version: ${missing.join(', ')} did not run. ` +
        'Run `node dist/cli.js migrate`, or leave MIGRATE_ON_BOOT on.',
    );
  }
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length > 0 && !isNewerAllowed) {
    throw new Error(
      `The schema of the database is newer than this version: it does not know ${unknown.join(', ')}. ` +
        'Start the newer version, or set ALLOW_NEWER_SCHEMA=true if going back is what you want.',
    );
  }
}

async function appliedMigrations(databaseUrl: string): Promise<Set<string>> {
  const client = new pg.Client({ ...connectionSettings, connectionString: databaseUrl });
  // Losing this connection shows in what is asked next; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: tables } = await client.query("select from pg_class where oid = to_regclass('public.migrations')");
    if (tables.length === 0) return new Set();
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    return new Set(rows.map(({ name }) => name));
  } finally {
    await client.end();
  }
}
