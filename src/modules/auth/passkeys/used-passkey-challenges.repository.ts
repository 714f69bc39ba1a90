import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';

@Injectable()
export class UsedPasskeyChallengesRepository {
  constructor(private readonly database: Database) {}

  /** @returns whether it had not been used before: of parallel calls, one gets true. */
  async insert(challenge: string, expiresAt: Date): Promise<boolean> {
    const count = await this.database.execute(sql`
      insert into used_passkey_challenges (challenge, expires_at) values (${challenge}, ${expiresAt})
      on conflict (challenge) do nothing`);
    return count > 0;
  }

  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`delete from used_passkey_challenges where expires_at < now()`);
  }
}
