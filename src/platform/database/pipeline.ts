import type { QueryResultRow } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { asking } from './asking.js';
import type { Asked, Connection } from './connection.js';
import type { AboutStatement } from './named-statements.js';
import type { Outcome } from './prepared-execution.js';

/** Sent together: more save little more, and have the first wait for the last. */
const MOST_TOGETHER = 4;
/** After so long in vain, all that waits is sent for, like what belongs to no pipeline: whoever lends connections knows what to do then. */
const PATIENCE_MILLIS = 50;

/** Lends a connection for the time of `use`. */
type Lend = <T>(use: (connection: Connection) => Promise<T>) => Promise<T>;

/**
 * Sends what different requests ask within one turn of the event loop in messages of several statements (PostgreSQL, "Pipeline
 * Mode"): writing to a connection, waking the process behind it, and reading what it says cost more than a quick read itself
 * (docs/adr/0080). While there is little to do, each turn has one, which goes at once. While as many messages are under way as there
 * are connections, what is asked waits here and not in the pool: there it would go in the small messages in which it came.
 */
export class Pipeline {
  private waiting: Asked[] = [];
  /** Messages that are not answered yet. */
  private underWay = 0;
  private impatience: NodeJS.Timeout | undefined;

  /** @param connections how many there are. */
  constructor(
    private readonly lend: Lend,
    private readonly connections: number,
  ) {}

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

  /** Sends what is waiting, as far as there are connections for it. */
  send(): void {
    this.sendOver(this.connections - this.underWay);
    clearTimeout(this.impatience);
    if (this.waiting.length > 0) this.impatience = setTimeout(sendAll, PATIENCE_MILLIS, this);
  }

  sendOver(connections: number): void {
    const messages = Math.min(connections, Math.ceil(this.waiting.length / MOST_TOGETHER));
    const each = Math.min(MOST_TOGETHER, Math.ceil(this.waiting.length / messages));
    for (let message = 0; message < messages; message++) void this.sendTogether(this.waiting.splice(0, each));
  }

  private async sendTogether(asked: readonly Asked[]): Promise<void> {
    this.underWay++;
    try {
      await this.lend((connection) => connection.runTogether(asked));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
    this.underWay--;
    if (this.waiting.length > 0) this.send();
  }
}

function sendWaiting(pipeline: Pipeline): void {
  pipeline.send();
}

function sendAll(pipeline: Pipeline): void {
  pipeline.sendOver(Infinity);
}
