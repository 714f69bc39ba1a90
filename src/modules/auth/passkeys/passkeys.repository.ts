import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { atVersion, empty, limit, sql } from '../../../platform/database/sql.js';
import type { ExpectedVersions } from '../../../platform/http/if-match.decorator.js';
import type { IdKey } from '../../../platform/http/page.js';
import type { Passkey } from './passkey.entity.js';

const MAX_PASSKEYS = 20;

const COLUMNS = sql`
  id, name, is_backed_up as "isBackedUp", version, last_used_at as "lastUsedAt", created_at as "createdAt"`;

export type PasskeyRow = Pick<Passkey, 'id' | 'name' | 'isBackedUp' | 'version' | 'lastUsedAt' | 'createdAt'>;
export type PasskeyKey = Pick<Passkey, 'id' | 'userId' | 'credentialId' | 'publicKey' | 'name'>;
export type NewPasskey = Omit<Passkey, 'version' | 'lastUsedAt' | 'createdAt' | 'signCount'> & { signCount: number };

@Injectable()
export class PasskeysRepository {
  constructor(private readonly database: Database) {}

  /**
   * The account is held, so that parallel ones wait for each other.
   *
   * @returns undefined when the member has as many as are allowed.
   * @throws `auth.passkey_known`
   */
  async insert(passkey: NewPasskey): Promise<PasskeyRow | undefined> {
    const { id, userId, credentialId, publicKey, signCount, transports, isBackedUp, name } = passkey;
    return this.database.maybeOne<PasskeyRow>(sql`
      insert into passkeys (id, user_id, credential_id, public_key, sign_count, transports, is_backed_up, name)
      select ${id}::uuid, ${userId}::uuid, ${credentialId}, ${publicKey}::bytea, ${signCount}::bigint,
        ${transports}::text[], ${isBackedUp}::boolean, ${name}
      where (select count(*) from passkeys where user_id = ${userId}::uuid) < ${MAX_PASSKEYS}
      returning ${COLUMNS}`);
  }

  /** Newest first. */
  async listOwned(userId: string, count: number, after?: IdKey): Promise<PasskeyRow[]> {
    return this.database.many<PasskeyRow>(sql`
      select ${COLUMNS} from passkeys where user_id = ${userId} ${after ? sql`and id < ${after[0]}` : empty}
      order by id desc ${limit(count)}`);
  }

  async countOwned(userId: string): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(
      sql`select count(*)::integer as count from passkeys where user_id = ${userId}`,
    );
    return count;
  }

  async findOwned(userId: string, id: string): Promise<PasskeyRow | undefined> {
    return this.database.maybeOne<PasskeyRow>(
      sql`select ${COLUMNS} from passkeys where id = ${id} and user_id = ${userId}`,
    );
  }

  /** What browsers are told of a member's passkeys, to use one of them or to make another. */
  async listDescriptors(userId: string): Promise<Pick<Passkey, 'credentialId' | 'transports'>[]> {
    return this.database.many(
      sql`select credential_id as "credentialId", transports from passkeys where user_id = ${userId} order by id`,
    );
  }

  /** Whoever has the credential that an authenticator calls so. */
  async findKey(credentialId: string): Promise<PasskeyKey | undefined> {
    return this.database.maybeOne<PasskeyKey>(sql`
      select id, user_id as "userId", credential_id as "credentialId", public_key as "publicKey", name
      from passkeys where credential_id = ${credentialId}`);
  }

  /**
   * Notes a use, unless the authenticator's counter has not risen (WebAuthn §6.1.1); those that do not count always say 0.
   *
   * @returns whether it was noted: of parallel uses with one counter, one is.
   */
  async noteUse(id: string, signCount: number, isBackedUp: boolean): Promise<boolean> {
    const count = await this.database.execute(sql`
      update passkeys set sign_count = ${signCount}, is_backed_up = ${isBackedUp}, last_used_at = now()
      where id = ${id} and (sign_count < ${signCount} or (sign_count = 0 and ${signCount} = 0))`);
    return count > 0;
  }

  async rename(userId: string, id: string, name: string, expected: ExpectedVersions): Promise<PasskeyRow | undefined> {
    return this.database.maybeOne<PasskeyRow>(sql`
      update passkeys set name = ${name}, version = version + 1
      where id = ${id} and user_id = ${userId} and ${atVersion(expected)}
      returning ${COLUMNS}`);
  }

  /** @returns what was deleted; undefined when it is not theirs, or at none of the expected versions. */
  async delete(userId: string, id: string, expected: ExpectedVersions): Promise<Pick<Passkey, 'name'> | undefined> {
    return this.database.maybeOne<Pick<Passkey, 'name'>>(sql`
      delete from passkeys where id = ${id} and user_id = ${userId} and ${atVersion(expected)} returning name`);
  }
}
