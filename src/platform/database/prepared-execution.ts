import { serialize } from 'pg-protocol';
import type { Connection as Wire, PoolClient, QueryResultRow, Submittable } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { QUERY_TIMEOUT_MILLIS } from './data-source.js';
import type { RowShape } from './row-shape.js';

/** What a statement gave: its rows, how many it read or changed, and what PostgreSQL says that it was. */
export interface Outcome<Row extends QueryResultRow> {
  command: string;
  rows: Row[];
  rowCount: number | null;
}

const EXECUTE_AND_SYNC = Buffer.concat([serialize.execute(), serialize.sync()]);
/** A command tag, such as `COMMIT`, `SELECT 20` or `INSERT 0 1`. */
const TAG = /^(\w+)(?:.* (\d+))?$/;

/**
 * One execution of a statement that this connection has prepared, and of whose rows it is known what they look like. pg itself
 * has PostgreSQL describe them at every call and sends four messages one by one; this asks for the rows only, in one message
 * of three parts (Bind, Execute, Sync: PostgreSQL, "Extended Query"), which saves both sides a tenth of a small read.
 *
 * The methods are those that pg calls on what is being asked; `pg-cursor` uses the same.
 */
export class PreparedExecution<Row extends QueryResultRow> implements Submittable, Outcome<Row> {
  readonly rows: Row[] = [];
  command = '';
  rowCount: number | null = null;
  private failure: Error | undefined;
  private readonly timer = setTimeout(giveUp, QUERY_TIMEOUT_MILLIS, this);
  /**
   * Called by pg. A method bound, and no function literal: V8 makes those that are assigned to a member of an object in the old
   * generation at once, and all rows that such a one leads to have to follow it there.
   */
  readonly callback = this.settle.bind(this);

  private constructor(
    private readonly statement: string,
    private readonly values: unknown[],
    private readonly shape: RowShape,
    private readonly resolve: (outcome: Outcome<Row>) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  /** @throws pg's errors, and its `Query read timeout` when the server does not answer at all. */
  static run<Row extends QueryResultRow>(
    client: PoolClient,
    statement: string,
    values: unknown[],
    shape: RowShape,
  ): Promise<Outcome<Row>> {
    return new Promise((resolve, reject) => {
      client.query(new PreparedExecution<Row>(statement, values, shape, resolve, reject));
    });
  }

  private settle(error: Error | undefined): void {
    clearTimeout(this.timer);
    if (error) this.reject(error);
    else this.resolve(this);
  }

  /** @returns an error that leaves the connection as it was: nothing was sent. */
  submit({ stream }: Wire): Error | null {
    const { statement, values } = this;
    try {
      stream.write(Buffer.concat([serialize.bind({ statement, values, valueMapper: prepareValue }), EXECUTE_AND_SYNC]));
      return null;
    } catch (error) {
      return error as Error;
    }
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (this.failure) return;
    try {
      this.rows.push(this.shape.read(fields) as Row);
    } catch (error) {
      this.failure = error as Error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const [, command = text, count] = TAG.exec(text) ?? [];
    this.command = command;
    this.rowCount = count === undefined ? null : Number(count);
  }

  handleReadyForQuery(): void {
    this.callback(this.failure);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

function giveUp(execution: PreparedExecution<QueryResultRow>): void {
  execution.callback(new Error('Query read timeout'));
}
