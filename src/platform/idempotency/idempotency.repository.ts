import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { sql } from '../database/sql.js';

/** The answer that a repeat of the request gets. */
export interface KeptAnswer {
  fingerprint: string;
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes the key for the running transaction, and looks for what was answered under it: in this order, so that whoever had the key
   * before has committed when it is looked.
   */
  async take(userId: string, key: string): Promise<{ isTaken: boolean; earlier: KeptAnswer | undefined }> {
    const [[lock], [earlier]] = await this.database.together<[{ isTaken: boolean }, KeptAnswer]>([
      sql`select pg_try_advisory_xact_lock(hashtextextended(${`${userId} ${key}`}, 0)) as "isTaken"`,
      sql`
        select fingerprint, status, headers, body from idempotency_keys
        where user_id = ${userId} and key = ${key} and created_at > now() - interval '24 hours'`,
    ]);
    return { isTaken: lock?.isTaken === true, earlier };
  }

  /** Keeps an answer when the running transaction is committed. */
  async keep(userId: string, key: string, answer: KeptAnswer): Promise<void> {
    const { fingerprint, status, headers, body } = answer;
    await this.database.atCommit(sql`
      insert into idempotency_keys (user_id, key, fingerprint, status, headers, body)
      values (${userId}, ${key}, ${fingerprint}, ${status}, ${JSON.stringify(headers)}, ${body})
      on conflict (user_id, key) do update
      set fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
          body = excluded.body, created_at = now()`);
  }

  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`);
  }
}
