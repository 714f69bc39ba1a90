import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, empty, limit, type Sql, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { Comment } from './comment.entity.js';
import type { CommentSort } from './dto/comments-query.dto.js';

/** A comment with the names of its author, if it has one. */
export interface CommentRow extends Comment {
  authorUsername: string | null;
  authorDisplayName: string | null;
}

/** A comment as its author wrote it. */
export type PersonalComment = Pick<Comment, 'id' | 'postId' | 'parentId' | 'body' | 'createdAt' | 'editedAt'>;

export type NewComment = Pick<Comment, 'id' | 'postId' | 'parentId'> & Record<'authorId' | 'body' | 'html', string>;
export type CommentChanges = Partial<Record<'body' | 'html', string>>;

/** The comments of a post that share a parent; those without one are the top level. */
export interface Level {
  postId: string;
  parentId: string | undefined;
  sort: CommentSort;
}

/** When it was made, and its id. */
export type CommentKey = readonly [createdAt: string, id: string];

/** How deep a tree goes below its page, how many replies each comment brings, and how many a page has in all. */
const TREE = { depth: 4, repliesEach: 10, repliesInAll: 200 };

const ORDERS: Record<CommentSort, { after: Sql; direction: Sql }> = {
  oldest: { after: sql`>`, direction: sql`asc` },
  newest: { after: sql`<`, direction: sql`desc` },
};

