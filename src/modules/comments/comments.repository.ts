import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, empty, limit, pipelined, type Sql, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { type CommentRow, editWindowIsOpen, isVisibleTo, withAuthor } from './comment.columns.js';
import type { Comment } from './comment.entity.js';

/** A comment as its author wrote it. */
export type PersonalComment = Pick<
  Comment,
  'id' | 'postId' | 'parentId' | 'body' | 'likeCount' | 'createdAt' | 'editedAt'
>;

/** A comment with the author of its post. */
export interface PublishedCommentRow extends CommentRow {
  postAuthorId: string;
}

export type NewComment = Pick<Comment, 'id' | 'postId' | 'parentId'> &
  Record<'authorId' | 'body' | 'html' | 'digest', string> & {
    /** Whether it is held, unless its author is at home under the post. */
    isSuspect: boolean;
  };

/** What comes of the post that a comment is added to: see `CommentedPosts`. */
interface AtPost {
  locking: Sql;
  counting: (condition: Sql) => Sql;
}
export type CommentChanges = Partial<Record<'body' | 'html' | 'digest', string>>;

/** Comments one at a time; see `comment-threads.repository.ts` for many. */
@Injectable()
export class CommentsRepository {
  constructor(private readonly database: Database) {}

  async find(viewer: SignedInUser | undefined, id: string): Promise<CommentRow | undefined> {
    return this.database.maybeOne<CommentRow>(pipelined`
      ${withAuthor(sql`comments`, viewer?.id)} where comment.id = ${id} and ${isVisibleTo(viewer, sql`comment`)}`);
  }

  /** Those of these comments that the viewer sees under published posts, in no particular order, with who wrote the post. */
  async findPublished(viewer: SignedInUser | undefined, ids: readonly string[]): Promise<PublishedCommentRow[]> {
    return this.database.many<PublishedCommentRow>(sql`
      select found.*, posts.author_id as "postAuthorId"
      from (
        ${withAuthor(sql`comments`, viewer?.id)}
        where comment.id = any(${ids}::uuid[]) and ${isVisibleTo(viewer, sql`comment`)}
      ) as found
      join posts on posts.id = found."postId"
      where posts.status = 'published'`);
  }

  /**
   * Adds a comment, and counts it at its post and, unless it is held, at its parent. What it depends on beyond its post is looked for
   * once the post is locked, so that nobody is changing it: that takes a statement before.
   *
   * @param repeatMinutes for how long nobody may write the same in the same place; 0 for no time.
   * @returns undefined when its post, its parent or a comment like it is against it; then nothing is changed.
   */
  async insert(comment: NewComment, repeatMinutes: number, atPost: AtPost): Promise<PublishedCommentRow | undefined> {
    const { parentId } = comment;
    const isNew = repeatMinutes > 0 ? sql`not exists (${repeated(comment, repeatMinutes)})` : sql`true`;
    const insertion =
      parentId === null
        ? insertionOf(comment, atPost.counting(isNew))
        : insertionOf(comment, atPost.counting(sql`${isNew} and ${isAnswerable(comment)}`), answering(comment));
    if (parentId === null && repeatMinutes === 0) return this.database.maybeOne<PublishedCommentRow>(insertion);
    const [, [row]] = await this.database.together<[object, PublishedCommentRow]>([atPost.locking, insertion]);
    return row;
  }

  async listByAuthor(authorId: string, count: number, lastId: string | undefined): Promise<PersonalComment[]> {
    return this.database.many<PersonalComment>(sql`
      select id, post_id as "postId", parent_id as "parentId", body, like_count as "likeCount",
        created_at as "createdAt", edited_at as "editedAt"
      from comments where author_id = ${authorId} ${lastId === undefined ? empty : sql`and id > ${lastId}`}
      order by id ${limit(count)}`);
  }

  /** The posts under which this member wrote something, liked something, or is mentioned. */
  async listTouchedPostIds(userId: string): Promise<string[]> {
    const posts = await this.database.many<{ id: string }>(sql`
      select post_id as id from comments where author_id = ${userId}
      union select post_id from comments join comment_likes on comment_id = id where user_id = ${userId}
      union select post_id from comments join comment_mentions on comment_id = id where user_id = ${userId}`);
    return posts.map(({ id }) => id);
  }

  /** @returns undefined when it is not this author's, was deleted, cannot be edited any more, or is at none of the expected versions. */
  async update(
    authorId: string,
    id: string,
    { body, html, digest }: CommentChanges,
    expected: ExpectedVersions,
  ): Promise<CommentRow | undefined> {
    const editedAt = body === undefined ? empty : sql`, edited_at = now()`;
    return this.database.maybeOne<CommentRow>(sql`
      with updated as (
        update comments set version = version + 1${editedAt}${assignments({ body, html, digest })}
        where id = ${id} and author_id = ${authorId} and body is not null and ${editWindowIsOpen(sql`comments`)}
          and ${atVersion(expected)}
        returning *
      )
      ${withAuthor(sql`updated`, authorId)}`);
  }

