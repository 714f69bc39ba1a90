import { type Sql, sql } from '../../platform/database/sql.js';
import { PHOTOS_OF_POST, type PostPhotoRow } from './photos/post-photos.columns.js';
import type { Post } from './post.entity.js';
import type { PostStatus } from './post-status.js';

/**
 * The columns of a post and its author, from `posts join users on users.id = posts.author_id`, and what the viewer has done
 * with it. This room reads the users' table here and by username in lists, and nowhere else: one statement instead of two for
 * every page.
 */
export function summaryColumns(viewerId: string | undefined): Sql {
  return sql`
    posts.id, posts.slug, posts.title, coalesce(posts.excerpt, posts.opening) as excerpt, posts.status, posts.tags,
    posts.like_count as "likeCount", posts.comment_count as "commentCount", posts.reading_minutes as "readingMinutes",
    posts.version, posts.created_at as "createdAt", posts.updated_at as "updatedAt", posts.published_at as "publishedAt",
    posts.publish_at as "publishAt", posts.author_id as "authorId", users.username as "authorUsername",
    users.display_name as "authorDisplayName", users.avatar_photo_id as "authorAvatarPhotoId", ${PHOTOS_OF_POST} as photos,
    ${hasRow(sql`post_likes`, viewerId)} as "isLiked", ${hasRow(sql`post_bookmarks`, viewerId)} as "isBookmarked"`;
}

export function postColumns(viewerId: string | undefined): Sql {
  return sql`${summaryColumns(viewerId)}, posts.body, posts.html, posts.are_comments_open as "areCommentsOpen"`;
}

/** A post without its text, with its author. */
export interface PostSummaryRow extends Pick<
  Post,
  | 'id'
  | 'slug'
  | 'title'
  | 'tags'
  | 'likeCount'
  | 'commentCount'
  | 'readingMinutes'
  | 'version'
  | 'createdAt'
  | 'updatedAt'
  | 'publishedAt'
  | 'publishAt'
  | 'authorId'
> {
  /** Never `trashed`: who reads posts by these columns leaves the trash out. */
  status: PostStatus;
  /** The author's own, or the opening. */
  excerpt: string;
  authorUsername: string;
  authorDisplayName: string;
  authorAvatarPhotoId: string | null;
  isLiked: boolean;
  isBookmarked: boolean;
  photos: PostPhotoRow[] | null;
}

/** One that is published. */
export interface PublishedPostRow extends PostSummaryRow {
  publishedAt: Date;
}

/** A post with its author. */
export interface PostRow extends PostSummaryRow, Pick<Post, 'body' | 'html' | 'areCommentsOpen'> {}

/** Published posts are everybody's to see, drafts and scheduled ones their author's alone, and what is in the trash nobody's. */
export function visibleTo(viewerId: string | undefined): Sql {
  const isMine = sql`(posts.author_id = ${viewerId ?? null} and posts.status <> 'trashed')`;
  return sql`(posts.status = 'published' or ${isMine})`;
}

function hasRow(table: Sql, viewerId: string | undefined): Sql {
  if (viewerId === undefined) return sql`false`;
  return sql`exists (select from ${table} as own where own.post_id = posts.id and own.user_id = ${viewerId})`;
}
