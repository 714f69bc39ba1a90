import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { atVersion, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { Role } from '../../platform/security/signed-in-user.js';
import type { User } from './user.entity.js';

/** Role and suspension of a member. */
export type StandingRow = Pick<User, 'id' | 'username' | 'role' | 'version'>;

const COLUMNS = sql`id, username, role, version`;

/** That somebody must not sign in, and until when; `until` is null where there is no end. */
export interface Suspension {
  reason: string;
  until: Date | null;
}

@Injectable()
export class StandingRepository {
  constructor(private readonly database: Database) {}

  async find(username: string): Promise<StandingRow | undefined> {
    return this.database.maybeOne<StandingRow>(sql`select ${COLUMNS} from users where username = lower(${username})`);
  }

  /** The suspension that is in force, if any. */
  async findSuspension(id: string): Promise<Suspension | undefined> {
    return this.database.maybeOne<Suspension>(sql`
      select suspension_reason as reason, nullif(suspended_until, 'infinity') as until
      from users where id = ${id} and suspended_until > now()`);
  }

  /**
   * A suspension that is over is forgotten thereby.
   *
   * @returns undefined when there is no such member, or at none of the expected versions.
   * @throws `users.last_admin`, `users.suspended_not_promotable`; the database decides.
   */
  async changeRole(
    username: string,
    role: Role,
    expected: ExpectedVersions,
  ): Promise<(StandingRow & { previousRole: Role }) | undefined> {
    return this.database.maybeOne(sql`
      with before as (
        select id as before_id, role as previous_role from users
        where username = lower(${username}) and ${atVersion(expected)}
        for no key update
      )
      update users
      set role = ${role}, version = version + 1, updated_at = now(),
          suspension_reason = case when suspended_until > now() then suspension_reason end,
          suspended_until = case when suspended_until > now() then suspended_until end
      from before where id = before_id
      returning ${COLUMNS}, previous_role as "previousRole"`);
  }

  /** @returns undefined when there is no such member, or an admin, or at none of the expected versions. */
  async suspend(
    username: string,
    { reason, until }: Suspension,
    expected: ExpectedVersions,
  ): Promise<StandingRow | undefined> {
    return this.database.maybeOne<StandingRow>(sql`
      update users
      set suspension_reason = ${reason}, suspended_until = coalesce(${until}::timestamptz, 'infinity'),
          version = version + 1, updated_at = now()
      where username = lower(${username}) and role <> 'admin' and ${atVersion(expected)}
      returning ${COLUMNS}`);
  }

  /** @returns undefined when there is no such member, or one who is not suspended, or at none of the expected versions. */
  async liftSuspension(username: string, expected: ExpectedVersions): Promise<StandingRow | undefined> {
    return this.database.maybeOne<StandingRow>(sql`
      update users
      set suspension_reason = null, suspended_until = null, version = version + 1, updated_at = now()
      where username = lower(${username}) and suspended_until > now() and ${atVersion(expected)}
      returning ${COLUMNS}`);
  }
}
