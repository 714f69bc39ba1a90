import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { pipelined, sql } from '../../../platform/database/sql.js';

/** Longer than a call takes, so that only the lease of a process that died runs out. */
const LEASE = sql`interval '4 seconds'`;
const COOL_DOWN = sql`interval '1 second'`;
/** How long the mark of an unanswered question stays. */
const UNANSWERED = sql`interval '1 hour'`;

export interface AnswerRow {
  answer: string | null;
  fetchedAt: Date | null;
  isLeased: boolean;
  isCoolingDown: boolean;
}

/**
 * The answers that all replicas share. Who is to fetch one is decided by a lease in its row rather than by an advisory lock:
 * a lock lives as long as a transaction or a session, so it would hold a connection of the pool while a slow stranger is
 * asked, and each waiter would hold another.
 */
@Injectable()
export class AnswersRepository {
  constructor(private readonly database: Database) {}

  async find(key: string): Promise<AnswerRow | undefined> {
    return this.database.maybeOne<AnswerRow>(pipelined`
      select answer, fetched_at as "fetchedAt", coalesce(leased_until > now(), false) as "isLeased",
        coalesce(retry_at > now(), false) as "isCoolingDown"
      from weather_answers where key = ${key}`);
  }

  /**
   * Takes the lease of a key that has no answer since `freshSince`. Of all callers on all replicas exactly one gets it.
   *
   * @returns false when somebody else has it, has just answered, or has just failed.
   */
  async claim(key: string, freshSince: Date): Promise<boolean> {
    const claimed = await this.database.execute(sql`
      insert into weather_answers as kept (key, leased_until, expires_at)
      values (${key}, now() + ${LEASE}, now() + ${UNANSWERED})
      on conflict (key) do update
      set leased_until = excluded.leased_until, expires_at = greatest(kept.expires_at, excluded.expires_at)
      where coalesce(kept.leased_until <= now(), true) and coalesce(kept.retry_at <= now(), true)
        and coalesce(kept.fetched_at <= ${freshSince}, true)`);
    return claimed > 0;
  }

  /** Keeps an answer and gives the lease back. */
  async store(key: string, answer: string, fetchedAt: Date, keepMillis: number): Promise<void> {
    await this.database.execute(sql`
      update weather_answers
      set answer = ${answer}, fetched_at = ${fetchedAt}, leased_until = null, retry_at = null,
        expires_at = now() + make_interval(secs => ${keepMillis / 1000})
      where key = ${key}`);
  }

  /** Gives the lease back without an answer. For a second nobody takes it again, so that one bad question is not asked in a loop. */
  async release(key: string): Promise<void> {
    await this.database.execute(
      sql`update weather_answers set leased_until = null, retry_at = now() + ${COOL_DOWN} where key = ${key}`,
    );
  }

  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`delete from weather_answers where expires_at < now()`);
  }
}
