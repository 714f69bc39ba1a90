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

  /**
   * @param currentHash undefined for a member who has no password yet.
   * @returns whether it was still the current hash: of parallel changes of one password, one succeeds.
   */
  async replace(userId: string, currentHash: string | undefined, newHash: string): Promise<boolean> {
    const first = sql`
      insert into password_credentials (user_id, password_hash) values (${userId}, ${newHash})
      on conflict (user_id) do nothing`;
    const other = sql`
      update password_credentials set password_hash = ${newHash}, changed_at = now()
      where user_id = ${userId} and password_hash = ${currentHash}`;
    return (await this.database.execute(currentHash === undefined ? first : other)) > 0;
  }

  /**
   * Another hash of the same password: nothing that was proved by it is any less proved, and it was not changed. Only in a
   * transaction.
   *
   * @returns whether it was still the current hash.
   */
  async renew(userId: string, currentHash: string, newHash: string): Promise<boolean> {
    // First, because the second step of a login holds its challenge before it looks at the password.
    await this.database.execute(sql`
      update login_challenges set password_hash = ${newHash}
      where user_id = ${userId} and password_hash = ${currentHash}`);
    const count = await this.database.execute(sql`
      update password_credentials set password_hash = ${newHash}
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
   * @param passwordHash undefined for a member who has no password.
   * @returns whether the account is there and this is its password.
   */
  async hold(userId: string, passwordHash: string | undefined): Promise<boolean> {
    // Who gets a first password meanwhile waits for the account: the row refers to it.
    if (passwordHash === undefined) return (await this.holdAccount(userId)) && !(await this.findHash(userId));
    const held = await this.database.maybeOne(sql`
      select from users join password_credentials on user_id = users.id
      where users.id = ${userId} and password_hash = ${passwordHash}
      for update`);
    return held !== undefined;
  }

  private async holdAccount(userId: string): Promise<boolean> {
    const held = await this.database.maybeOne(sql`select from users where id = ${userId} for update`);
    return held !== undefined;
  }

  async findHash(userId: string): Promise<string | undefined> {
    const row = await this.database.maybeOne<{ passwordHash: string }>(
      sql`select password_hash as "passwordHash" from password_credentials where user_id = ${userId}`,
    );
    return row?.passwordHash;
  }
}
