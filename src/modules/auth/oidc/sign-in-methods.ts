import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import { authErrors } from '../auth.errors.js';
import { oidcErrors } from './oidc.errors.js';

/** How many ways into an account of one kind a member has. */
type Count = (userId: string) => Promise<number>;

/** All ways into an account, whoever offers them: the last one stays. */
@Injectable()
export class SignInMethods {
  private readonly counts: Count[] = [];

  constructor(private readonly database: Database) {}

  /** Call it before the application starts. */
  add(count: Count): void {
    this.counts.push(count);
  }

  /**
   * Call it in the transaction that takes one away, before it does: it locks the account, so that two that are taken away at
   * once do not each rely on the other.
   *
   * @throws `auth.last_sign_in_method`
   */
  async holdMoreThanOne(userId: string): Promise<void> {
    await this.hold(userId);
    let count = 0;
    for (const countOf of this.counts) count += await countOf(userId);
    if (count < 2) throw oidcErrors.lastSignInMethod();
  }

  /** Makes whoever else changes this member's ways in wait until the transaction ends. @throws `auth.session_ended` */
  async hold(userId: string): Promise<void> {
    const held = await this.database.maybeOne(sql`select from users where id = ${userId} for no key update`);
    if (!held) throw authErrors.sessionEnded();
  }
}
