import pLimit from 'p-limit';
import pg from 'pg';
import { cut } from './cut.js';
import { inTime } from './in-time.js';

/** What is to be done first on a new connection. */
export type Prepare = (client: pg.Client) => Promise<void>;

/** A connection that is no pool's, on which one question is asked after the other. */
export class DedicatedConnection {
  readonly client: pg.Client;
  private readonly oneAtATime = pLimit(1);
  private isOpen = false;

  /** @param patienceMillis for it to let us in, twice that for its preparation, and once more for its end. */
  constructor(
    settings: pg.ClientConfig,
    private readonly preparations: readonly Prepare[],
    private readonly patienceMillis: number,
  ) {
    this.client = new pg.Client(settings);
    this.client.on('error', () => undefined);
  }

  /** @throws if it cannot be had in time; nothing of it is left then. */
  async open(): Promise<void> {
    await this.orCut(this.client.connect(), this.patienceMillis);
    // Who has let us in is there, and may be slow.
    await this.orCut(this.prepare(), 2 * this.patienceMillis);
    this.isOpen = true;
  }

  async ask<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.oneAtATime(async () => (await this.client.query<Row>(text, values)).rows);
  }

  onLost(hear: () => void): void {
    for (const event of ['error', 'end'] as const) this.client.on(event, hear);
  }

  /** Takes leave of PostgreSQL, if that is still there to hear it. */
  async end(): Promise<void> {
    // Before it lets us in, PostgreSQL would take a farewell for a wrong password.
    if (!this.isOpen || !(await inTime(this.client.end(), this.patienceMillis))) cut(this.client);
  }

  private async prepare(): Promise<void> {
    for (const prepare of this.preparations) await prepare(this.client);
  }

  private async orCut(step: Promise<unknown>, millis: number): Promise<void> {
    if (!(await inTime(step, millis))) cut(this.client);
    await step;
  }
}
