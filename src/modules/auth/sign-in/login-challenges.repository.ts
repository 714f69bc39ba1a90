import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import { whoMaySignIn } from '../sessions.repository.js';
import type { LoginChallenge } from './login-challenge.entity.js';

const LIFETIME = sql`interval '10 minutes'`;
const MAX_ATTEMPTS = 5;

type NewChallenge = Pick<LoginChallenge, 'tokenHash' | 'userId' | 'passwordHash'>;
export type OpenChallenge = Pick<LoginChallenge, 'tokenHash' | 'userId'>;

@Injectable()
export class LoginChallengesRepository {
  constructor(private readonly database: Database) {}

  /** @returns until when it is good; undefined when the member may not sign in, as for a session. */
  async insert({ tokenHash, userId, passwordHash }: NewChallenge): Promise<Date | undefined> {
    const row = await this.database.maybeOne<Pick<LoginChallenge, 'expiresAt'>>(sql`
      insert into login_challenges (token_hash, user_id, password_hash, expires_at)
      select ${tokenHash}, users.id, ${passwordHash}, now() + ${LIFETIME}
      ${whoMaySignIn(userId, passwordHash ?? undefined)}
      returning expires_at as "expiresAt"`);
    return row?.expiresAt;
  }

  /** Counts one more attempt before its code is looked at. @returns undefined when there is no such challenge, or none is left. */
  async takeAttempt(tokenHash: string): Promise<OpenChallenge | undefined> {
    return this.database.maybeOne<OpenChallenge>(sql`
      update login_challenges set attempts = attempts + 1
      where token_hash = ${tokenHash} and expires_at > now() and attempts < ${MAX_ATTEMPTS}
      returning token_hash as "tokenHash", user_id as "userId"`);
  }

  /** @returns what the password was compared with; undefined for no such challenge: of parallel calls, one gets it. */
  async delete(tokenHash: string): Promise<Pick<LoginChallenge, 'passwordHash'> | undefined> {
    return this.database.maybeOne(sql`
      delete from login_challenges where token_hash = ${tokenHash} returning password_hash as "passwordHash"`);
  }

  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`delete from login_challenges where expires_at < now()`);
  }
}
