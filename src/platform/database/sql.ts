import sql, { empty, join, raw, Sql } from 'sql-template-tag';

export { empty, join, raw, sql, Sql };

/** A statement's text, with `$1` and so on where its values go. */
export interface Statement extends Pick<Sql, 'text' | 'values'> {
  /** See {@link pipelined}. */
  readonly isPipelined?: true;
}

/**
 * As `sql`, for reads that are quick whatever is stored, such as one row or one page by an index: outside of transactions they
 * are sent together with those of other requests (`pipeline.ts`). Whoever stands behind a slow one waits for it.
 */
export function pipelined(strings: TemplateStringsArray, ...values: unknown[]): Statement {
  return Object.assign(sql(strings, ...values), { isPipelined: true } as const);
}

/**
 * `limit n` with the number in the text: with a parameter PostgreSQL plans a named statement anew at every call, which
 * costs half of the throughput of a list.
 */
export function limit(count: number): Sql {
  return raw(`limit ${Math.trunc(count)}`);
}

/**
 * The part of a `set` list that a merge patch makes, each with a comma before it: columns whose value is `undefined` stay as
 * they are, `null` clears. The keys are column names and come from code, never from a request.
 *
 * @example sql`update posts set version = version + 1${assignments({ title })} where …`
 */
export function assignments(columns: Record<string, unknown>): Sql {
  const present = Object.entries(columns).filter(([, value]) => value !== undefined);
  if (present.length === 0) return empty;
  return join(
    present.map(([column, value]) => sql`${raw(`"${column}"`)} = ${value}`),
    ', ',
    ', ',
  );
}

/** What must all hold; true when it is nothing. */
export function conditions(all: readonly Sql[]): Sql {
  return all.length === 0 ? sql`true` : join(all, ' and ');
}

/** Condition of a write under `If-Match`: true for any version when none is expected. */
export function atVersion(expected: readonly number[] | undefined): Sql {
  return expected === undefined ? sql`true` : sql`version = any(${expected}::integer[])`;
}
