import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { MentionRow } from '../comment.columns.js';

@Injectable()
export class CommentMentionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Makes these the members that a comment mentions, in this order.
   *
   * @returns those who are still there.
   */
  async replace(commentId: string, userIds: readonly string[]): Promise<MentionRow[]> {
    await this.remove(commentId);
    return this.add(commentId, userIds);
  }

  /** The same of a comment that mentions nobody yet. */
  async add(commentId: string, userIds: readonly string[]): Promise<MentionRow[]> {
    if (userIds.length === 0) return [];
    return this.database.many<MentionRow>(sql`
      with members as (
        select id, username, display_name from users where id = any(${userIds}::uuid[]) order by id for key share
      ), added as (
        insert into comment_mentions (comment_id, user_id, position)
        select ${commentId}, id, array_position(${userIds}::uuid[], id) from members
        returning user_id, position
      )
      select username, display_name as "displayName" from added join members on id = user_id order by position`);
  }

  async remove(commentId: string): Promise<void> {
    await this.database.execute(sql`delete from comment_mentions where comment_id = ${commentId}`);
  }

  /** Takes the links to a member out of what others wrote: somebody else may come to have the name. */
  async unlink(userId: string): Promise<void> {
    await this.database.execute(sql`
      update comments
      set html = regexp_replace(html, '<a href="[^"]*[/=]' || username || '"[^>]* class="mention">(@[A-Za-z0-9_]+)</a>', '\\1', 'g')
      from comment_mentions join users on users.id = user_id
      where comments.id = comment_id and user_id = ${userId} and html is not null`);
  }
}
