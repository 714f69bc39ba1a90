import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Database } from '../database/database.js';
import { sql } from '../database/sql.js';

/** The answer that a repeat of the request gets. */
export interface KeptAnswer {
  fingerprint: string;
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

/** What is known under a key, and whether it is free for this transaction. */
interface Taken {
  isTaken: boolean;
  earlier: KeptAnswer | undefined;
}

/** `isExpired` is null where there is no answer. */
type TakenRow = KeptAnswer & { isTaken: boolean; isExpired: boolean | null };

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes the key for the running transaction, and looks for what was answered under it. It may look before it has the key, and so
   * miss what whoever had it before kept in between: {@link keep} finds that.
   */
  async take(userId: string, key: string): Promise<Taken> {
    const { isTaken, isExpired, ...earlier } = await this.database.one<TakenRow>(sql`
      select "isTaken", created_at <= now() - interval '24 hours' as "isExpired", fingerprint, status, headers, body
      from (select pg_try_advisory_xact_lock(hashtextextended(${`${userId} ${key}`}, 0)) as "isTaken") as attempt
      left join idempotency_keys on user_id = ${userId} and key = ${key}`);
    if (isTaken && isExpired) await this.forget(userId, key);
    return { isTaken, earlier: isExpired === false ? earlier : undefined };
  }

  /**
   * Keeps an answer when the running transaction is committed.
   *
   * Whoever waits for that gets an error if there is one already: see {@link isKept}.
   */
  async keep(userId: string, key: string, answer: KeptAnswer): Promise<void> {
    const { fingerprint, status, headers, body } = answer;
    await this.database.atCommit(sql`
      insert into idempotency_keys (user_id, key, fingerprint, status, headers, body)
      values (${userId}, ${key}, ${fingerprint}, ${status}, ${JSON.stringify(headers)}, ${body})`);
  }

  private async forget(userId: string, key: string): Promise<void> {
    await this.database.execute(sql`delete from idempotency_keys where user_id = ${userId} and key = ${key}`);
  }

  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`);
  }
}

/** Whether something was not kept since an answer is kept under the key. */
export function isKept(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.constraint === 'idempotency_keys_pkey';
}
