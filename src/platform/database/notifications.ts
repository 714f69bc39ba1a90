import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pLimit from 'p-limit';
import pg from 'pg';
import { Config } from '../config/load-config.js';
import { Log } from '../logging/log.js';
import { connectionSettings } from './data-source.js';

const RECONNECT_MILLIS = 250;
const HEARTBEAT_MILLIS = 5_000;
const PATIENCE_MILLIS = 500;

/** How the listening connections of all processes are told from others. */
const LISTENER_NAME = 'kitchen listener';
const COUNT_LISTENERS = `
  select count(*)::int as listeners from pg_stat_activity
  where datname = current_database() and application_name = $1`;

/** Channels on which listeners are asked, and say, whether they have heard what came before. */
const [QUESTIONS, ANSWERS] = ['kitchen_heard_question', 'kitchen_heard_answer'];

type Handler = (payload: string) => void;
type Listeners = { listeners: number };

/**
 * PostgreSQL's NOTIFY, heard by this process on a connection of its own (`select pg_notify(channel, payload)` in the
 * transaction that changes something; it is delivered when that commits). Messages sent while the connection is away are
 * lost, therefore caches that rely on them must look at {@link isListening} and forget everything in `onGap`.
 */
@Injectable()
export class Notifications implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly handlers = new Map<string, Handler[]>();
  private readonly questions = new Map<string, () => void>();
  private readonly gapHandlers: (() => void)[] = [];
  private readonly oneAtATime = pLimit(1);
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Whether every message sent from now on will be heard. */
  get isListening(): boolean {
    return this.client !== undefined;
  }

  /** Registers a handler of a channel, and what to do after messages may have been missed. Call it before the application starts. */
  listen(channel: string, handler: Handler, onGap: () => void): void {
    this.handlers.set(channel, [...(this.handlers.get(channel) ?? []), handler]);
    this.gapHandlers.push(onGap);
  }

  /**
   * Waits until every process that listens has handled what was committed before this call, or {@link PATIENCE_MILLIS} have
   * passed (a process that is frozen or gone must not hold the others up).
   */
  async settle(): Promise<void> {
    const patience = delay(PATIENCE_MILLIS, undefined, { ref: false });
    // What was committed stays committed, whether or not somebody could be asked.
    await Promise.race([this.hearAll(patience).catch(() => undefined), patience]);
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.handlers.size > 0) await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.client?.end();
    this.client = undefined;
  }

  /**
   * Asks all listeners, this one included, to say that they have heard. PostgreSQL delivers in the order of commits, so whoever
   * hears the question has heard everything before it.
   */
  private async hearAll(patience: Promise<void>): Promise<void> {
    const { client } = this;
    if (!client) return;
    const question = randomUUID();
    const { rows } = await this.oneAtATime(() => client.query<Listeners>(COUNT_LISTENERS, [LISTENER_NAME]));
    let missing = rows[0]?.listeners ?? 0;
    const heard = new Promise<void>((resolve) => {
      this.questions.set(question, () => {
        if (--missing <= 0) resolve();
      });
    });
    await this.say(QUESTIONS, question);
    await Promise.race([heard, patience]);
    this.questions.delete(question);
  }

  private async say(channel: string, payload: string): Promise<void> {
    await this.oneAtATime(() => this.client?.query('select pg_notify($1, $2)', [channel, payload]));
  }

  private receive(channel: string, payload: string): void {
    if (channel === QUESTIONS) this.say(ANSWERS, payload).catch(() => undefined);
    else if (channel === ANSWERS) this.questions.get(payload)?.();
    else for (const handle of this.handlers.get(channel) ?? []) handle(payload);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      ...connectionSettings,
      application_name: LISTENER_NAME,
      connectionString: this.config.databaseUrl,
    });
    client.on('error', () => {
      this.lose(client);
    });
    client.on('end', () => {
      this.lose(client);
    });
    client.on('notification', ({ channel, payload = '' }) => {
      this.receive(channel, payload);
    });
    try {
      await client.connect();
      for (const channel of [QUESTIONS, ANSWERS, ...this.handlers.keys()])
        await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      if (this.isClosed) {
        await client.end();
        return;
      }
      for (const forget of this.gapHandlers) forget();
      this.client = client;
      this.beat(client);
    } catch (error) {
      this.log.warn({ err: error }, 'cannot listen for notifications; asking the database instead');
      client.end().catch(() => undefined);
      this.retry();
    }
  }

  /** A half-open connection stays silent for ever; a small question now and then finds it out. */
  private beat(client: pg.Client): void {
    this.timer = setTimeout(() => {
      this.oneAtATime(() => client.query('select 1')).then(
        () => {
          if (this.client === client) this.beat(client);
        },
        () => {
          this.lose(client);
        },
      );
    }, HEARTBEAT_MILLIS).unref();
  }

  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    clearTimeout(this.timer);
    client.end().catch(() => undefined);
    this.retry();
  }

  private retry(): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => void this.connect(), RECONNECT_MILLIS).unref();
  }
}
