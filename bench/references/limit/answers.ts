import pg from 'pg';
import { Cursors } from '../../../src/platform/http/cursor.js';
import { settings } from '../settings.js';
import { Refusal } from './refusal.js';
import type { Statement } from './statements.js';

/** As many as the application has. */
const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 8 });
const cursors = new Cursors(settings);

/** @throws Refusal (404) when there is no row. */
export async function one(statement: Statement, values: unknown[]): Promise<string> {
  const { rows } = await pool.query<{ json: string }>({ ...statement, values });
  if (rows.length === 0) throw new Refusal(404);
  return rows[0]!.json;
}

/** @param list what its cursors are sealed with. */
export async function pageOf(statement: Statement, values: unknown[], list: string): Promise<string> {
  const { rows } = await pool.query<{ items: string | null; key: string | null }>({ ...statement, values });
  const { items, key } = rows[0]!;
  const cursor = key === null ? 'null' : `"${cursors.seal(list, JSON.parse(key) as string[])}"`;
  return `{"items":[${items ?? ''}],"nextCursor":${cursor}}`;
}

export async function first<Row extends object>(statement: Statement, values: unknown[]): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>({ ...statement, values });
  return rows[0];
}
