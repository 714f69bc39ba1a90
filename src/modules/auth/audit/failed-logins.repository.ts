import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { Client } from '../clients.js';
import type { FailedLogin } from './failed-login.entity.js';

/** At these counts the attempt is written to the audit log. */
const TOLD = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

export interface FailedAttempt extends Client, Pick<FailedLogin, 'bucket' | 'userId'> {
  /** Of the entry in the audit log, if it becomes one. */
  id: string;
}

@Injectable()
export class FailedLoginsRepository {
  constructor(private readonly database: Database) {}

  /** @throws `auth.invalid_credentials` when the account was deleted a moment ago. */
  async count({ id, bucket, userId, ip, device }: FailedAttempt): Promise<void> {
    await this.database.execute(sql`
      with counted as (
        insert into failed_logins (bucket, hour, user_id, attempts)
        values (${bucket}, date_trunc('hour', now()), ${userId}, 1)
        on conflict on constraint failed_logins_pkey do update set attempts = failed_logins.attempts + 1
        returning user_id, attempts
      )
      insert into security_events (id, event, subject_id, ip, device, details)
      select ${id}::uuid, 'auth.login_failed', user_id, ${ip}, ${device}, jsonb_build_object('attempts', attempts)
      from counted where attempts = any(${TOLD}::integer[])`);
  }

  async deleteOld(): Promise<number> {
    return this.database.execute(sql`delete from failed_logins where hour < now() - interval '1 hour'`);
  }
}
