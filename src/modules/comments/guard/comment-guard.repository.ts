import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import { type NewComment, repeated } from '../comments.repository.js';

@Injectable()
export class CommentGuardRepository {
  constructor(private readonly database: Database) {}

  /** Whether its author wrote the same in the same place within these minutes. Exact while the post is locked. */
  async isRepeated(comment: NewComment, minutes: number): Promise<boolean> {
    return (await this.database.maybeOne(sql`${repeated(comment, minutes)} limit 1`)) !== undefined;
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
