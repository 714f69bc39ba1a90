import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, pipelined, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { isFollowedBy } from './following/following.repository.js';
import type { User } from './user.entity.js';

const COLUMNS = sql`
  id, username, email, email_verified_at as "emailVerifiedAt", display_name as "displayName", bio,
  avatar_photo_id as "avatarPhotoId", timezone, role, version,
  post_count as "postCount", follower_count as "followerCount", following_count as "followingCount",
  created_at as "createdAt", updated_at as "updatedAt"`;

/** What is read of an account. Its suspension is asked for by itself: `standing.repository.ts`. */
export type Account = Omit<User, 'suspensionReason' | 'suspendedUntil'>;
export type NewUser = Pick<User, 'id' | 'username' | 'email' | 'displayName'>;
export type ProfileChanges = Partial<Pick<User, 'displayName' | 'bio' | 'avatarPhotoId' | 'timezone'>>;

@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  /** @throws `users.username_taken`, `users.email_taken` */
  async insert({ id, username, email, displayName }: NewUser): Promise<Account> {
    return this.database.one<Account>(sql`
      insert into users (id, username, email, display_name)
      values (${id}, ${username}, ${email}, ${displayName})
      returning ${COLUMNS}`);
  }

  async findById(id: string): Promise<Account | undefined> {
    return this.database.maybeOne<Account>(pipelined`select ${COLUMNS} from users where id = ${id}`);
  }

  /** An account, and whether the viewer follows it. */
  async findProfile(
    viewerId: string | undefined,
    username: string,
  ): Promise<(Account & { isFollowed: boolean }) | undefined> {
    const isFollowed = viewerId === undefined ? sql`false` : isFollowedBy(viewerId);
    return this.database.maybeOne(pipelined`
      select ${COLUMNS}, ${isFollowed} as "isFollowed" from users where username = lower(${username})`);
  }

  async findByUsername(username: string): Promise<Account | undefined> {
    return this.database.maybeOne<Account>(pipelined`select ${COLUMNS} from users where username = lower(${username})`);
  }

  async findByUsernames(usernames: readonly string[]): Promise<Pick<User, 'id' | 'username'>[]> {
    return this.database.many(sql`select id, username from users where username = any(${usernames}::text[])`);
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    return this.database.maybeOne<Account>(sql`select ${COLUMNS} from users where lower(email) = lower(${email})`);
  }

  async findTimezone(id: string): Promise<string | undefined> {
    const row = await this.database.maybeOne<Pick<User, 'timezone'>>(sql`select timezone from users where id = ${id}`);
    return row?.timezone;
  }

  /** @throws `users.email_taken` */
  async confirmEmail(id: string, email: string): Promise<void> {
    await this.database.execute(sql`
      update users set email = ${email}, email_verified_at = now(), version = version + 1, updated_at = now()
      where id = ${id} and (email <> ${email} or email_verified_at is null)`);
  }

  /**
   * @returns undefined when the account is gone or at none of the expected versions.
   * @throws `users.avatar_not_yours`; the database decides.
   */
  async update(id: string, changes: ProfileChanges, expected: ExpectedVersions): Promise<Account | undefined> {
    const { displayName, bio, avatarPhotoId, timezone } = changes;
    const columns = assignments({ display_name: displayName, bio, avatar_photo_id: avatarPhotoId, timezone });
    return this.database.maybeOne<Account>(sql`
      update users set version = version + 1, updated_at = now()${columns}
      where id = ${id} and ${atVersion(expected)}
      returning ${COLUMNS}`);
  }

  /**
   * @returns whether it was there, at one of the expected versions.
   * @throws `users.last_admin`
   */
  async delete(id: string, expected: ExpectedVersions): Promise<boolean> {
    const count = await this.database.execute(sql`delete from users where id = ${id} and ${atVersion(expected)}`);
    return count > 0;
  }
}
