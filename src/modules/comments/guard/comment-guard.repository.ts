import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { NewComment } from '../comments.repository.js';

@Injectable()
export class CommentGuardRepository {
  constructor(private readonly database: Database) {}

  /** Whether its author wrote the same in the same place within these minutes. Exact while the post is locked. */
  async isRepeated({ authorId, postId, parentId, digest }: NewComment, minutes: number): Promise<boolean> {
    const earlier = await this.database.maybeOne(sql`
      select from comments
      where author_id = ${authorId} and post_id = ${postId} and parent_id is not distinct from ${parentId}::uuid
        and digest = ${digest} and created_at > clock_timestamp() - make_interval(mins => ${minutes})
      limit 1`);
    return earlier !== undefined;
  }

  /** Whether the member joined within these hours, and no moderator has approved a comment of theirs yet. */
  async isNew(userId: string, hours: number): Promise<boolean> {
    const member = await this.database.maybeOne(sql`
      select from users
      where id = ${userId} and created_at > clock_timestamp() - make_interval(hours => ${hours})
        and not exists (
          select from comments join reports on comment_id = comments.id
          where author_id = ${userId} and outcome = 'approve')`);
    return member !== undefined;
  }
}
