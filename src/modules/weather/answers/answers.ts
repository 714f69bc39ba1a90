import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../platform/clock/clock.js';
import { Log } from '../../../platform/logging/log.js';
import { Metrics } from '../../../platform/metrics/metrics.js';
import { UpstreamFailure } from '../source/upstream-failure.js';
import type { Call } from '../source/weather-source.js';
import { Upstream } from '../upstream/upstream.js';
import { type AnswerRow, AnswersRepository } from './answers.repository.js';
import { before } from './deadline.js';

const MEMORY_CHARACTERS = 16 * 1024 * 1024;
/** How often, and for how long, to look whether another replica has the answer by now. */
const LOOK_EVERY_MILLIS = 50;
const LOOK_FOR_MILLIS = 1_500;

/** What is to be known, and for how long knowing it is good enough. */
export interface Question<T> {
  readonly key: string;
  readonly freshMillis: number;
  /** How old an answer may become while no newer one can be had. */
  readonly keepMillis: number;
  readonly call: Call<T>;
}

export interface Answer<T> {
  readonly value: T;
  readonly fetchedAt: Date;
  readonly ageSeconds: number;
  /** Older than it should be, because no newer one could be had. */
  readonly isStale: boolean;
}

interface Kept {
  readonly value: unknown;
  readonly fetchedAt: Date;
}

/**
 * The source's answers, remembered in this process and, for all replicas, in PostgreSQL. However many ask for the same at the
 * same time, the source is asked once: requests in this process share one flight, and of the flights of all replicas one
 * holds the lease. What was known before is given out, marked as stale, when the source fails.
 */
@Injectable()
export class Answers {
  private readonly given;
  private readonly memory = new LRUCache<string, Kept>({ maxSize: MEMORY_CHARACTERS });
  private readonly flights = new Map<string, Promise<Kept>>();

  constructor(
    private readonly answers: AnswersRepository,
    private readonly upstream: Upstream,
    private readonly clock: Clock,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.given = metrics.counter('weather_answers_total', 'Answers of the weather room, by what they were made from.', [
      'from',
    ]);
  }

  /** @throws UpstreamFailure when there is neither a new answer before the deadline nor an old one. */
  async get<T>(question: Question<T>, deadline: AbortSignal): Promise<Answer<T>> {
    const known = this.memory.get(question.key);
    if (known && this.ageOf(known) <= question.freshMillis) {
      this.given.inc({ from: 'memory' });
      return this.toAnswer(question, known);
    }
    try {
      const found = await before(deadline, this.fly(question));
      this.given.inc({ from: 'others' });
      return this.toAnswer(question, found);
    } catch (error) {
      const old = this.memory.get(question.key);
      if (!old || this.ageOf(old) > question.keepMillis) throw error;
      if (!(error instanceof UpstreamFailure)) this.log.warn({ err: error }, 'an old answer is given out instead');
      this.given.inc({ from: 'stale' });
      return this.toAnswer(question, old);
    }
  }

  private fly(question: Question<unknown>): Promise<Kept> {
    const underWay = this.flights.get(question.key);
    if (underWay) return underWay;
    const flight = this.find(question).finally(() => this.flights.delete(question.key));
    this.flights.set(question.key, flight);
    return flight;
  }

  private async find(question: Question<unknown>): Promise<Kept> {
    const giveUpAt = performance.now() + LOOK_FOR_MILLIS;
    for (;;) {
      const row = await this.answers.find(question.key);
      const kept = this.learn(question.key, row);
      if (kept && this.ageOf(kept) <= question.freshMillis) return kept;
      if (row?.isCoolingDown) throw new UpstreamFailure('recent');
      this.upstream.check(question.call);
      if (!row?.isLeased && (await this.claim(question))) return this.ask(question);
      if (performance.now() > giveUpAt) throw new UpstreamFailure('timeout');
      await delay(LOOK_EVERY_MILLIS);
    }
  }

  private claim({ key, freshMillis }: Question<unknown>): Promise<boolean> {
    return this.answers.claim(key, new Date(this.clock.now().getTime() - freshMillis));
  }

  private async ask({ key, keepMillis, call }: Question<unknown>): Promise<Kept> {
    try {
      const kept = { value: await this.upstream.make(call), fetchedAt: this.clock.now() };
      const text = JSON.stringify(kept.value);
      this.memory.set(key, kept, { size: text.length });
      await this.answers.store(key, text, kept.fetchedAt, keepMillis);
      return kept;
    } catch (error) {
      await this.answers.release(key);
      throw error;
    }
  }

  /** Takes over what another replica has stored, unless this process knows something newer. */
  private learn(key: string, row: AnswerRow | undefined): Kept | undefined {
    const known = this.memory.get(key);
    if (!row?.answer || !row.fetchedAt || (known && known.fetchedAt >= row.fetchedAt)) return known;
    const kept = { value: JSON.parse(row.answer) as unknown, fetchedAt: row.fetchedAt };
    this.memory.set(key, kept, { size: row.answer.length });
    return kept;
  }

  private toAnswer<T>({ freshMillis }: Question<T>, kept: Kept): Answer<T> {
    const age = this.ageOf(kept);
    return {
      value: kept.value as T,
      fetchedAt: kept.fetchedAt,
      ageSeconds: Math.floor(age / 1000),
      isStale: age > freshMillis,
    };
  }

  private ageOf({ fetchedAt }: Kept): number {
    return Math.max(0, this.clock.now().getTime() - fetchedAt.getTime());
  }
}
