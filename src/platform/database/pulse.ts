import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pLimit from 'p-limit';
import pg from 'pg';
import { learnDatabaseTime } from '../clock/database-time.js';
import { type Linked, LinkedList } from '../collections/linked-list.js';
import { Config } from '../config/load-config.js';
import { Log } from '../logging/log.js';
import { connectionSettings } from './data-source.js';
import { DatabaseAwayError, saysThatDatabaseIsAway } from './postgres-errors.js';

const BEAT_MILLIS = 1_000;
/** Longer than this nobody needs for `select 1`, nor for letting us in. */
const PATIENCE_MILLIS = 1_500;
const RETRY_MILLIS = 250;
const ASK_TIME = 'select extract(epoch from clock_timestamp())::float8 * 1000 as millis';

/** The dedicated connections of all processes are told from others by it. */
export const PULSE_NAME = 'kitchen listener';

interface Alarm extends Linked {
  ring: (reason: DatabaseAwayError) => void;
}

/**
 * A connection of this process's own, on which PostgreSQL is asked every second whether it is there. Who would otherwise find
 * out by waiting, one after the other, is told at once (docs/adr/0057); and it comes back within {@link RETRY_MILLIS} of the
 * database. `Notifications` listen on it.
 */
@Injectable()
export class Pulse implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly oneAtATime = pLimit(1);
  private readonly openings: ((client: pg.Client) => Promise<void>)[] = [];
  private readonly alarms = new LinkedList<Alarm>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private feeling: Promise<void> | undefined;
  private isClosed = false;
  private reason: DatabaseAwayError | undefined;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Whether the connection is there, and all that wanted to be done on it first was done. */
  get isConnected(): boolean {
    return this.client !== undefined;
  }

  /** @throws DatabaseAwayError while it is known that PostgreSQL cannot be asked. */
  requireThere(): void {
    if (this.reason) throw this.reason;
  }

  /** Registers what to do first on each new connection. Call it before the application starts. */
  onOpen(prepare: (client: pg.Client) => Promise<void>): void {
    this.openings.push(prepare);
  }

  /** Calls back when it gets known that PostgreSQL is away. @returns ends that. */
  onAway(ring: Alarm['ring']): () => void {
    const alarm: Alarm = { ring };
    this.alarms.add(alarm);
    return () => this.alarms.delete(alarm);
  }

  /** Asks on this connection, one question after the other. @throws DatabaseAwayError without one. */
  async ask<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.oneAtATime(async () => {
      if (!this.client) throw new DatabaseAwayError();
      return (await this.client.query<Row>(text, values)).rows;
    });
  }

  /** Asks whether PostgreSQL is there now: somebody has a reason to doubt it. However many have at a time, it is asked once. */
  feel(): Promise<void> {
    return (this.feeling ??= this.look().finally(() => (this.feeling = undefined)));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.client?.end();
    this.client = undefined;
  }

  private async look(): Promise<void> {
    const { client } = this;
    if (!client) return;
    clearTimeout(this.timer);
    const isWell = await inTime(this.askTime());
    if (this.client !== client) return;
    if (isWell) this.beatLater();
    else this.lose(client);
  }

  /** The question that is asked anyway also tells what time it is there. */
  private async askTime(): Promise<void> {
    const asked = performance.now();
    const [answer] = await this.ask<{ millis: number }>(ASK_TIME);
    const took = performance.now() - asked;
    const wrongBy = answer ? learnDatabaseTime(answer.millis + took / 2, took) : 0;
    if (wrongBy !== 0) this.log.warn({ wrongBy }, "this machine's clock is wrong; going by the database's");
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      ...connectionSettings,
      connectionTimeoutMillis: PATIENCE_MILLIS,
      query_timeout: 2 * PATIENCE_MILLIS,
      application_name: PULSE_NAME,
      connectionString: this.config.get('DATABASE_LISTEN_URL') ?? this.config.databaseUrl,
    });
    for (const event of ['error', 'end'] as const) {
      client.on(event, () => {
        this.lose(client);
      });
    }
    try {
      await client.connect();
      for (const prepare of this.openings) await prepare(client);
      if (this.isClosed) {
        await client.end();
        return;
      }
      this.client = client;
      if (this.reason) this.log.info({}, 'the database is back');
      this.reason = undefined;
      await this.feel();
    } catch (error) {
      client.end().catch(() => undefined);
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    if (this.isClosed) return;
    if (saysThatDatabaseIsAway(error)) this.raiseAlarm(error);
    else this.log.warn({ err: error }, 'no connection to listen on; asking the database instead');
    this.timer = setTimeout(() => void this.connect(), RETRY_MILLIS).unref();
  }

  private raiseAlarm(cause: unknown): void {
    if (this.reason) return;
    this.log.error({ err: cause }, 'the database is away');
    this.reason = new DatabaseAwayError({ cause });
    for (const { ring } of this.alarms.items()) ring(this.reason);
  }

  private beatLater(): void {
    this.timer = setTimeout(() => void this.feel(), BEAT_MILLIS).unref();
  }

  /** One that was lost says nothing yet of the database; whether a new one can be had does. */
  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    clearTimeout(this.timer);
    client.end().catch(() => undefined);
    if (!this.isClosed) void this.connect();
  }
}

/** Whether it succeeds within {@link PATIENCE_MILLIS}. */
async function inTime(answer: Promise<unknown>): Promise<boolean> {
  const isThere = answer.then(
    () => true,
    () => false,
  );
  const { promise: isLate, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => {
    // Where it was this process that stood still, the answer has arrived meanwhile: it is to be read first.
    void turn()
      .then(() => turn())
      .then(() => resolve(false));
  }, PATIENCE_MILLIS);
  return Promise.race([isThere, isLate]).finally(() => clearTimeout(timer));
}
