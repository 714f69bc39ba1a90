import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { limit, sql } from '../../platform/database/sql.js';
import { IS_READ_BY_ALL } from './comment-search.repository.js';

/** A comment with the name of its author, if that account is still there. */
export interface NewestComment {
  id: string;
  html: string;
  authorName: string | null;
  createdAt: Date;
  changedAt: Date;
}

@Injectable()
export class NewestCommentsRepository {
  constructor(private readonly database: Database) {}

  /** Those of a post that everybody may read, whatever they reply to; the newest first. */
  async list(postId: string, count: number): Promise<NewestComment[]> {
    return this.database.many<NewestComment>(sql`
      select comments.id, comments.html, users.display_name as "authorName", comments.created_at as "createdAt",
        coalesce(comments.edited_at, comments.created_at) as "changedAt"
      from comments left join users on users.id = comments.author_id
      where comments.post_id = ${postId} and ${IS_READ_BY_ALL}
      order by comments.created_at desc, comments.id desc ${limit(count)}`);
  }
}
