import { serialize } from 'pg-protocol';
import type { Connection as Wire, PoolClient, QueryResultRow, Submittable } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import type { RowShape } from './row-shape.js';

/** What a statement gave: its rows, and how many it read or changed. */
export interface Outcome<Row extends QueryResultRow> {
  rows: Row[];
  rowCount: number | null;
}

const EXECUTE_AND_SYNC = Buffer.concat([serialize.execute(), serialize.sync()]);
/** The end of a command tag, such as `SELECT 20` or `INSERT 0 1`. */
const COUNT = / (\d+)$/;

/**
 * One execution of a statement that this connection has prepared, and of whose rows it is known what they look like. pg itself
 * has PostgreSQL describe them at every call and sends four messages one by one; this asks for the rows only, in one message
 * of three parts (Bind, Execute, Sync: PostgreSQL, "Extended Query"), which saves both sides a tenth of a small read.
 *
 * The methods are those that pg calls on what is being asked; `pg-cursor` uses the same.
 */
export class PreparedExecution<Row extends QueryResultRow> implements Submittable, Outcome<Row> {
  readonly rows: Row[] = [];
  rowCount: number | null = null;
  private failure: Error | undefined;
  /** pg's; it wraps it to stop its timer. */
  callback!: (error: Error | undefined, outcome: Outcome<Row>) => void;

  private constructor(
    private readonly statement: string,
    private readonly values: unknown[],
    private readonly shape: RowShape,
  ) {}

  static run<Row extends QueryResultRow>(
    client: PoolClient,
    statement: string,
    values: unknown[],
    shape: RowShape,
  ): Promise<Outcome<Row>> {
    const execution = new PreparedExecution<Row>(statement, values, shape);
    return new Promise((resolve, reject) => {
      execution.callback = (error, outcome) => {
        if (error) reject(error);
        else resolve(outcome);
      };
      client.query(execution);
    });
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
    const [, count] = COUNT.exec(text) ?? [];
    this.rowCount = count === undefined ? null : Number(count);
  }

  handleReadyForQuery(): void {
    this.callback(this.failure, this);
  }

  handleError(error: Error): void {
    this.callback(error, this);
  }
}
