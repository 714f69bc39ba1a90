import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Sql, sql } from '../database/sql.js';
import type { Patience } from './patience.js';

/** Failed attempts counted in PostgreSQL: exactly, however many processes count at once. */
@Injectable()
export class AttemptsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Counts an attempt as failed before it is made, in one statement, unless a pause is on: of any number of parallel ones only
   * as many get through as may fail. `clock_timestamp()`, because a statement may have waited for the row since `now()`.
   *
   * @returns how many have failed with this one; undefined when it must not be made.
   */
  async take(key: string, patience: Patience): Promise<number | undefined> {
    // A refusal would roll the count back, and whoever guesses could do so for ever.
    if (this.database.isInTransaction) throw new Error('Attempts must not be counted in a transaction.');
    const isForgotten = sql`known.forgotten_at <= clock_timestamp()`;
    const failures = sql`case when ${isForgotten} then 1 else known.failures + 1 end`;
    const forgottenAt = sql`clock_timestamp() + make_interval(secs => ${patience.forgottenAfterSeconds})`;
    const taken = await this.database.maybeOne<{ failures: number }>(sql`
      insert into failed_attempts as known (key, failures, paused_until, forgotten_at)
      values (${key}, 1, ${pauseAfter(sql`1`, patience)}, ${forgottenAt})
      on conflict (key) do update
      set failures = ${failures}, paused_until = ${pauseAfter(failures, patience)}, forgotten_at = ${forgottenAt}
      where known.paused_until <= clock_timestamp() or ${isForgotten}
      returning failures`);
    return taken?.failures;
  }

  /** @returns the longest pause that is on, in whole seconds; 0 when there is none. */
  async pauseOf(keys: readonly string[]): Promise<number> {
    const { seconds } = await this.database.one<{ seconds: number | null }>(sql`
      select ceil(extract(epoch from max(paused_until) - clock_timestamp()))::integer as seconds
      from failed_attempts where key = any(${keys}::text[]) and paused_until > clock_timestamp()`);
    return seconds ?? 0;
  }

  /** The attempt did not fail after all. A pause that is on stays on. */
  async giveBack(key: string): Promise<void> {
    await this.database.execute(sql`
      update failed_attempts set failures = greatest(0, failures - 1) where key = ${key}`);
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.database.execute(sql`delete from failed_attempts where key = any(${keys}::text[])`);
  }

  async deleteOld(): Promise<number> {
    return this.database.execute(sql`delete from failed_attempts where forgotten_at < now()`);
  }
}

/** Until when there is a pause after so many failures: it doubles with each. */
function pauseAfter(failures: Sql, { free, firstPauseSeconds, longestPauseSeconds }: Patience): Sql {
  const doublings = sql`least(${failures} - ${free}::integer, 20)`;
  return sql`case when ${failures} < ${free}::integer then '-infinity'::timestamptz
    else clock_timestamp()
      + make_interval(secs => least(${longestPauseSeconds}::float8, ${firstPauseSeconds}::float8 * 2 ^ ${doublings})) end`;
}
