import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, sql } from '../../../platform/database/sql.js';
import type { IdKey } from '../../../platform/http/page.js';
import type { Identity } from './identity.entity.js';

const COLUMNS = sql`id, provider, email, last_used_at as "lastUsedAt", created_at as "createdAt"`;

/** What is shown of an identity. */
export type IdentityRow = Pick<Identity, 'id' | 'provider' | 'email' | 'lastUsedAt' | 'createdAt'>;
export type NewIdentity = Pick<Identity, 'id' | 'userId' | 'provider' | 'issuer' | 'subject' | 'email'>;

@Injectable()
export class IdentitiesRepository {
  constructor(private readonly database: Database) {}

  /**
   * @returns undefined when the member has `limit` identities already.
   * @throws `auth.identity_taken`
   */
  async insert({ id, userId, provider, issuer, subject, email }: NewIdentity, limit: number) {
    return this.database.maybeOne<IdentityRow>(sql`
      insert into identities (id, user_id, provider, issuer, subject, email)
      select ${id}::uuid, ${userId}::uuid, ${provider}, ${issuer}, ${subject}, ${email}
      where (select count(*) from identities where user_id = ${userId}::uuid) < ${limit}::integer
      returning ${COLUMNS}`);
  }

  /** Whose identity it is, which is used at this moment. */
  async use(issuer: string, subject: string): Promise<string | undefined> {
    const row = await this.database.maybeOne<{ userId: string }>(sql`
      update identities set last_used_at = now() where issuer = ${issuer} and subject = ${subject}
      returning user_id as "userId"`);
    return row?.userId;
  }

  /** In the order in which they were linked. */
  async listOwned(userId: string, count: number, after?: IdKey): Promise<IdentityRow[]> {
    return this.database.many<IdentityRow>(sql`
      select ${COLUMNS} from identities where user_id = ${userId} ${after ? sql`and id > ${after[0]}` : empty}
      order by id ${limit(count)}`);
  }

  async isOwned(userId: string, id: string): Promise<boolean> {
    const row = await this.database.maybeOne(sql`select from identities where user_id = ${userId} and id = ${id}`);
    return row !== undefined;
  }

  async countOwned(userId: string): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(
      sql`select count(*)::int as count from identities where user_id = ${userId}`,
    );
    return count;
  }

  async delete(userId: string, id: string): Promise<Pick<Identity, 'provider'> | undefined> {
    return this.database.maybeOne(
      sql`delete from identities where user_id = ${userId} and id = ${id} returning provider`,
    );
  }
}
