import type { Highlight } from '../../platform/search/search-hit.js';
import type { PhotoView } from '../photos/index.js';
import type { UserSummary } from '../users/index.js';
import type { PostStatus } from './post-status.js';

/** What the one who asks has done with a post, and may do. */
export class PostViewer {
  liked!: boolean;
  bookmarked!: boolean;
  /** Whether it is one's own. */
  canEdit!: boolean;
}

/** A post as lists show it. */
export class PostSummary {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  id!: string;
  /**
   * The post's address: `/posts/{slug}`. It changes with the title; earlier ones lead to it.
   * @example "notes-on-the-analytical-engine"
   */
  slug!: string;
  /** @example "Notes on the Analytical Engine" */
  title!: string;
  /** The author's own, or the beginning of the text. */
  excerpt!: string;
  status!: PostStatus;
  /** @example ["engines", "mathematics"] */
  tags!: string[];
  author!: UserSummary;
  /** In the author's order. */
  photos!: PhotoView[];
  /** The author's choice, or the first of the photos. */
  coverPhoto!: PhotoView | null;
  /** How many members like it. */
  likeCount!: number;
  commentCount!: number;
  /** @example 3 */
  readingMinutes!: number;
  createdAt!: Date;
  updatedAt!: Date;
  /** `null` until it is published. */
  publishedAt!: Date | null;
  /** When it will be published; `null` unless it is scheduled. */
  publishAt!: Date | null;
  /** Only when something was looked for (`q`): what was found, marked. */
  highlight?: Highlight;
  /** Only when one is signed in. */
  viewer?: PostViewer;
}

/** A whole post. */
export class PostView extends PostSummary {
  /**
   * Whether new comments can be written. `false` when the author closed them, or when the post is older than posts take
   * comments here (`COMMENTS_CLOSE_AFTER_DAYS`). What was written stays readable.
   */
  areCommentsOpen!: boolean;
  /**
   * Markdown, as it was written.
   * @example "The engine *weaves algebraical patterns*."
   */
  body!: string;
  /**
   * The body as HTML that is safe to put into a page.
   * @example "<p>The engine <em>weaves algebraical patterns</em>.</p>"
   */
  html!: string;
}

export class PostPage {
  items!: PostSummary[];
  nextCursor!: string | null;
}
