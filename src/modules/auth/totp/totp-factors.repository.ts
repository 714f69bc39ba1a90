import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { limit, sql } from '../../../platform/database/sql.js';
import type { TotpFactor } from './totp-factor.entity.js';

/** So many wrong codes in a row cost nothing; each one more doubles the time to wait, from half a minute up to an hour. */
const FREE_FAILURES = 5;

/** What has been begun is forgotten when it is not confirmed for so long. */
const PATIENCE = sql`interval '1 hour'`;

export type PendingFactor = Pick<TotpFactor, 'sealedSecret'>;
export type SealedFactor = Pick<TotpFactor, 'userId' | 'sealedSecret'>;

@Injectable()
export class TotpFactorsRepository {
  constructor(private readonly database: Database) {}

  async isOn(userId: string): Promise<boolean> {
    const factor = await this.find(userId);
    return factor !== undefined && factor.confirmedAt !== null;
  }

  async find(userId: string): Promise<Pick<TotpFactor, 'confirmedAt'> | undefined> {
    return this.database.maybeOne(
      sql`select confirmed_at as "confirmedAt" from totp_factors where user_id = ${userId}`,
    );
  }

  /** In place of what was begun before. @returns until when it can be confirmed; undefined when one is on. */
  async begin(userId: string, sealedSecret: string): Promise<Date | undefined> {
    const begun = await this.database.maybeOne<{ expiresAt: Date }>(sql`
      insert into totp_factors as known (user_id, sealed_secret, retry_at) values (${userId}, ${sealedSecret}, '-infinity')
      on conflict (user_id) do update
      set sealed_secret = excluded.sealed_secret, last_step = 0, created_at = now()
      where known.confirmed_at is null
      returning (created_at + ${PATIENCE})::timestamptz(3) as "expiresAt"`);
    return begun?.expiresAt;
  }

  async findPending(userId: string): Promise<PendingFactor | undefined> {
    return this.database.maybeOne<PendingFactor>(sql`
      select sealed_secret as "sealedSecret" from totp_factors
      where user_id = ${userId} and confirmed_at is null and created_at > now() - ${PATIENCE}`);
  }

  /** @returns whether it is on now by this call: of parallel ones, one. */
  async confirm(userId: string, { sealedSecret }: PendingFactor, step: number): Promise<boolean> {
    const count = await this.database.execute(sql`
      update totp_factors set confirmed_at = now(), last_step = ${step}
      where user_id = ${userId} and confirmed_at is null and sealed_secret = ${sealedSecret}`);
    return count > 0;
  }

  /**
   * Counts one more try before its code is looked at, so that parallel ones cannot be more than allowed. `clock_timestamp()`,
   * because a statement may have waited for the row since `now()`; and no moment where there is no pause, because the column
   * rounds to milliseconds, up as well. Not to be run in a transaction that a wrong code would roll back.
   *
   * @returns undefined when the factor is off, or it is too early for the next try.
   */
  async takeTry(userId: string): Promise<PendingFactor | undefined> {
    return this.database.maybeOne<PendingFactor>(sql`
      update totp_factors
      set failures = failures + 1,
          retry_at = case
            when failures + 1 < ${FREE_FAILURES} then '-infinity'::timestamptz
            else clock_timestamp()
              + least(interval '1 hour', interval '30 seconds' * 2 ^ least(failures + 1 - ${FREE_FAILURES}, 10))
          end
      where user_id = ${userId} and confirmed_at is not null and retry_at <= clock_timestamp()
      returning sealed_secret as "sealedSecret"`);
  }

  /** How many seconds are left until the next try, 1 if the pause has just ended; undefined when the factor is off. */
  async secondsToWait(userId: string): Promise<number | undefined> {
    const row = await this.database.maybeOne<{ seconds: number }>(sql`
      select case when retry_at > clock_timestamp() then ceil(extract(epoch from retry_at - clock_timestamp()))::integer
        else 1 end as seconds
      from totp_factors where user_id = ${userId} and confirmed_at is not null`);
    return row?.seconds;
  }

  /** @returns whether no code of this step or a later one was used before; of parallel calls, one gets true. */
  async useStep(userId: string, step: number): Promise<boolean> {
    const count = await this.database.execute(sql`
      update totp_factors set last_step = ${step}, failures = 0, retry_at = '-infinity'
      where user_id = ${userId} and confirmed_at is not null and last_step < ${step}`);
    return count > 0;
  }

  /** Keeps a factor from being switched off until the transaction ends. @returns whether it is on. */
  async hold(userId: string): Promise<boolean> {
    const held = await this.database.maybeOne(
      sql`select from totp_factors where user_id = ${userId} and confirmed_at is not null for update`,
    );
    return held !== undefined;
  }

  /** @returns whether it was on; also what has merely been begun is gone. */
  async delete(userId: string): Promise<boolean> {
    const deleted = await this.database.maybeOne<{ wasOn: boolean }>(sql`
      delete from totp_factors where user_id = ${userId} returning confirmed_at is not null as "wasOn"`);
    return deleted?.wasOn ?? false;
  }

  /** Those that are on, after that member's, in the order of members. */
  async listAfter(userId: string | undefined, count: number): Promise<SealedFactor[]> {
    const isNext = userId === undefined ? sql`true` : sql`user_id > ${userId}::uuid`;
    return this.database.many<SealedFactor>(sql`
      select user_id as "userId", sealed_secret as "sealedSecret" from totp_factors
      where confirmed_at is not null and ${isNext} order by user_id ${limit(count)}`);
  }

  /** Unless it was set up anew meanwhile. */
  async reseal({ userId, sealedSecret }: SealedFactor, sealedAnew: string): Promise<void> {
    await this.database.execute(sql`
      update totp_factors set sealed_secret = ${sealedAnew} where user_id = ${userId} and sealed_secret = ${sealedSecret}`);
  }

  async deleteForgotten(): Promise<number> {
    return this.database.execute(sql`
      delete from totp_factors where confirmed_at is null and created_at < now() - ${PATIENCE}`);
  }
}
