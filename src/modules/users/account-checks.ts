import { Injectable } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import { Verification } from '../../platform/verification/verification.js';

/** What must hold of accounts, beyond what constraints say. */
@Injectable()
export class AccountChecks {
  constructor(verification: Verification) {
    verification.addCount({
      table: 'users',
      column: 'follower_count',
      counted: sql`select count(*) from follows where followee_id = users.id`,
    });
    verification.addCount({
      table: 'users',
      column: 'following_count',
      counted: sql`select count(*) from follows where follower_id = users.id`,
    });
  }
}
