import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';

const FRESHNESS = sql`interval '10 minutes'`;

/** By what a member can prove to be it. */
export interface Methods {
  password: boolean;
  totp: boolean;
  passkey: boolean;
}

/** When somebody last proved, in a session, to be its member. Refreshing tokens proves nothing. */
@Injectable()
export class ProofsRepository {
  constructor(private readonly database: Database) {}

  async isFresh(sessionId: string): Promise<boolean> {
    const fresh = await this.database.maybeOne(
      sql`select from sessions where id = ${sessionId} and proved_at > now() - ${FRESHNESS}`,
    );
    return fresh !== undefined;
  }

  async renew(userId: string, sessionId: string): Promise<void> {
    await this.database.execute(
      sql`update sessions set proved_at = now() where id = ${sessionId} and user_id = ${userId}`,
    );
  }

  async methodsOf(userId: string): Promise<Methods> {
    return this.database.one<Methods & object>(sql`
      select
        exists (select from password_credentials where user_id = ${userId}) as password,
        exists (select from totp_factors where user_id = ${userId} and confirmed_at is not null) as totp,
        exists (select from passkeys where user_id = ${userId}) as passkey`);
  }
}
