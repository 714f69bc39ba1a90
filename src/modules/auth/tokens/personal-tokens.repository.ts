import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, pipelined, sql } from '../../../platform/database/sql.js';
import type { IdKey } from '../../../platform/http/page.js';
import type { PersonalToken } from './personal-token.entity.js';
import type { Scope } from './token-scopes.js';

/** The channel on which every process hears the hashes of tokens that were revoked. */
export const REVOKED_CHANNEL = 'personal_token_revoked';

const COLUMNS = sql`
  id, name, scopes, last_used_at as "lastUsedAt", expires_at as "expiresAt", created_at as "createdAt"`;

/** What is shown of a token, and kept apart from its hash. */
export type TokenRow = Omit<PersonalToken, 'userId' | 'tokenHash'>;
export type NewPersonalToken = Pick<PersonalToken, 'id' | 'userId' | 'name' | 'scopes' | 'tokenHash' | 'expiresAt'>;

/** A token that is good at this moment, with whoever it belongs to. */
export interface ActiveToken {
  id: string;
  username: string;
  tokenId: string;
  scopes: Scope[];
  expiresAt: Date;
  isStale: boolean;
}

@Injectable()
export class PersonalTokensRepository {
  constructor(private readonly database: Database) {}

  /** Makes whoever else counts this member's tokens wait until the transaction ends. @returns whether the member is there. */
  async holdMember(userId: string): Promise<boolean> {
    const held = await this.database.maybeOne(sql`select from users where id = ${userId} for no key update`);
    return held !== undefined;
  }

  /** @returns undefined when the member has `limit` tokens already; call {@link holdMember} before. */
  async insert(token: NewPersonalToken, limit: number): Promise<TokenRow | undefined> {
    const { id, userId, name, scopes, tokenHash, expiresAt } = token;
    return this.database.maybeOne<TokenRow>(sql`
      insert into personal_tokens (id, user_id, name, scopes, token_hash, expires_at)
      select ${id}::uuid, ${userId}::uuid, ${name}, ${scopes}::text[], ${tokenHash}, ${expiresAt}::timestamptz
      where (select count(*) from personal_tokens where user_id = ${userId}::uuid) < ${limit}::integer
      returning ${COLUMNS}`);
  }

  async findActive(tokenHash: string): Promise<ActiveToken | undefined> {
    return this.database.maybeOne<ActiveToken>(pipelined`
      select users.id, users.username, personal_tokens.id as "tokenId", scopes, expires_at as "expiresAt",
        (last_used_at < now() - interval '1 minute') is not false as "isStale"
      from personal_tokens join users on users.id = user_id
      where token_hash = ${tokenHash} and expires_at > now() and (suspended_until > now()) is not true`);
  }

  /** Of parallel requests one writes, and none within a minute after it. */
  async touch(id: string): Promise<void> {
    await this.database.execute(sql`
      update personal_tokens set last_used_at = now()
      where id = ${id} and (last_used_at < now() - interval '1 minute') is not false`);
  }

  /** Newest first. */
  async listOwned(userId: string, count: number, after?: IdKey): Promise<TokenRow[]> {
    return this.database.many<TokenRow>(sql`
      select ${COLUMNS} from personal_tokens where user_id = ${userId} ${after ? sql`and id < ${after[0]}` : empty}
      order by id desc ${limit(count)}`);
  }

  async findOwned(userId: string, id: string): Promise<TokenRow | undefined> {
    return this.database.maybeOne<TokenRow>(sql`
      select ${COLUMNS} from personal_tokens where user_id = ${userId} and id = ${id}`);
  }

  /** Revokes one of the member's tokens and tells every process at commit. @returns what it was, if there was one. */
  async revoke(userId: string, id: string): Promise<Pick<PersonalToken, 'name' | 'tokenHash'> | undefined> {
    return this.database.maybeOne(sql`
      with revoked as (delete from personal_tokens where user_id = ${userId} and id = ${id} returning name, token_hash)
      select name, token_hash as "tokenHash", pg_notify(${REVOKED_CHANNEL}, token_hash) from revoked`);
  }

  async revokeAll(userId: string): Promise<string[]> {
    const revoked = await this.database.many<{ tokenHash: string }>(sql`
      with revoked as (delete from personal_tokens where user_id = ${userId} returning token_hash)
      select token_hash as "tokenHash", pg_notify(${REVOKED_CHANNEL}, token_hash) from revoked`);
    return revoked.map(({ tokenHash }) => tokenHash);
  }

  /** Expired ones stay for a month, so that their member sees why a program has stopped. */
  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`delete from personal_tokens where expires_at < now() - interval '30 days'`);
  }
}
