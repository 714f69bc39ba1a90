import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, pipelined, type Sql, sql } from '../../../platform/database/sql.js';

/** When somebody began to follow, and that member's id. */
export type FollowKey = readonly [followedAt: string, id: string];

export interface FollowRow {
  id: string;
  username: string;
  displayName: string;
  avatarPhotoId: string | null;
  followedAt: Date;
  /** Whether the viewer follows this member. */
  isFollowed: boolean;
}

/** The two ends of `follows`, seen from a member's list. */
const FOLLOWERS = { of: sql`followee_id`, listed: sql`follower_id` };
const FOLLOWING = { of: sql`follower_id`, listed: sql`followee_id` };

@Injectable()
export class FollowingRepository {
  constructor(private readonly database: Database) {}

  /**
   * @returns whether there is such a member.
   * @throws `users.cannot_follow_self`, `users.follows_too_many`, `users.account_gone`
   */
  async follow(followerId: string, username: string): Promise<boolean> {
    const member = await this.database.maybeOne(sql`
      with member as ${memberCalled(username)},
      followed as (
        insert into follows (follower_id, followee_id) select ${followerId}::uuid, id from member on conflict do nothing
      )
      select from member`);
    return member !== undefined;
  }

  /** @returns whether there is such a member. */
  async unfollow(followerId: string, username: string): Promise<boolean> {
    const member = await this.database.maybeOne(sql`
      with member as ${memberCalled(username)},
      unfollowed as (delete from follows using member where follower_id = ${followerId} and followee_id = member.id)
      select from member`);
    return member !== undefined;
  }

  /** The latest first. */
  async listFollowers(
    viewerId: string | undefined,
    username: string,
    count: number,
    after: FollowKey | undefined,
  ): Promise<FollowRow[]> {
    return this.list(FOLLOWERS, viewerId, memberCalled(username), count, after);
  }

  /** The latest first. */
  async listFollowing(
    viewerId: string | undefined,
    username: string,
    count: number,
    after: FollowKey | undefined,
  ): Promise<FollowRow[]> {
    return this.list(FOLLOWING, viewerId, memberCalled(username), count, after);
  }

  /** Whom a member follows, the latest first. */
  async listFollowedBy(userId: string, count: number, after: FollowKey | undefined): Promise<FollowRow[]> {
    return this.list(FOLLOWING, undefined, sql`${userId}::uuid`, count, after);
  }

  private async list(
    { of, listed }: typeof FOLLOWERS,
    viewerId: string | undefined,
    memberId: Sql,
    count: number,
    after: FollowKey | undefined,
  ): Promise<FollowRow[]> {
    const isFollowed = viewerId === undefined ? sql`false` : isFollowedBy(viewerId);
    return this.database.many<FollowRow>(pipelined`
      with page as (
        select ${listed} as id, created_at from follows
        where ${of} = ${memberId}
          ${after ? sql`and (created_at, ${listed}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
        order by created_at desc, ${listed} desc ${limit(count)}
      )
      select users.id, users.username, users.display_name as "displayName",
        users.avatar_photo_id as "avatarPhotoId", page.created_at as "followedAt",
        ${isFollowed} as "isFollowed"
      from page join users on users.id = page.id
      order by page.created_at desc, page.id desc`);
  }
}

function memberCalled(username: string): Sql {
  return sql`(select id from users where username = lower(${username}))`;
}

/** Whether this member follows the account in the row of `users`. */
export function isFollowedBy(viewerId: string): Sql {
  return sql`exists (select from follows where follower_id = ${viewerId} and followee_id = users.id)`;
}
