import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { empty, join, limit, pipelined, type Sql, sql } from '../../platform/database/sql.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { visiblePosts } from '../posts/index.js';
import { type CommentRow, isVisibleTo, withAuthor } from './comment.columns.js';
import type { PublishedCommentRow } from './comments.repository.js';
import type { CommentSort } from './dto/comments-query.dto.js';

/** The comments of a post that share a parent; those without one are the top level. */
export interface Level {
  postId: string;
  parentId: string | undefined;
  sort: CommentSort;
}

/** What the order goes by, and the id. With `top`, the number of likes leads. */
export type CommentKey = readonly [createdAt: string, id: string] | readonly [likes: number, at: string, id: string];

/** How deep a tree goes below its page, how many replies each comment brings, and how many a page has in all. */
const TREE = { depth: 4, repliesEach: 10, repliesInAll: 200 };

interface Order {
  columns: readonly Sql[];
  beyond: Sql;
  direction: Sql;
}

const BY_TIME = [sql`created_at`, sql`id`];
const ORDERS: Record<CommentSort, Order> = {
  oldest: { columns: BY_TIME, beyond: sql`>`, direction: sql`asc` },
  newest: { columns: BY_TIME, beyond: sql`<`, direction: sql`desc` },
  top: { columns: [sql`like_count`, ...BY_TIME], beyond: sql`<`, direction: sql`desc` },
};

/** The key of a comment in the order of a sort. */
export function keyOf({ likeCount, createdAt, id }: CommentRow, sort: CommentSort): CommentKey {
  return sort === 'top' ? [likeCount, createdAt.toISOString(), id] : [createdAt.toISOString(), id];
}

/**
 * Threads, level by level, of posts that the viewer may see; of others there is nothing. Each order has its index: a page costs
 * the same wherever it is.
 */
@Injectable()
export class CommentThreadsRepository {
  constructor(private readonly database: Database) {}

  async listLevel(
    viewer: SignedInUser | undefined,
    { postId, parentId, sort }: Level,
    count: number,
    after?: CommentKey,
  ): Promise<PublishedCommentRow[]> {
    const order = ORDERS[sort];
    const ofParent = parentId === undefined ? sql`parent_id is null` : sql`parent_id = ${parentId}`;
    const afterKey = after ? sql`and (${join(order.columns)}) ${order.beyond} (${join(after)})` : empty;
    // "parent_id" leads the order because PostgreSQL does not infer from "is null" that the index gives this order.
    const page = sql`
      select id from comments where post_id = ${postId} and ${ofParent} and ${isVisibleTo(viewer, sql`comments`)} ${afterKey}
        and exists (select from posts where posts.id = ${postId} and ${visiblePosts(viewer?.id)})
      order by ${inOrder(order, [sql`parent_id`, ...order.columns])} ${limit(count)}`;
    return this.readInOrder(viewer, postId, page, order);
  }

  /**
   * The first replies to each of these comments, to those replies, and so on, within the bounds of a {@link TREE}. Those
   * nearer to the root go first, so that where the tree is cut no reply is without its parent.
   */
  async listBelow(
    viewer: SignedInUser | undefined,
    rootIds: readonly string[],
    { postId, sort }: Omit<Level, 'parentId'>,
  ): Promise<PublishedCommentRow[]> {
    const order = ORDERS[sort];
    const replies = sql`
      with recursive tree as (
        select root.id, 0 as depth from unnest(${rootIds}::uuid[]) as root (id)
        union all
        select reply.id, tree.depth + 1
        from tree cross join lateral (
          select id from comments where post_id = ${postId} and parent_id = tree.id and ${isVisibleTo(viewer, sql`comments`)}
          order by ${inOrder(order, order.columns)} ${limit(TREE.repliesEach)}
        ) as reply
        where tree.depth < ${TREE.depth}
      )
      select id from tree where depth > 0 ${limit(TREE.repliesInAll)}`;
    return this.readInOrder(viewer, postId, replies, order);
  }

  /** Ids are chosen from the index alone; only the rows that are shown are then read whole. */
  private async readInOrder(
    viewer: SignedInUser | undefined,
    postId: string,
    ids: Sql,
    order: Order,
  ): Promise<PublishedCommentRow[]> {
    const chosen = sql`(select comments.* from (${ids}) as chosen join comments using (id))`;
    const columns = order.columns.map((column) => sql`comment.${column}`);
    const postAuthor = sql`, (select author_id from posts where id = ${postId}) as "postAuthorId"`;
    return this.database.many<PublishedCommentRow>(pipelined`
      ${withAuthor(chosen, viewer?.id, postAuthor)} order by ${inOrder(order, columns)}`);
  }
}

function inOrder({ direction }: Order, columns: readonly Sql[]): Sql {
  return join(columns.map((column) => sql`${column} ${direction}`));
}
