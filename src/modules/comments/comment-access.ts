import { Injectable } from '@nestjs/common';
import type { Problem } from '../../platform/errors/problem.js';
import { preconditionFailed } from '../../platform/http/if-match.decorator.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { type CommentRow, EDIT_WINDOW_MINUTES } from './comment.columns.js';
import { commentErrors } from './comment.errors.js';
import { mayRead } from './comment-rights.js';
import { toComment } from './comment.mapper.js';
import { type CommentedPost, CommentedPosts } from './commented-posts.js';
import { CommentsRepository } from './comments.repository.js';

interface Found {
  comment: CommentRow;
  post: CommentedPost;
}

/** Which comments are whose to see. Writes carry their conditions in the statement itself; they ask here why one changed nothing. */
@Injectable()
export class CommentAccess {
  constructor(
    private readonly comments: CommentsRepository,
    private readonly posts: CommentedPosts,
  ) {}

  /** @throws `comments.not_found`, also when the post is not the viewer's to see. */
  async find(viewer: SignedInUser | undefined, id: string): Promise<Found> {
    const comment = await this.comments.find(viewer, id);
    const post = comment && (await this.posts.findVisible(viewer, comment.postId));
    if (!post) throw commentErrors.notFound();
    return { comment, post };
  }

  /**
   * A tombstone is there to be read, but there is nothing left to change.
   *
   * @throws `comments.not_found`
   */
  async findLiving(user: SignedInUser, id: string): Promise<Found> {
    const found = await this.find(user, id);
    if (found.comment.body === null) throw commentErrors.notFound();
    return found;
  }

  /**
   * One whose words the member can read, to do something with them.
   *
   * @throws `comments.not_found`, `comments.concealed`
   */
  async findReadable(user: SignedInUser, id: string): Promise<Found> {
    const found = await this.findLiving(user, id);
    if (!mayRead(user, found.comment, found.post)) throw commentErrors.concealed();
    return found;
  }

  /** Why an edit or a deletion that is the member's to make changed nothing. */
  async explainRefusal(user: SignedInUser, id: string, { isEdit = false } = {}): Promise<Problem> {
    const { comment, post } = await this.findLiving(user, id);
    if (isEdit && !comment.isEditWindowOpen) return editWindowClosed(comment);
    return preconditionFailed(toComment(comment, post, user));
  }
}

function editWindowClosed({ firstAnsweredAt }: CommentRow): Problem {
  const closedAt = new Date((firstAnsweredAt?.getTime() ?? 0) + EDIT_WINDOW_MINUTES * 60_000);
  const detail = `Somebody replied, and ${EDIT_WINDOW_MINUTES} minutes later, at ${closedAt.toISOString()}, the time for edits was over. Write a reply to it instead.`;
  return commentErrors.editWindowClosed({ detail, members: { closedAt } });
}
