import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { empty, limit, pipelined, type Sql, sql } from '../../platform/database/sql.js';
import type { PostSort } from './dto/posts-query.dto.js';
import { type PostSummaryRow, type PublishedPostRow, summaryColumns } from './post.columns.js';
import type { PostStatus } from './post-status.js';

/** The time and the id of the last post that was shown. */
export type PostKey = readonly [time: string, id: string];

/** The same with how many liked it, if that is the order. */
export type RankedPostKey = PostKey | readonly [...PostKey, likeCount: number];

export interface PostFilter {
  tag?: string | undefined;
  author?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const SORTS: Record<PostSort, { beyond: Sql; direction: Sql; first: Sql }> = {
  newest: { beyond: sql`<`, direction: sql`desc`, first: empty },
  oldest: { beyond: sql`>`, direction: sql`asc`, first: empty },
  top: { beyond: sql`<`, direction: sql`desc`, first: sql`page.like_count desc,` },
};

/** Written out, because a partial index is of no use to a parameter. */
const HAS_STATUS: Record<PostStatus, Sql> = {
  draft: sql`and status = 'draft'`,
  scheduled: sql`and status = 'scheduled'`,
  published: sql`and status = 'published'`,
};

/**
 * Each list first picks the ids of its page from one index, in that index's order and beginning after the key, and only
 * then looks at posts and authors: the cost is the page's, however many posts there are.
 */
@Injectable()
export class PostListsRepository {
  constructor(private readonly database: Database) {}

  async listPublished(
    viewerId: string | undefined,
    filter: PostFilter,
    sort: PostSort,
    count: number,
    after: RankedPostKey | undefined,
  ): Promise<PublishedPostRow[]> {
    const { beyond, direction, first } = SORTS[sort];
    const select = isOfOneIndex(filter, sort) ? pipelined : sql;
    return this.database.many<PublishedPostRow>(select`
      with page as (
        select * from (${source(filter)}) as page
        where ${isWithin(filter)} ${after ? isBeyond(after, beyond) : empty}
        order by ${first} published_at ${direction}, id ${direction} ${limit(count)}
      )
      select ${summaryColumns(viewerId)} from page
      join posts on posts.id = page.id
      join users on users.id = posts.author_id
      order by ${first} page.published_at ${direction}, page.id ${direction}`);
  }

  async listOwned(
    authorId: string,
    status: PostStatus | undefined,
    count: number,
    after: PostKey | undefined,
  ): Promise<PostSummaryRow[]> {
    return this.database.many<PostSummaryRow>(pipelined`
      with page as (
        select id, created_at from posts
        where author_id = ${authorId} ${status ? HAS_STATUS[status] : sql`and status <> 'trashed'`}
          ${after ? sql`and (created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
        order by created_at desc, id desc ${limit(count)}
      )
      select ${summaryColumns(authorId)} from page
      join posts on posts.id = page.id
      join users on users.id = posts.author_id
      order by page.created_at desc, page.id desc`);
  }
}

/**
 * Where published posts come from. Of author and tag together the author leads: one writes less than all do under a tag.
 */
function source({ tag, author }: PostFilter): Sql {
  const columns = sql`posts.id, posts.published_at, posts.like_count`;
  if (author !== undefined) {
    return sql`
      select ${columns} from posts
      where status = 'published' and author_id = (select id from users where username = lower(${author}))
        ${tag === undefined ? empty : sql`and ${tag} = any(tags)`}`;
  }
  if (tag === undefined) return sql`select ${columns} from posts where status = 'published'`;
  return sql`select post_id as id, published_at, like_count from post_tags where tag = ${tag}`;
}

/** Whether the page is found by one index; else much may have to be passed over first. */
function isOfOneIndex({ tag, author, from, to }: PostFilter, sort: PostSort): boolean {
  const isDated = from !== undefined || to !== undefined;
  return (tag === undefined || author === undefined) && !(isDated && sort === 'top');
}

function isWithin({ from, to }: PostFilter): Sql {
  return sql`true ${from ? sql`and published_at >= ${from}::timestamptz` : empty}
    ${to ? sql`and published_at <= ${to}::timestamptz` : empty}`;
}

function isBeyond([time, id, likeCount]: RankedPostKey, beyond: Sql): Sql {
  if (likeCount === undefined) return sql`and (published_at, id) ${beyond} (${time}::timestamptz, ${id}::uuid)`;
  return sql`and (like_count, published_at, id) < (${likeCount}::integer, ${time}::timestamptz, ${id}::uuid)`;
}
