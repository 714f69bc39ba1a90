import { Injectable } from '@nestjs/common';
import { type Sql, sql } from '../../platform/database/sql.js';
import { isModerator, type SignedInUser } from '../../platform/security/signed-in-user.js';
import { PostsService } from '../posts/index.js';
import { commentErrors } from './comment.errors.js';

/** What comments need to know of the post that they stand under. */
export interface CommentedPost {
  readonly id: string;
  readonly authorId: string;
}

/** And when somebody is to write one. */
export interface CommentablePost extends CommentedPost {
  readonly isPublished: boolean;
  readonly areCommentsOpen: boolean;
}

/** The posts room, asked with comments' questions. */
@Injectable()
export class CommentedPosts {
  constructor(private readonly posts: PostsService) {}

  /** @throws `posts.not_found` */
  async requireVisible(viewer: SignedInUser | undefined, postId: string): Promise<CommentedPost> {
    return this.posts.requireVisible(viewer, postId);
  }

  async findVisible(viewer: SignedInUser | undefined, postId: string): Promise<CommentablePost | undefined> {
    return this.posts.findVisible(viewer, postId);
  }

  /**
   * Locks the post until the end of the transaction.
   *
   * Whoever adds or deletes a comment, or changes who can read it, does this first, or {@link count}, or {@link counting}. Writes to
   * one thread thus queue up here, in the order post → comments in which the deletion of a post locks too, so that none of them can
   * deadlock, and everything below sees counts and tombstones that no one else is changing. When the post is gone there is nothing
   * to lock, and nothing to be found after.
   */
  async lock(postId: string): Promise<void> {
    await this.posts.lock(postId);
  }

  /** The statement that does so. */
  locking(postId: string): Sql {
    return this.posts.locking(postId);
  }

  /** The same, and one comment more or less that all can read. */
  async count(postId: string, by: 1 | -1): Promise<void> {
    await this.posts.changeCommentCount(postId, by);
  }

  /** Locks posts, and all of this author's, in the order in which {@link lock} expects it of who locks several. */
  async hold(authorId: string, postIds: readonly string[]): Promise<void> {
    await this.posts.hold(authorId, postIds);
  }

  /**
   * {@link count} of one more, as a part of the statement that adds it. It gives the post's `id` and `author_id`; nothing, if the
   * member may not comment there, or `condition` does not hold: see {@link requireCommentable}.
   */
  counting(user: SignedInUser, postId: string, condition: Sql): Sql {
    const mayComment = (isOpen: Sql) => (isModerator(user) ? sql`true` : sql`(${isOpen} or author_id = ${user.id})`);
    return this.posts.countingComment(postId, (isOpen) => sql`${mayComment(isOpen)} and ${condition}`);
  }

  /**
   * @throws `posts.not_found`, `comments.closed`; `comments.post_not_published` to the author of a draft, the only one who sees that
   * it is there.
   */
  async requireCommentable(user: SignedInUser, postId: string): Promise<void> {
    const { authorId, isPublished, areCommentsOpen } = await this.posts.requireVisible(user, postId);
    if (!isPublished) throw commentErrors.postNotPublished();
    // Who closes a discussion, and who answers for it, may have the last word.
    if (!areCommentsOpen && authorId !== user.id && !isModerator(user)) throw commentErrors.closed();
  }
}
