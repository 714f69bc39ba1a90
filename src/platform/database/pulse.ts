import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { learnDatabaseTime } from '../clock/database-time.js';
import { type Linked, LinkedList } from '../collections/linked-list.js';
import { Config } from '../config/load-config.js';
import { Log } from '../logging/log.js';
import { connectionSettings } from './data-source.js';
import { DedicatedConnection, type Prepare } from './dedicated-connection.js';
import { cut } from './cut.js';
import { inTime } from './in-time.js';
import { LeftSessions, PULSE_NAME } from './left-sessions.js';
import { OverlappingAttempts } from './overlapping-attempts.js';
import { DatabaseAwayError, saysThatDatabaseIsAway } from './postgres-errors.js';

const BEAT_MILLIS = 1_000;
/** Longer than this nobody needs for `select 1`, nor for letting us in. */
const PATIENCE_MILLIS = 1_500;
const RETRY_MILLIS = 250;
const ASK_TIME = 'select extract(epoch from clock_timestamp())::float8 * 1000 as millis';

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
  private readonly attempts = new OverlappingAttempts(
    {
      create: () => this.create(),
      onSuccess: (connection) => this.begin(connection),
      onFailure: (error) => this.fail(error),
    },
    RETRY_MILLIS,
  );
  private readonly openings: Prepare[] = [];
  private readonly alarms = new LinkedList<Alarm>();
  private readonly others: (() => readonly pg.ClientBase[])[] = [];
  private readonly left = new LeftSessions();
  private connection: DedicatedConnection | undefined;
  /** What the connection before did not answer in time, and may yet. */
  private silence: Promise<void> | undefined;
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
    return this.connection !== undefined;
  }

  /** @throws DatabaseAwayError while it is known that PostgreSQL cannot be asked. */
  requireThere(): void {
    if (this.reason) throw this.reason;
  }

  /** Registers what to do first on each new connection. Call it before the application starts. */
  onOpen(prepare: Prepare): void {
    this.openings.push(prepare);
  }

  /** Calls back when it gets known that PostgreSQL is away. @returns ends that. */
  onAway(ring: Alarm['ring']): () => void {
    const alarm: Alarm = { ring };
    this.alarms.add(alarm);
    return () => this.alarms.delete(alarm);
  }

  /** Registers connections that are to be cut whenever nothing that is asked on them is sure to be answered, ever. */
  answersFor(others: () => readonly pg.ClientBase[]): void {
    this.others.push(others);
  }

  /** Asks on this connection, one question after the other. @throws DatabaseAwayError without one. */
  async ask<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    if (!this.connection) throw new DatabaseAwayError();
    return this.connection.ask<Row>(text, values);
  }

  /** Asks whether PostgreSQL is there now: somebody has a reason to doubt it. However many have at a time, it is asked once. */
  feel(): Promise<void> {
    return (this.feeling ??= this.look().finally(() => (this.feeling = undefined)));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.attempts.begin();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    const { connection } = this;
    this.connection = undefined;
    await Promise.all([connection?.end(), this.attempts.end()]);
  }

  private create(): DedicatedConnection {
    return new DedicatedConnection(
      {
        ...connectionSettings,
        query_timeout: 2 * PATIENCE_MILLIS,
        application_name: PULSE_NAME,
        connectionString: this.config.get('DATABASE_LISTEN_URL') ?? this.config.databaseUrl,
      },
      this.openings,
      PATIENCE_MILLIS,
    );
  }

  private async look(): Promise<void> {
    const { connection } = this;
    if (!connection) return;
    clearTimeout(this.timer);
    const answer = this.askTime(connection);
    const isWell = await inTime(answer, PATIENCE_MILLIS);
    if (this.connection !== connection) return;
    if (isWell) this.beatLater();
    else {
      this.silence = answer;
      this.left.add(connection.client);
      this.lose(connection, answer);
    }
  }

  /** The question that is asked anyway also tells what time it is there. */
  private async askTime(connection: DedicatedConnection): Promise<void> {
    const asked = performance.now();
    const [answer] = await connection.ask<{ millis: number }>(ASK_TIME);
    const took = performance.now() - asked;
    const wrongBy = answer ? learnDatabaseTime(answer.millis + took / 2, took) : 0;
    if (wrongBy !== 0) this.log.warn({ wrongBy }, "this machine's clock is wrong; going by the database's");
  }

  private async begin(connection: DedicatedConnection): Promise<void> {
    const { reason, silence } = this;
    this.connection = connection;
    this.reason = this.silence = undefined;
    connection.onLost(() => this.lose(connection));
    if (reason) {
      // What was begun to be opened meanwhile may be on a way that leads nowhere.
      this.cutOthers();
      this.log.info({}, 'the database is back');
    }
    await this.feel();
    // Had it been PostgreSQL that stood still, it would have answered there before it let us in here.
    if (!reason && silence && this.isConnected && !(await inTime(silence, 0))) {
      this.log.warn({}, 'connections have died without a word; opening others');
      this.cutOthers();
    }
    await this.left.end(connection).catch((error: unknown) => {
      this.log.warn({ err: error }, 'sessions that were left could not be ended');
    });
  }

  private fail(error: unknown): void {
    if (saysThatDatabaseIsAway(error)) this.raiseAlarm(error);
    else this.log.warn({ err: error }, 'no connection to listen on; asking the database instead');
  }

  private raiseAlarm(cause: unknown): void {
    if (this.reason) return;
    this.log.error({ err: cause }, 'the database is away');
    this.reason = new DatabaseAwayError({ cause });
    this.cutOthers();
    for (const { ring } of this.alarms.items()) ring(this.reason);
  }

  private cutOthers(): void {
    for (const client of this.others.flatMap((those) => those())) {
      this.left.add(client);
      cut(client);
    }
  }

  private beatLater(): void {
    this.timer = setTimeout(() => void this.feel(), BEAT_MILLIS).unref();
  }

  /**
   * One that was lost says nothing yet of the database; whether a new one can be had does.
   *
   * @param silence what it may answer yet.
   */
  private lose(connection: DedicatedConnection, silence?: Promise<void>): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    clearTimeout(this.timer);
    void Promise.allSettled([silence]).then(() => connection.end());
    if (!this.isClosed) void this.attempts.begin();
  }
}
