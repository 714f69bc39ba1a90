import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { ImportedRevisionDto } from '../dto/imported-post.dto.js';
import type { PostStatus } from '../post-status.js';

/** When what happened to a post. */
export interface PostDates {
  status: PostStatus;
  createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
  publishAt: Date | null;
  deletedAt: Date | null;
}

export type RevisionOf = Omit<ImportedRevisionDto, 'postId'> & { postId: string };

/** Gives posts that were just added as drafts the past that they had elsewhere. */
@Injectable()
export class PostImportRepository {
  constructor(private readonly database: Database) {}

  async hasPosts(authorId: string): Promise<boolean> {
    return (await this.database.maybeOne(sql`select from posts where author_id = ${authorId} limit 1`)) !== undefined;
  }

  /** What is in the trash was put there by its author, whoever it was: an archive does not say. */
  async date(
    id: string,
    { status, createdAt, updatedAt, publishedAt, publishAt, deletedAt }: PostDates,
  ): Promise<void> {
    const isTrashed = deletedAt !== null;
    await this.database.execute(sql`
      update posts set status = ${isTrashed ? 'trashed' : status}, trashed_from = ${isTrashed ? status : null},
        trashed_by = ${isTrashed ? 'author' : null}, trashed_at = ${deletedAt}::timestamptz(3),
        created_at = ${createdAt}::timestamptz(3), updated_at = ${updatedAt}::timestamptz(3),
        published_at = ${publishedAt}::timestamptz(3), publish_at = ${publishAt}::timestamptz(3)
      where id = ${id}`);
  }

  /** No later save goes into any of them. */
  async addRevisions(revisions: readonly RevisionOf[]): Promise<void> {
    await this.database.execute(sql`
      insert into post_revisions
        (post_id, number, title, excerpt, body, tags, restored_from, is_sealed, created_at, saved_at)
      select "postId", number, title, excerpt, body, array(select jsonb_array_elements_text(tags)), "restoredFrom", true,
        "createdAt", "savedAt"
      from jsonb_to_recordset(${JSON.stringify(revisions)}::jsonb) as revision ("postId" uuid, number integer, title text,
        excerpt text, body text, tags jsonb, "restoredFrom" integer, "createdAt" timestamptz(3), "savedAt" timestamptz(3))`);
  }

  /** What the history does not end with becomes its end, so that every post has one. */
  async completeRevisions(authorId: string): Promise<void> {
    await this.database.execute(sql`
      insert into post_revisions (post_id, number, title, excerpt, body, tags, is_sealed, created_at, saved_at)
      select id, coalesce(latest.number, 0) + 1, posts.title, posts.excerpt, posts.body, posts.tags, true,
        posts.updated_at, posts.updated_at
      from posts left join lateral (
        select number, title, excerpt, body, tags from post_revisions
        where post_id = posts.id order by number desc limit 1
      ) as latest on true
      where author_id = ${authorId} and (latest.title, latest.excerpt, latest.body, latest.tags)
        is distinct from (posts.title, posts.excerpt, posts.body, posts.tags)`);
  }

  /** @returns how many of these posts are published here, or the member's own, and so are liked now. */
  async addLikes(userId: string, likes: readonly { id: string; createdAt: Date }[]): Promise<number> {
    return this.database.execute(sql`
      insert into post_likes (post_id, user_id, created_at)
      select posts.id, ${userId}, min("createdAt")
      from jsonb_to_recordset(${JSON.stringify(likes)}::jsonb) as wanted (id uuid, "createdAt" timestamptz(3))
      join posts on posts.id = wanted.id and posts.status = 'published'
      group by posts.id order by posts.id`);
  }

  /** As {@link addLikes}; one's own drafts can be kept as well. */
  async addBookmarks(userId: string, bookmarks: readonly { id: string; createdAt: Date }[]): Promise<number> {
    return this.database.execute(sql`
      insert into post_bookmarks (user_id, post_id, created_at)
      select ${userId}, posts.id, min("createdAt")
      from jsonb_to_recordset(${JSON.stringify(bookmarks)}::jsonb) as wanted (id uuid, "createdAt" timestamptz(3))
      join posts on posts.id = wanted.id
        and (posts.status = 'published' or posts.author_id = ${userId} and posts.status <> 'trashed')
      group by posts.id order by posts.id`);
  }

  async hasReactions(userId: string): Promise<boolean> {
    const found = await this.database.maybeOne(sql`
      (select from post_likes where user_id = ${userId} limit 1)
      union all (select from post_bookmarks where user_id = ${userId} limit 1)`);
    return found !== undefined;
  }
}