@Injectable()
export class CommentsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<CommentRow | undefined> {
    return this.database.maybeOne<CommentRow>(sql`${withAuthor(sql`comments`)} where comment.id = ${id}`);
  }

  async exists(postId: string, id: string): Promise<boolean> {
    const found = await this.database.maybeOne(sql`select from comments where post_id = ${postId} and id = ${id}`);
    return found !== undefined;
  }

  async listLevel({ postId, parentId, sort }: Level, count: number, after?: CommentKey): Promise<CommentRow[]> {
    const { after: isAfter, direction } = ORDERS[sort];
    const ofParent = parentId === undefined ? sql`parent_id is null` : sql`parent_id = ${parentId}`;
    const afterKey = after ? sql`and (created_at, id) ${isAfter} (${after[0]}, ${after[1]})` : empty;
    // "parent_id" leads the order because PostgreSQL does not infer from "is null" that the index gives this order.
    const page = sql`
      select id from comments where post_id = ${postId} and ${ofParent} ${afterKey}
      order by parent_id ${direction}, created_at ${direction}, id ${direction} ${limit(count)}`;
    return this.readInOrder(page, direction);
  }

  /**
   * The first replies to each of these comments, to those replies, and so on, within the bounds of a {@link TREE}. Those
   * nearer to the root go first, so that where the tree is cut no reply is without its parent.
   */
  async listBelow(rootIds: readonly string[], { postId, sort }: Omit<Level, 'parentId'>): Promise<CommentRow[]> {
    const { direction } = ORDERS[sort];
    const replies = sql`
      with recursive tree as (
        select root.id, 0 as depth from unnest(${rootIds}::uuid[]) as root (id)
        union all
        select reply.id, tree.depth + 1
        from tree cross join lateral (
          select id from comments where post_id = ${postId} and parent_id = tree.id
          order by created_at ${direction}, id ${direction} ${limit(TREE.repliesEach)}
        ) as reply
        where tree.depth < ${TREE.depth}
      )
      select id from tree where depth > 0 ${limit(TREE.repliesInAll)}`;
    return this.readInOrder(replies, direction);
  }

  async insert(comment: NewComment): Promise<CommentRow> {
    return this.database.one<CommentRow>(sql`with inserted as (${insertion(comment)}) ${withAuthor(sql`inserted`)}`);
  }

  /** Inserts a reply and counts it at its parent. @returns undefined when there is no such parent under the post, or only its tombstone. */
  async insertReply(comment: NewComment & { parentId: string }): Promise<CommentRow | undefined> {
    return this.database.maybeOne<CommentRow>(sql`
      with parent as (
        update comments set reply_count = reply_count + 1
        where id = ${comment.parentId} and post_id = ${comment.postId} and body is not null
        returning id
      ),
      inserted as (${insertion(comment, sql`where exists (select from parent)`)})
      ${withAuthor(sql`inserted`)}`);
  }

  async listByAuthor(authorId: string, count: number, lastId: string | undefined): Promise<PersonalComment[]> {
    return this.database.many<PersonalComment>(sql`
      select id, post_id as "postId", parent_id as "parentId", body, created_at as "createdAt", edited_at as "editedAt"
      from comments where author_id = ${authorId} ${lastId === undefined ? empty : sql`and id > ${lastId}`}
      order by id ${limit(count)}`);
  }

  async listCommentedPostIds(authorId: string): Promise<string[]> {
    const posts = await this.database.many<{ id: string }>(
      sql`select distinct post_id as id from comments where author_id = ${authorId}`,
    );
    return posts.map(({ id }) => id);
  }

  /** @returns undefined when it is not this author's, was deleted, or is at none of the expected versions. */
  async update(
    authorId: string,
    id: string,
    { body, html }: CommentChanges,
    expected: ExpectedVersions,
  ): Promise<CommentRow | undefined> {
    const editedAt = body === undefined ? empty : sql`, edited_at = now()`;
    return this.database.maybeOne<CommentRow>(sql`
      with updated as (
        update comments set version = version + 1${editedAt}${assignments({ body, html })}
        where id = ${id} and author_id = ${authorId} and body is not null and ${atVersion(expected)}
        returning *
      )
      ${withAuthor(sql`updated`)}`);
  }

  /** Makes a tombstone of it. @returns false when it is one already, is gone, or is at none of the expected versions. */
  async bury(id: string, expected: ExpectedVersions): Promise<boolean> {
    const buried = await this.database.execute(sql`
      update comments set body = null, html = null, author_id = null, version = version + 1
      where id = ${id} and body is not null and ${atVersion(expected)}`);
    return buried === 1;
  }

  /**
   * Takes a tombstone away if it has no replies, and with it every tombstone above whose last reply thereby goes. What is
   * above the last of them has one reply less. The post must be locked: see `CommentedPosts`.
   */
  async clearAway(id: string): Promise<void> {
    await this.database.execute(sql`
      with recursive branch as (
        select id, parent_id, true as "isEmpty" from comments where id = ${id} and body is null and reply_count = 0
        union all
        select parent.id, parent.parent_id, parent.body is null and parent.reply_count = 1
        from branch join comments as parent on parent.id = branch.parent_id
        where branch."isEmpty"
      ),
      cleared as (delete from comments using branch where comments.id = branch.id and branch."isEmpty")
      update comments set reply_count = reply_count - 1 from branch
      where comments.id = branch.id and not branch."isEmpty"`);
  }

  /** Ids are chosen from the index alone; only the rows that are shown are then read whole. */
  private async readInOrder(ids: Sql, direction: Sql): Promise<CommentRow[]> {
    const chosen = sql`(select comments.* from (${ids}) as chosen join comments using (id))`;
    return this.database.many<CommentRow>(
      sql`${withAuthor(chosen)} order by comment.created_at ${direction}, comment.id ${direction}`,
    );
  }
}

/** The documented read of another room's table: authors' names come along, so that a page is one statement. */
function withAuthor(comments: Sql): Sql {
  return sql`
    select comment.id, comment.post_id as "postId", comment.parent_id as "parentId", comment.author_id as "authorId",
      comment.body, comment.html, comment.reply_count as "replyCount", comment.version,
      comment.created_at as "createdAt", comment.edited_at as "editedAt",
      author.username as "authorUsername", author.display_name as "authorDisplayName"
    from ${comments} as comment left join users as author on author.id = comment.author_id`;
}

function insertion({ id, postId, parentId, authorId, body, html }: NewComment, condition = empty): Sql {
  return sql`
    insert into comments (id, post_id, parent_id, author_id, body, html)
    select ${id}::uuid, ${postId}::uuid, ${parentId}::uuid, ${authorId}::uuid, ${body}, ${html} ${condition}
    returning *`;
}
