import type { Kitchen } from './app.js';
import pg from 'pg';

/** The tables, of all schemas, in which a text stands in any column of any row, without regard to case. */
export async function tablesWith({ databaseUrl }: Kitchen, text: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(`
      select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`);
    const found: string[] = [];
    for (const { name } of rows) {
      // A row as text has every column in it, whatever its type.
      const { rowCount } = await client.query(
        `select from ${name} as row where strpos(lower(row::text), lower($1)) > 0`,
        [text],
      );
      if (rowCount !== 0) found.push(name);
    }
    return found;
  } finally {
    await client.end();
  }
}
