import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { type Sql, sql } from '../../../platform/database/sql.js';
import type { MailPurpose, MailToken } from './mail-token.entity.js';

/** Whom a link belongs to, and the address that it was sent to. */
export type TokenOwner = Pick<MailToken, 'userId' | 'email'>;

export type NewMailToken = Pick<MailToken, 'id' | 'userId' | 'purpose' | 'email'>;

const LIFETIMES: Record<MailPurpose, Sql> = { verification: sql`interval '24 hours'`, reset: sql`interval '1 hour'` };

const OWNER = sql`user_id as "userId", email`;

@Injectable()
export class MailTokensRepository {
  constructor(private readonly database: Database) {}

  /** Makes a link wanted. An earlier one of the purpose is no good any more. */
  async prepare({ id, userId, purpose, email }: NewMailToken): Promise<void> {
    await this.database.execute(sql`
      insert into mail_tokens (id, user_id, purpose, email) values (${id}, ${userId}, ${purpose}, ${email})
      on conflict (user_id, purpose) do update
      set id = excluded.id, email = excluded.email, token_hash = null, expires_at = null, created_at = now()`);
  }

  /** Gives a wanted link its token. @returns undefined when it is not wanted any more: it was replaced, used or revoked. */
  async issue(id: string, purpose: MailPurpose, tokenHash: string): Promise<TokenOwner | undefined> {
    return this.database.maybeOne<TokenOwner>(sql`
      update mail_tokens set token_hash = ${tokenHash}, expires_at = now() + ${LIFETIMES[purpose]}
      where id = ${id} and purpose = ${purpose}
      returning ${OWNER}`);
  }

  /** Both at once. @returns whether it was done: not when the password was changed after the link was asked for. */
  async issueNew({ id, userId, purpose, email }: NewMailToken, tokenHash: string, askedAt: string): Promise<boolean> {
    const count = await this.database.execute(sql`
      insert into mail_tokens (id, user_id, purpose, email, token_hash, expires_at)
      select ${id}::uuid, ${userId}::uuid, ${purpose}, ${email}, ${tokenHash}, now() + ${LIFETIMES[purpose]}
      where not exists (
        select from password_credentials where user_id = ${userId}::uuid and changed_at > ${askedAt}::timestamptz)
      on conflict (user_id, purpose) do update
      set id = excluded.id, email = excluded.email, token_hash = excluded.token_hash, expires_at = excluded.expires_at,
          created_at = now()`);
    return count > 0;
  }

  async find(purpose: MailPurpose, tokenHash: string): Promise<TokenOwner | undefined> {
    return this.database.maybeOne<TokenOwner>(sql`
      select ${OWNER} from mail_tokens
      where token_hash = ${tokenHash} and purpose = ${purpose} and expires_at > now()`);
  }

  /** Uses a token up. Of parallel calls exactly one gets its owner back. */
  async use(purpose: MailPurpose, tokenHash: string): Promise<TokenOwner | undefined> {
    return this.database.maybeOne<TokenOwner>(sql`
      delete from mail_tokens
      where token_hash = ${tokenHash} and purpose = ${purpose} and expires_at > now()
      returning ${OWNER}`);
  }

  async deleteOwned(userId: string): Promise<void> {
    await this.database.execute(sql`delete from mail_tokens where user_id = ${userId}`);
  }

  /** Those that were never sent are kept for longer than a mail is tried. */
  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`
      delete from mail_tokens where coalesce(expires_at, created_at + interval '2 days') < now()`);
  }
}
