import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';

@Injectable()
export class RecoveryCodesRepository {
  constructor(private readonly database: Database) {}

  async insert(userId: string, codeHashes: readonly string[]): Promise<void> {
    await this.database.execute(sql`
      insert into recovery_codes (user_id, code_hash) select ${userId}, unnest(${codeHashes}::text[])`);
  }

  async deleteOwned(userId: string): Promise<void> {
    await this.database.execute(sql`delete from recovery_codes where user_id = ${userId}`);
  }

  /** Uses a code up. @returns whether it was one: of parallel calls, one gets true. */
  async use(userId: string, codeHash: string): Promise<boolean> {
    const count = await this.database.execute(
      sql`delete from recovery_codes where user_id = ${userId} and code_hash = ${codeHash}`,
    );
    return count > 0;
  }

  async count(userId: string): Promise<number> {
    const { left } = await this.database.one<{ left: number }>(
      sql`select count(*)::integer as "left" from recovery_codes where user_id = ${userId}`,
    );
    return left;
  }
}
