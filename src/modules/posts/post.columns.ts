import { sql } from '../../platform/database/sql.js';
import type { Post } from './post.entity.js';

/**
 * The columns of a post and its author, from `posts join users on users.id = posts.author_id`. This room reads the users'
 * table here and by username in lists, and nowhere else: one statement instead of two for every page.
 */
export const SUMMARY_COLUMNS = sql`
  posts.id, posts.slug, posts.title, coalesce(posts.excerpt, posts.opening) as excerpt, posts.status, posts.tags,
  posts.comment_count as "commentCount", posts.reading_minutes as "readingMinutes", posts.version,
  posts.created_at as "createdAt", posts.updated_at as "updatedAt", posts.published_at as "publishedAt",
  posts.author_id as "authorId", users.username as "authorUsername", users.display_name as "authorDisplayName",
  users.avatar_photo_id as "authorAvatarPhotoId"`;

export const POST_COLUMNS = sql`${SUMMARY_COLUMNS}, posts.body, posts.html`;

/** A post without its text, with its author. */
export interface PostSummaryRow extends Omit<Post, 'body' | 'html' | 'opening' | 'excerpt'> {
  /** The author's own, or the opening. */
  excerpt: string;
  authorUsername: string;
  authorDisplayName: string;
  authorAvatarPhotoId: string | null;
}

/** One that is published. */
export interface PublishedPostRow extends PostSummaryRow {
  publishedAt: Date;
}

/** A post with its author. */
export interface PostRow extends PostSummaryRow, Pick<Post, 'body' | 'html'> {}
