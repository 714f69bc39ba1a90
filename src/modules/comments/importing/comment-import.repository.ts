import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';

/** A comment that is ready to be stored, with its answers counted. */
export interface ImportedCommentRow {
  id: string;
  postId: string;
  parentId: string | null;
  body: string;
  html: string;
  digest: string;
  replyCount: number;
  createdAt: Date;
  editedAt: Date | null;
}

@Injectable()
export class CommentImportRepository {
  constructor(private readonly database: Database) {}

  async isEmpty(userId: string): Promise<boolean> {
    const found = await this.database.maybeOne(sql`
      (select from comments where author_id = ${userId} limit 1)
      union all (select from comment_likes where user_id = ${userId} limit 1)`);
    return found === undefined;
  }

  /** What they answer is among them, or was added before. */
  async add(authorId: string, comments: readonly ImportedCommentRow[]): Promise<void> {
    await this.database.execute(sql`
      insert into comments
        (id, post_id, parent_id, author_id, body, html, digest, reply_count, created_at, edited_at)
      select id, "postId", "parentId", ${authorId}, body, html, digest, "replyCount", "createdAt", "editedAt"
      from jsonb_to_recordset(${JSON.stringify(comments)}::jsonb) as comment (id uuid, "postId" uuid, "parentId" uuid,
        body text, html text, digest text, "replyCount" integer, "createdAt" timestamptz(3), "editedAt" timestamptz(3))`);
  }

  /** @returns how many of these comments are there for all to read, and so are liked now. */
  async addLikes(userId: string, likes: readonly { id: string; likedAt: Date }[]): Promise<number> {
    return this.database.execute(sql`
      insert into comment_likes (comment_id, user_id, created_at)
      select comments.id, ${userId}, min("likedAt")
      from jsonb_to_recordset(${JSON.stringify(likes)}::jsonb) as wanted (id uuid, "likedAt" timestamptz(3))
      join comments on comments.id = wanted.id and body is not null and concealed_at is null and held_at is null
      join posts on posts.id = comments.post_id and (posts.status = 'published' or posts.author_id = ${userId})
      group by comments.id order by comments.id`);
  }
}
