import type { UserSummary } from '../users/index.js';

/** A member whom a comment mentions. */
export class Mention {
  /** @example "ada" */
  username!: string;
  /** @example "Ada Lovelace" */
  displayName!: string;
}

/** What a comment is to the one who asks, and what may be done with it. */
export class CommentViewer {
  liked!: boolean;
  /** Only one's own, and only until 15 minutes after somebody else first replied. */
  canEdit!: boolean;
  canDelete!: boolean;
  /** Whether one may conceal it, or show it again. */
  canConceal!: boolean;
  canReport!: boolean;
}

/**
 * A comment, or the place of one: of a deleted one that has replies (`isDeleted`), and of a concealed one (`isHidden`) for who
 * may not read it. A place has no author, body and html.
 */
export class CommentView {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  id!: string;
  /** @example "019ad2c0-1f0a-7d11-8a55-1b1a6f0c2d3e" */
  postId!: string;
  /** The comment that this one replies to; null at the top level. */
  parentId!: string | null;
  /** Null at a place, and when its author's account was deleted. */
  author!: UserSummary | null;
  /**
   * Markdown, as it was written.
   * @example "I *quite* agree."
   */
  body!: string | null;
  /**
   * The body rendered and sanitised.
   * @example "<p>I <em>quite</em> agree.</p>\n"
   */
  html!: string | null;
  /** Members whom it mentions as `@username`, each of whom is a link in `html`. */
  mentions!: Mention[];
  /** How many members like it. */
  likeCount!: number;
  /** How many direct replies there are for all to see, places included. */
  replyCount!: number;
  isDeleted!: boolean;
  /** Concealed by a moderator, the author of the post, or reports. */
  isHidden!: boolean;
  /** It waits for a moderator, and until then it is there for its author and moderators only. */
  isHeld!: boolean;
  createdAt!: Date;
  editedAt!: Date | null;
  /** Only for somebody who is signed in. */
  viewer?: CommentViewer;
  /** Only with `tree=true`: the first of its replies. There are more when `replyCount` is larger than their number. */
  replies?: CommentView[];
}

/** A page of one level of a thread. */
export class CommentPage {
  items!: CommentView[];
  nextCursor!: string | null;
}
