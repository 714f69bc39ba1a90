import { empty, type Sql, sql } from '../../platform/database/sql.js';
import { isModerator, type SignedInUser } from '../../platform/security/signed-in-user.js';
import type { Comment } from './comment.entity.js';

/** How long a comment can be edited after somebody first replied: from then on others build on its words. */
export const EDIT_WINDOW_MINUTES = 15;

/** Somebody who is mentioned. */
export interface MentionRow {
  username: string;
  displayName: string;
}

/** A comment with the names of its author, if it has one, and with what it is to its viewer. */
export interface CommentRow extends Omit<Comment, 'concealedBy' | 'digest'> {
  authorUsername: string | null;
  authorDisplayName: string | null;
  authorAvatarPhotoId: string | null;
  mentions: MentionRow[];
  isEditWindowOpen: boolean;
  isLiked: boolean;
}

/**
 * The documented read of another room's table: authors' names come along, so that a page is one statement.
 *
 * @param more columns, each with a comma before it.
 */
export function withAuthor(comments: Sql, viewerId: string | undefined, more = empty): Sql {
  return sql`
    select comment.id, comment.post_id as "postId", comment.parent_id as "parentId", comment.author_id as "authorId",
      comment.body, comment.html, comment.reply_count as "replyCount", comment.like_count as "likeCount",
      comment.first_answered_at as "firstAnsweredAt", comment.concealed_at as "concealedAt",
      comment.concealed_as as "concealedAs", comment.held_at as "heldAt", comment.version,
      comment.created_at as "createdAt", comment.edited_at as "editedAt",
      author.username as "authorUsername", author.display_name as "authorDisplayName",
      author.avatar_photo_id as "authorAvatarPhotoId",
      coalesce((
        select json_agg(json_build_object('username', username, 'displayName', display_name) order by position)
        from comment_mentions join users on users.id = user_id where comment_id = comment.id
      ), '[]') as mentions,
      ${editWindowIsOpen(sql`comment`)} as "isEditWindowOpen", ${isLikedBy(viewerId)} as "isLiked"${more}
    from ${comments} as comment left join users as author on author.id = comment.author_id`;
}

/**
 * Whether the viewer sees that there is such a comment: one that is held is there for its author and moderators only.
 *
 * @param comment the name of the table, or its alias.
 */
export function isVisibleTo(viewer: SignedInUser | undefined, comment: Sql): Sql {
  if (isModerator(viewer)) return sql`true`;
  const isOwn = viewer ? sql`or ${comment}.author_id = ${viewer.id}` : empty;
  return sql`(${comment}.held_at is null ${isOwn})`;
}

/** @param comment as above */
export function editWindowIsOpen(comment: Sql): Sql {
  return sql`
    (${comment}.first_answered_at is null
      or ${comment}.first_answered_at > now() - make_interval(mins => ${EDIT_WINDOW_MINUTES}))`;
}

function isLikedBy(viewerId: string | undefined): Sql {
  if (viewerId === undefined) return sql`false`;
  return sql`exists (select from comment_likes where comment_id = comment.id and user_id = ${viewerId})`;
}
