import { serialize } from 'pg-protocol';
import type { QueryResultRow } from 'pg';
import type { RowShape } from './row-shape.js';

/** What a statement gave: its rows, how many it read or changed, and what PostgreSQL says that it was. */
export interface Outcome<Row extends QueryResultRow> {
  command: string;
  rows: Row[];
  rowCount: number | null;
}

/** A value as it is sent: text, bytes, or nothing. */
export type SentValue = string | Buffer | null;

const EXECUTE = serialize.execute();
/** A command tag, such as `COMMIT`, `SELECT 20` or `INSERT 0 1`. */
const TAG = /^(\w+)(?:.* (\d+))?$/;

/** One execution of a statement that a connection has prepared, and of whose rows it is known what they look like. */
export class PreparedExecution<Row extends QueryResultRow = QueryResultRow> implements Outcome<Row> {
  readonly rows: Row[] = [];
  command = '';
  rowCount: number | null = null;
  isComplete = false;
  /** Why its rows could not be read. */
  failure: Error | undefined;

  constructor(
    private readonly statement: string,
    private readonly values: readonly SentValue[],
    private readonly shape: RowShape,
  ) {}

  /** What asks for it (PostgreSQL, "Extended Query": Bind and Execute). */
  messages(): readonly Buffer[] {
    return [serialize.bind({ statement: this.statement, values: this.values as SentValue[] }), EXECUTE];
  }

  /** What came of it. @throws why its rows could not be read. */
  get outcome(): Outcome<Row> {
    if (this.failure) throw this.failure;
    return this;
  }

  read(fields: (string | null)[]): void {
    if (this.failure) return;
    try {
      this.rows.push(this.shape.read(fields) as Row);
    } catch (error) {
      this.failure = error as Error;
    }
  }

  complete(tag: string): void {
    const [, command = tag, count] = TAG.exec(tag) ?? [];
    this.command = command;
    this.rowCount = count === undefined ? null : Number(count);
    this.isComplete = true;
  }
}
