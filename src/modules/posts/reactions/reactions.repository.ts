import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, pipelined, type Sql, sql } from '../../../platform/database/sql.js';
import { type PublishedPostRow, summaryColumns, visibleTo } from '../post.columns.js';
import type { PostKey } from '../post-lists.repository.js';

export interface BookmarkedPostRow extends PublishedPostRow {
  bookmarkedAt: Date;
}

/** A post that somebody likes or has kept, as an export names it. */
export interface PersonalReaction {
  id: string;
  slug: string;
  title: string;
  createdAt: Date;
}

@Injectable()
export class ReactionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * The post is locked first, as everybody does who changes what hangs on it; the trigger that counts then waits for nobody.
   *
   * @returns whether the member may like it: it is published. @throws `posts.author_gone`
   */
  async like(userId: string, postId: string): Promise<boolean> {
    const post = await this.database.maybeOne(sql`
      with post as (select id from posts where id = ${postId} and status = 'published' for no key update),
      liked as (
        insert into post_likes (post_id, user_id) select id, ${userId}::uuid from post on conflict do nothing
      )
      select from post`);
    return post !== undefined;
  }

  /** @returns whether there is such a post for the member to see. */
  async unlike(userId: string, postId: string): Promise<boolean> {
    const post = await this.database.maybeOne(sql`
      with post as (select id from posts where id = ${postId} and ${visibleTo(userId)} for no key update),
      unliked as (delete from post_likes using post where post_id = post.id and user_id = ${userId})
      select from post`);
    return post !== undefined;
  }

  /** @returns whether there is such a post for the member to see. @throws `posts.author_gone` */
  async addBookmark(userId: string, postId: string): Promise<boolean> {
    const post = await this.database.maybeOne(sql`
      with post as (select id from posts where id = ${postId} and ${visibleTo(userId)}),
      kept as (
        insert into post_bookmarks (user_id, post_id) select ${userId}::uuid, id from post on conflict do nothing
      )
      select from post`);
    return post !== undefined;
  }

  /** Also where the post is not the member's to see any more. @returns whether there is such a post, or was a bookmark. */
  async removeBookmark(userId: string, postId: string): Promise<boolean> {
    const found = await this.database.maybeOne(sql`
      with removed as (delete from post_bookmarks where user_id = ${userId} and post_id = ${postId} returning post_id)
      select from removed union all select from posts where id = ${postId} and ${visibleTo(userId)}`);
    return found !== undefined;
  }

  /** Those that are published, the latest bookmark first. */
  async listBookmarked(userId: string, count: number, after: PostKey | undefined): Promise<BookmarkedPostRow[]> {
    return this.database.many<BookmarkedPostRow>(pipelined`
      with page as (
        select post_id, bookmark.created_at from post_bookmarks as bookmark
        join posts on posts.id = bookmark.post_id and ${visibleTo(userId)}
        where user_id = ${userId}
          ${after ? sql`and (bookmark.created_at, post_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
        order by bookmark.created_at desc, post_id desc ${limit(count)}
      )
      select ${summaryColumns(userId)}, page.created_at as "bookmarkedAt" from page
      join posts on posts.id = page.post_id
      join users on users.id = posts.author_id
      order by page.created_at desc, page.post_id desc`);
  }

  /** The oldest first. Only posts that the member can see: others' drafts are not the member's to take along. */
  async listLiked(userId: string, count: number, last: PersonalReaction | undefined): Promise<PersonalReaction[]> {
    return this.list(sql`post_likes`, userId, count, last);
  }

  /** The same of bookmarks. */
  async listKept(userId: string, count: number, last: PersonalReaction | undefined): Promise<PersonalReaction[]> {
    return this.list(sql`post_bookmarks`, userId, count, last);
  }

  /** Locks all posts that the member likes: their counts change when the account goes. */
  async holdLiked(userId: string): Promise<void> {
    await this.database.execute(sql`
      select from posts where id in (select post_id from post_likes where user_id = ${userId})
      order by id for no key update`);
  }

  private async list(
    table: Sql,
    userId: string,
    count: number,
    last: PersonalReaction | undefined,
  ): Promise<PersonalReaction[]> {
    return this.database.many<PersonalReaction>(sql`
      select posts.id, posts.slug, posts.title, own.created_at as "createdAt" from ${table} as own
      join posts on posts.id = own.post_id and ${visibleTo(userId)}
      where own.user_id = ${userId}
        ${last ? sql`and (own.created_at, own.post_id) > (${last.createdAt.toISOString()}::timestamptz, ${last.id}::uuid)` : empty}
      order by own.created_at, own.post_id ${limit(count)}`);
  }
}
