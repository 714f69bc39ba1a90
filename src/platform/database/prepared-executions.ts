import { serialize } from 'pg-protocol';
import type { Connection as Wire, PoolClient, Submittable } from 'pg';
import { QUERY_TIMEOUT_MILLIS } from './data-source.js';
import type { PreparedExecution } from './prepared-execution.js';

const SYNC = serialize.sync();

/**
 * Executions that are asked for in one message. pg itself has PostgreSQL describe the rows of a statement at every call and sends
 * four messages one by one; this asks for rows only, which saves both sides a tenth of a small read, and most of it where there
 * are several. Up to the one Sync they are one transaction: those that come after one that failed are not run.
 *
 * The methods are those that pg calls on what is being asked; `pg-cursor` uses the same.
 */
export class PreparedExecutions implements Submittable {
  /** The one that is being answered. */
  private current = 0;
  private readonly timer = setTimeout(giveUp, QUERY_TIMEOUT_MILLIS, this);
  /**
   * Called by pg. A method bound, and no function literal: V8 makes those that are assigned to a member of an object in the old
   * generation at once, and all rows that such a one leads to have to follow it there.
   */
  readonly callback = this.settle.bind(this);

  private constructor(
    private readonly executions: readonly PreparedExecution[],
    private readonly resolve: () => void,
    private readonly reject: (error: Error) => void,
  ) {}

  /** @throws pg's error of the first that is not complete, or its `Query read timeout` when the server does not answer at all. */
  static run(client: PoolClient, executions: readonly PreparedExecution[]): Promise<void> {
    return new Promise((resolve, reject) => {
      client.query(new PreparedExecutions(executions, resolve, reject));
    });
  }

  private settle(error: Error | undefined): void {
    clearTimeout(this.timer);
    if (error) this.reject(error);
    else this.resolve();
  }

  submit({ stream }: Wire): void {
    const messages = this.executions.flatMap((execution) => execution.messages());
    stream.write(Buffer.concat([...messages, SYNC]));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.executions[this.current]?.read(fields);
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.executions[this.current++]?.complete(text);
  }

  handleReadyForQuery(): void {
    this.callback(undefined);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

function giveUp(executions: PreparedExecutions): void {
  executions.callback(new Error('Query read timeout'));
}
