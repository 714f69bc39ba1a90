import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, sql } from '../../../platform/database/sql.js';
import { type PublishedPostRow, summaryColumns } from '../post.columns.js';
import type { PostKey } from '../post-lists.repository.js';

@Injectable()
export class FeedRepository {
  constructor(private readonly database: Database) {}

  /**
   * Posts of those that a member follows, the newest first. This is the one place in which this room reads the table `follows`.
   *
   * Of each of them the newest post is looked up in an index, and only of those who come first with it are more: one step for
   * each followed member, and the square of the page, however many posts there are.
   */
  async list(readerId: string, count: number, after: PostKey | undefined): Promise<PublishedPostRow[]> {
    const isNext = after ? sql`and (published_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty;
    const newestOf = (author: typeof empty, most: number) => sql`
      select id, published_at from posts
      where author_id = ${author} and status = 'published' ${isNext}
      order by published_at desc, id desc ${limit(most)}`;
    return this.database.many<PublishedPostRow>(sql`
      with heads as (
        select followee_id as author_id from follows
        cross join lateral (${newestOf(sql`followee_id`, 1)}) as head
        where follower_id = ${readerId}
        order by head.published_at desc, head.id desc ${limit(count)}
      ),
      page as (
        select post.id, post.published_at from heads
        cross join lateral (${newestOf(sql`heads.author_id`, count)}) as post
        order by post.published_at desc, post.id desc ${limit(count)}
      )
      select ${summaryColumns(readerId)} from page
      join posts on posts.id = page.id
      join users on users.id = posts.author_id
      order by page.published_at desc, page.id desc`);
  }
}
