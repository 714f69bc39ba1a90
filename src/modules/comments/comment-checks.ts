import { Injectable } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import { Verification } from '../../platform/verification/verification.js';

/** What must hold of comments, beyond what constraints say. What is held counts for nobody yet. */
@Injectable()
export class CommentChecks {
  constructor(verification: Verification) {
    verification.addCount({
      table: 'posts',
      column: 'comment_count',
      counted: sql`
        select count(*) from comments
        where post_id = posts.id and body is not null and concealed_at is null and held_at is null`,
    });
    verification.addCount({
      table: 'comments',
      column: 'reply_count',
      counted: sql`
        select count(*) from comments as reply
        where reply.post_id = comments.post_id and reply.parent_id = comments.id and reply.held_at is null`,
    });
    verification.addCount({
      table: 'comments',
      column: 'like_count',
      counted: sql`select count(*) from comment_likes where comment_id = comments.id`,
    });
    verification.addRule('tombstones under which nothing is left', {
      table: 'comments',
      isWrong: sql`comments.body is null and not exists (
        select from comments as reply where reply.post_id = comments.post_id and reply.parent_id = comments.id)`,
    });
  }
}
