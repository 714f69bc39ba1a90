import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, sql } from '../../../platform/database/sql.js';
import type { CommentLike } from './comment-like.entity.js';

/** That the member liked a comment, and where it stands. */
export type PersonalCommentLike = Pick<CommentLike, 'commentId'> & { postId: string; likedAt: Date };

@Injectable()
export class CommentLikesRepository {
  constructor(private readonly database: Database) {}

  /** Does nothing when it is liked already, or was deleted a moment ago. @throws `comments.author_gone` */
  async add(userId: string, commentId: string): Promise<void> {
    // Locked, so that no like arrives at what is a tombstone by then.
    await this.database.execute(sql`
      insert into comment_likes (comment_id, user_id)
      select id, ${userId} from comments where id = ${commentId} and body is not null for no key update
      on conflict on constraint comment_likes_pkey do nothing`);
  }

  /** Does nothing when it is not liked. */
  async remove(userId: string, commentId: string): Promise<void> {
    await this.database.execute(sql`
      delete from comment_likes where comment_id = ${commentId} and user_id = ${userId}`);
  }

  /** In the order in which they were given. */
  async listByUser(
    userId: string,
    count: number,
    last: PersonalCommentLike | undefined,
  ): Promise<PersonalCommentLike[]> {
    const afterKey = last
      ? sql`and (liked.created_at, liked.comment_id) > (${last.likedAt.toISOString()}::timestamptz, ${last.commentId}::uuid)`
      : empty;
    return this.database.many<PersonalCommentLike>(sql`
      select liked.comment_id as "commentId", comments.post_id as "postId", liked.created_at as "likedAt"
      from comment_likes as liked join comments on comments.id = liked.comment_id
      where liked.user_id = ${userId} ${afterKey}
      order by liked.created_at, liked.comment_id ${limit(count)}`);
  }
}