  /**
   * Makes a tombstone of it.
   *
   * @returns whether all could read it; undefined when it is a tombstone already, is held or gone, or is at none of the expected
   * versions.
   */
  async bury(id: string, expected: ExpectedVersions): Promise<{ wasReadable: boolean } | undefined> {
    const buried = await this.database.maybeOne<{ wasReadable: boolean }>(sql`
      update comments set body = null, html = null, digest = null, author_id = null, version = version + 1,
        concealed_at = null, concealed_as = null, concealed_by = null
      from (select id, concealed_at is null as "wasReadable" from comments where id = ${id} for no key update) as before
      where comments.id = before.id and body is not null and held_at is null and ${atVersion(expected)}
      returning before."wasReadable"`);
    if (!buried) return undefined;
    await this.database.execute(sql`delete from comment_likes where comment_id = ${id}`);
    await this.database.execute(sql`delete from comment_mentions where comment_id = ${id}`);
    return buried;
  }

  /** Takes away what is held, of which nobody else knows. @returns whether it was, at one of the expected versions. */
  async dropHeld(id: string, expected: ExpectedVersions): Promise<boolean> {
    const count = await this.database.execute(
      sql`delete from comments where id = ${id} and held_at is not null and ${atVersion(expected)}`,
    );
    return count > 0;
  }

  /**
   * Takes a tombstone away if it has no replies, and with it every tombstone above whose last reply thereby goes. What is
   * above the last of them has one reply less. Replies that are held go with what they answer. The post must be locked: see
   * `CommentedPosts`.
   */
  async clearAway(id: string): Promise<void> {
    await this.database.execute(sql`
      with recursive branch as (
        select id, post_id, parent_id, true as "isEmpty" from comments where id = ${id} and body is null and reply_count = 0
        union all
        select parent.id, parent.post_id, parent.parent_id, parent.body is null and parent.reply_count = 1
        from branch join comments as parent on parent.id = branch.parent_id
        where branch."isEmpty"
      ),
      held as (
        delete from comments using branch
        where comments.post_id = branch.post_id and comments.parent_id = branch.id and held_at is not null
          and branch."isEmpty"
      ),
      cleared as (delete from comments using branch where comments.id = branch.id and branch."isEmpty")
      update comments set reply_count = reply_count - 1 from branch
      where comments.id = branch.id and not branch."isEmpty"`);
  }
}

/** @param answered a part of the statement which counts it at its parent. */
function insertionOf(comment: NewComment, counting: Sql, answered = empty): Sql {
  const { id, parentId, authorId, body, html, digest } = comment;
  return sql`
    with post as (${counting}), ${answered} inserted as (
      insert into comments (id, post_id, parent_id, author_id, body, html, digest, held_at)
      select ${id}::uuid, id, ${parentId}::uuid, ${authorId}::uuid, ${body}, ${html}, ${digest},
        case when ${isHeld(comment)} then clock_timestamp() end
      from post
      returning *
    )
    ${withAuthor(sql`inserted`, undefined, sql`, (select author_id from post) as "postAuthorId"`)}`;
}

/** Whether the post of that name is not its author's own, and the comment suspect. */
function isHeld({ isSuspect, authorId }: NewComment): Sql {
  return isSuspect ? sql`post.author_id <> ${authorId}` : sql`false`;
}

function isAnswerable({ postId, parentId }: NewComment): Sql {
  return sql`exists (
    select from comments
    where id = ${parentId} and post_id = ${postId} and body is not null and concealed_at is null and held_at is null)`;
}

function answering(comment: NewComment): Sql {
  const { parentId, authorId } = comment;
  return sql`
    answered as (
      update comments
      set reply_count = reply_count + 1, first_answered_at = coalesce(
        first_answered_at, case when comments.author_id is distinct from ${authorId} then clock_timestamp() end)
      from post where comments.id = ${parentId} and not (${isHeld(comment)})
    ),`;
}

/** Such as its author wrote in the same place within these minutes. Exact while the post is locked. */
export function repeated({ authorId, postId, parentId, digest }: NewComment, minutes: number): Sql {
  return sql`
    select from comments
    where author_id = ${authorId} and post_id = ${postId} and parent_id is not distinct from ${parentId}::uuid
      and digest = ${digest} and created_at > clock_timestamp() - make_interval(mins => ${minutes})`;
}
