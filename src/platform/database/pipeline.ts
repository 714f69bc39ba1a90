import type { QueryResultRow } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { asking } from './asking.js';
import type { Asked, Connection } from './connection.js';
import type { AboutStatement } from './named-statements.js';
import type { Outcome } from './prepared-execution.js';

/** Sent together: more save little more, and have the first wait for the last. */
const MOST_TOGETHER = 4;

/** Lends a connection for the time of `use`. */
type Lend = <T>(use: (connection: Connection) => Promise<T>) => Promise<T>;

/**
 * Sends what different requests ask within one turn of the event loop in messages of several statements (PostgreSQL, "Pipeline
 * Mode"): writing to a connection, waking the process behind it, and reading what it says cost more than a quick read itself
 * (docs/adr/0080). While there is little to do, each turn has one, which goes at once.
 */
export class Pipeline {
  private waiting: Asked[] = [];

  constructor(private readonly lend: Lend) {}

  /**
   * @param statement one that changes nothing: it is undone when another one fails.
   * @throws {NotRunError} when it is to be asked again; else pg's own error.
   */
  async ask<Row extends QueryResultRow>(statement: AboutStatement, values: readonly unknown[]): Promise<Outcome<Row>> {
    if (!statement.isRead) throw new Error(`Only reads are pipelined: ${statement.text}`);
    const sent = values.map(prepareValue);
    return await asking(statement.text, () => {
      return new Promise<Outcome<Row>>((resolve, reject) => {
        if (this.waiting.length === 0) setImmediate(sendWaiting, this);
        this.waiting.push({ statement, values: sent, resolve: resolve as Asked['resolve'], reject });
      });
    });
  }

  send(): void {
    const { waiting } = this;
    this.waiting = [];
    const messages = Math.ceil(waiting.length / MOST_TOGETHER);
    const each = Math.ceil(waiting.length / messages);
    for (let at = 0; at < waiting.length; at += each) void this.sendTogether(waiting.slice(at, at + each));
  }

  private async sendTogether(asked: readonly Asked[]): Promise<void> {
    try {
      await this.lend((connection) => connection.runTogether(asked));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}

function sendWaiting(pipeline: Pipeline): void {
  pipeline.send();
}
