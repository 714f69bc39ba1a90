import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, sql } from '../../../platform/database/sql.js';
import type { PostRevision } from './post-revision.entity.js';

/** Saves of what is not public that follow within this time of a revision's beginning go into that revision. */
const COALESCED_MINUTES = 10;

export type RevisionSummaryRow = Omit<PostRevision, 'postId' | 'body' | 'isSealed'>;
export type RevisionRow = RevisionSummaryRow & Pick<PostRevision, 'body'>;
export type PersonalRevision = RevisionRow & Pick<PostRevision, 'postId'>;

const COLUMNS = sql`
  revision.number, revision.title, revision.excerpt, revision.tags, revision.restored_from as "restoredFrom",
  revision.created_at as "createdAt", revision.saved_at as "savedAt"`;

@Injectable()
export class RevisionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Keeps what a post says now. The running transaction has written the post and so holds it: numbers have no gaps and are
   * given once. What is public, and what was restored, is a revision of its own always.
   */
  async record(postId: string, restoredFrom: number | null = null): Promise<void> {
    await this.database.execute(sql`
      with latest as (
        select number, is_sealed, created_at from post_revisions
        where post_id = ${postId} order by number desc limit 1
      ),
      saved as (
        update post_revisions as revision
        set title = posts.title, excerpt = posts.excerpt, body = posts.body, tags = posts.tags, saved_at = clock_timestamp()
        from posts, latest
        where posts.id = ${postId} and revision.post_id = posts.id and revision.number = latest.number
          and not latest.is_sealed and posts.status <> 'published' and ${restoredFrom}::integer is null
          and latest.created_at > now() - make_interval(mins => ${COALESCED_MINUTES})
        returning revision.number
      )
      insert into post_revisions (post_id, number, title, excerpt, body, tags, restored_from, is_sealed)
      select id, coalesce((select number from latest), 0) + 1, title, excerpt, body, tags, ${restoredFrom}::integer,
        status = 'published' or ${restoredFrom}::integer is not null
      from posts where id = ${postId} and not exists (select from saved)`);
  }

  /** The last revision becomes public with its post: no later save goes into it. In the transaction that publishes. */
  async seal(postId: string): Promise<void> {
    await this.database.execute(sql`
      update post_revisions set is_sealed = true
      where post_id = ${postId} and not is_sealed
        and number = (select max(number) from post_revisions where post_id = ${postId})`);
  }

  /** The latest first. @returns undefined when the author has no such post. */
  async list(
    authorId: string,
    postId: string,
    count: number,
    before: number | undefined,
  ): Promise<RevisionSummaryRow[]> {
    return this.database.many<RevisionSummaryRow>(sql`
      select ${COLUMNS} from post_revisions as revision
      join posts on posts.id = revision.post_id and posts.author_id = ${authorId} and posts.status <> 'trashed'
      where revision.post_id = ${postId} ${before === undefined ? empty : sql`and revision.number < ${before}`}
      order by revision.number desc ${limit(count)}`);
  }

  async find(authorId: string, postId: string, number: number): Promise<RevisionRow | undefined> {
    return this.database.maybeOne<RevisionRow>(sql`
      select ${COLUMNS}, revision.body from post_revisions as revision
      join posts on posts.id = revision.post_id and posts.author_id = ${authorId} and posts.status <> 'trashed'
      where revision.post_id = ${postId} and revision.number = ${number}`);
  }

  /** Of all the author's posts, those in the trash too. */
  async listOwned(authorId: string, count: number, last: PersonalRevision | undefined): Promise<PersonalRevision[]> {
    return this.database.many<PersonalRevision>(sql`
      select ${COLUMNS}, revision.body, revision.post_id as "postId" from post_revisions as revision
      join posts on posts.id = revision.post_id
      where posts.author_id = ${authorId}
        ${last ? sql`and (revision.post_id, revision.number) > (${last.postId}::uuid, ${last.number}::integer)` : empty}
      order by revision.post_id, revision.number ${limit(count)}`);
  }
}
