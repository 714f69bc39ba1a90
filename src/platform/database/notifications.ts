import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { PULSE_NAME } from './left-sessions.js';
import { Pulse } from './pulse.js';

const PATIENCE_MILLIS = 500;

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
export class Notifications {
  private readonly handlers = new Map<string, Handler[]>();
  private readonly questions = new Map<string, () => void>();
  private readonly gapHandlers: (() => void)[] = [];

  constructor(private readonly pulse: Pulse) {
    pulse.onOpen((client) => this.hearOn(client));
  }

  /** Whether every message sent from now on will be heard. */
  get isListening(): boolean {
    return this.pulse.isConnected;
  }

  /** Registers a handler of a channel, and what to do after messages may have been missed. Call it before the application starts. */
  listen(channel: string, handler: Handler, onGap: () => void): void {
    this.handlers.set(channel, [...(this.handlers.get(channel) ?? []), handler]);
    this.gapHandlers.push(onGap);
  }

  /**
   * Waits until every other process that listens has handled what was committed before this call, or {@link PATIENCE_MILLIS}
   * have passed (a process that is frozen or gone must not hold the others up).
   */
  async settle(): Promise<void> {
    const patience = delay(PATIENCE_MILLIS, undefined, { ref: false });
    // What was committed stays committed, whether or not somebody could be asked.
    await Promise.race([this.hearAll(patience).catch(() => undefined), patience]);
  }

  /**
   * Asks all listeners, this one included, to say that they have heard. PostgreSQL delivers in the order of commits, so whoever
   * hears the question has heard everything before it.
   */
  private async hearAll(patience: Promise<void>): Promise<void> {
    const question = randomUUID();
    const [count] = await this.pulse.ask<Listeners>(COUNT_LISTENERS, [PULSE_NAME]);
    let missing = count?.listeners ?? 0;
    // Nobody but this process, whose caller has seen to itself.
    if (missing <= 1) return;
    const heard = new Promise<void>((resolve) => {
      this.questions.set(question, () => {
        if (--missing <= 0) resolve();
      });
    });
    try {
      await this.say(QUESTIONS, question);
      await Promise.race([heard, patience]);
    } finally {
      this.questions.delete(question);
    }
  }

  private async say(channel: string, payload: string): Promise<void> {
    await this.pulse.ask('select pg_notify($1, $2)', [channel, payload]);
  }

  private receive(channel: string, payload: string): void {
    if (channel === QUESTIONS) this.say(ANSWERS, payload).catch(() => undefined);
    else if (channel === ANSWERS) this.questions.get(payload)?.();
    else for (const handle of this.handlers.get(channel) ?? []) handle(payload);
  }

  private async hearOn(client: pg.Client): Promise<void> {
    client.on('notification', ({ channel, payload = '' }) => {
      this.receive(channel, payload);
    });
    for (const channel of [QUESTIONS, ANSWERS, ...this.handlers.keys()])
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    for (const forget of this.gapHandlers) forget();
  }
}
