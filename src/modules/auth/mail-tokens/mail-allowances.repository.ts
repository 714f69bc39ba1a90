import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { MailPurpose } from './mail-token.entity.js';

/** How many mails of a purpose go to one address: one in a minute, five in an hour, counted exactly across all processes. */
@Injectable()
export class MailAllowancesRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes the allowance for one mail, which is given back if the running transaction is rolled back. The same one statement
   * whoever has the address; of parallel calls one is let through.
   *
   * @returns the moment, or undefined when no mail may be sent now.
   */
  async take(purpose: MailPurpose, address: string): Promise<Date | undefined> {
    const addressHash = hash('sha256', address.toLowerCase(), 'base64url');
    const taken = await this.database.maybeOne<{ at: Date }>(sql`
      insert into mail_allowances as known (purpose, address_hash, sent_at)
      values (${purpose}, ${addressHash}, array[now()])
      on conflict (purpose, address_hash) do update
      set sent_at = (known.sent_at || now())[greatest(1, cardinality(known.sent_at) - 3):]
      where known.sent_at[cardinality(known.sent_at)] <= now() - interval '1 minute'
        and (cardinality(known.sent_at) < 5 or known.sent_at[1] <= now() - interval '1 hour')
      returning now()::timestamptz(3) as at`);
    return taken?.at;
  }

  async deleteOld(): Promise<number> {
    return this.database.execute(sql`
      delete from mail_allowances where sent_at[cardinality(sent_at)] < now() - interval '1 hour'`);
  }
}
