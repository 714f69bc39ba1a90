import { LRUCache } from 'lru-cache';
import type { AboutStatement } from './named-statements.js';
import { StatementText, VALUE } from './statement-text.js';

/** Far more than there are of names and numbers that the code writes into a text. */
const REMEMBERED = 1_000;

/** What is to be run, and the values for the `$1` and so on in its text. */
export interface Statement {
  readonly statement: AboutStatement;
  readonly values: readonly unknown[];
  /** See {@link pipelined}. */
  readonly isPipelined?: boolean;
}

/** A statement, or a part of one: SQL, and apart from it the values, which never become text. */
export class Sql implements Statement {
  constructor(
    readonly written: StatementText,
    readonly values: readonly unknown[],
    readonly isPipelined = false,
  ) {}

  get statement(): AboutStatement {
    return this.written.about;
  }

  get text(): string {
    return this.statement.text;
  }
}

/** Of each place in the code, what is written before the first value. V8 makes one list of strings for each place. */
const beginnings = new WeakMap<readonly string[], StatementText>();

/** `` sql`select … where id = ${id}` ``: what is filled in is a value, or another part of the statement. */
export function sql(strings: readonly string[], ...filled: readonly unknown[]): Sql {
  return new Sql(...writing(strings, filled));
}

/**
 * As `sql`, for reads that are quick whatever is stored, such as one row or one page by an index: outside of transactions they
 * are sent together with those of other requests (`pipeline.ts`). Whoever stands behind a slow one waits for it.
 */
export function pipelined(strings: readonly string[], ...filled: readonly unknown[]): Sql {
  return new Sql(...writing(strings, filled), true);
}

function writing(strings: readonly string[], filled: readonly unknown[]): [StatementText, unknown[]] {
  let text = beginnings.get(strings);
  if (!text) beginnings.set(strings, (text = new StatementText(strings[0] ?? '')));
  const values: unknown[] = [];
  let at = 0;
  for (const each of filled) {
    const end = strings[++at] ?? '';
    if (each instanceof Sql) {
      text = text.followedBy(each.written, end);
      values.push(...each.values);
    } else {
      text = text.followedBy(VALUE, end);
      values.push(each);
    }
  }
  return [text, values];
}

const verbatim = new LRUCache<string, Sql>({
  max: REMEMBERED,
  memoMethod: (text) => new Sql(new StatementText(text), []),
});

/** SQL as it stands. It comes from code, never from a request. */
export function raw(text: string): Sql {
  return verbatim.memo(text);
}

export const empty = raw('');

/** A statement of somebody else's, such as a library's, who has put `$1` and so on where the values go. */
export function finished(text: string, values: readonly unknown[]): Sql {
  return new Sql(raw(text).written, values);
}

const NOTHING_BETWEEN: readonly string[] = [''];

/** Parts or values with `separator` between them, of a number that the code knows: what may be many is one value, a list. */
export function join(all: readonly unknown[], separator = ',', prefix = ''): Sql {
  const filled = all.flatMap((each, at) => [raw(at === 0 ? prefix : separator), each]);
  return new Sql(...writing(NOTHING_BETWEEN, filled));
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
