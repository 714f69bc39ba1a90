import type { Database } from '../platform/database/database.js';
import { type Sql, sql } from '../platform/database/sql.js';

export interface Past {
  id: string;
  createdAt: Date;
}
export type PostPast = Past & { updatedAt: Date };
export type TodoPast = Past & { completedAt: Date | null };
export type CommentPast = Past & { editedAt: Date | null };

/**
 * Whatever comes in by the front doors of the rooms is made now, as it should be. This moves it to where it belongs in the
 * story. It is the only place outside of the rooms that writes into their tables.
 */
export class Backdating {
  constructor(private readonly database: Database) {}

  /** Accounts, with their passwords, faces, follows and todo lists. The sessions that they began by registering are nobody's. */
  async accounts(past: readonly Past[]): Promise<void> {
    await this.database.execute(sql`
      with past as (${rowsOf(past, sql`id uuid, "createdAt" timestamptz`)}),
      passwords as (update password_credentials set changed_at = "createdAt" from past where user_id = past.id),
      lists as (update todo_lists set created_at = "createdAt", updated_at = "createdAt" from past where owner_id = past.id),
      faces as (
        update photos set created_at = "createdAt" from past join users on users.id = past.id
        where photos.id = users.avatar_photo_id),
      follows as (
        update follows set created_at = greatest(follower."createdAt", followee."createdAt") + interval '1 hour'
        from past as follower, past as followee where follower_id = follower.id and followee_id = followee.id),
      begun as (delete from sessions using past where user_id = past.id)
      update users set created_at = "createdAt", updated_at = "createdAt" from past where users.id = past.id`);
  }

  /** Whether a todo is done stays as it is, only when is told. What was completed with the todo above it was so at that time. */
  async todos(past: readonly TodoPast[]): Promise<void> {
    await this.database.execute(sql`
      with past as (${rowsOf(past, sql`id uuid, "createdAt" timestamptz, "completedAt" timestamptz`)}),
      dated as (
        select past.id, past."createdAt", case when todos.completed_at is not null
          then coalesce(past."completedAt", above."completedAt", todos.completed_at) end as "completedAt"
        from past join todos on todos.id = past.id left join past as above on above.id = todos.completed_with)
      update todos
      set created_at = "createdAt", updated_at = coalesce("completedAt", "createdAt"), completed_at = "completedAt"
      from dated where todos.id = dated.id`);
  }

  /** Posts, published when they were written, and drafts; what they said before, and what they show. */
  async posts(past: readonly PostPast[]): Promise<void> {
    await this.database.execute(sql`
      with past as (${rowsOf(past, sql`id uuid, "createdAt" timestamptz, "updatedAt" timestamptz`)}),
      tags as (update post_tags set published_at = "createdAt" from past where post_id = past.id),
      photos as (
        update photos set created_at = "createdAt" from past join post_photos on post_id = past.id
        where photos.id = photo_id),
      kept as (
        update post_bookmarks set created_at = "createdAt" + interval '1 day' * 0.5 from past
        where post_id = past.id and "createdAt" < now() - interval '1 day'),
      saved as (
        select post_id, number,
          "createdAt" + ("updatedAt" - "createdAt") * (number - 1) / greatest(1, max(number) over (partition by post_id) - 1)
            as at
        from post_revisions join past on past.id = post_id),
      revisions as (
        update post_revisions set created_at = at, saved_at = at from saved
        where post_revisions.post_id = saved.post_id and post_revisions.number = saved.number)
      update posts
      set created_at = "createdAt", updated_at = "updatedAt",
        published_at = case when published_at is not null then "createdAt" end
      from past where posts.id = past.id`);
  }

  async comments(past: readonly CommentPast[]): Promise<void> {
    await this.database.execute(sql`
      with past as (${rowsOf(past, sql`id uuid, "createdAt" timestamptz, "editedAt" timestamptz`)})
      update comments set created_at = "createdAt", edited_at = "editedAt" from past where comments.id = past.id`);
  }
}

/** Rows as a table, in one parameter however many there are. */
function rowsOf(rows: readonly object[], columns: Sql): Sql {
  return sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (${columns})`;
}
