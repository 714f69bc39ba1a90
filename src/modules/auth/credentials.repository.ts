import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';

@Injectable()
export class CredentialsRepository {
  constructor(private readonly database: Database) {}

  async insert(userId: string, passwordHash: string): Promise<void> {
    await this.database.execute(
      sql`insert into password_credentials (user_id, password_hash) values (${userId}, ${passwordHash})`,
    );
  }

  /** @returns whether it was still the current hash: of parallel changes of one password, one succeeds. */
  async replace(userId: string, currentHash: string, newHash: string): Promise<boolean> {
    const count = await this.database.execute(sql`
      update password_credentials set password_hash = ${newHash}, changed_at = now()
      where user_id = ${userId} and password_hash = ${currentHash}`);
    return count > 0;
  }

  /** Whatever it was before, even if there was none. */
  async set(userId: string, passwordHash: string): Promise<void> {
    await this.database.execute(sql`
      insert into password_credentials (user_id, password_hash) values (${userId}, ${passwordHash})
      on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = now()`);
  }

  /**
   * Locks the account and its password until the transaction ends, in the order in which a login does.
   *
   * @returns whether the account is there and this is its password.
   */
  async hold(userId: string, passwordHash: string): Promise<boolean> {
    const held = await this.database.maybeOne(sql`
      select from users join password_credentials on user_id = users.id
      where users.id = ${userId} and password_hash = ${passwordHash}
      for update`);
    return held !== undefined;
  }

  async findHash(userId: string): Promise<string | undefined> {
    const row = await this.database.maybeOne<{ passwordHash: string }>(
      sql`select password_hash as "passwordHash" from password_credentials where user_id = ${userId}`,
    );
    return row?.passwordHash;
  }
}
