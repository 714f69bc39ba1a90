import type { Client } from 'pg';

interface Index {
  name: string;
  definition: string;
}

/** Drops the indexes that are no constraints, and makes them anew when `work` is done. */
export async function withoutIndexes(
  session: Client,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const { rows } = await session.query<Index>(INDEXES, [tables]);
  for (const { name } of rows) await session.query(`drop index ${name}`);
  await work();
  for (const { definition } of rows) await session.query(definition);
}

const INDEXES = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index left join pg_constraint on conindid = indexrelid
  where indrelid::regclass::text = any($1) and pg_constraint.oid is null`;
