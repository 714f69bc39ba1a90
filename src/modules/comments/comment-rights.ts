import { isModerator, type SignedInUser } from '../../platform/security/signed-in-user.js';
import type { CommentRow } from './comment.columns.js';
import type { CommentedPost } from './commented-posts.js';

type Authored = Pick<CommentRow, 'authorId' | 'body'>;

/** Whether these words are this member's own. */
export function isAuthor(user: SignedInUser, { authorId }: Pick<CommentRow, 'authorId'>): boolean {
  return authorId === user.id;
}

/** Words are changed by whoever wrote them, by nobody else, and not when others have built on them. */
export function mayEdit(user: SignedInUser, comment: Authored & Pick<CommentRow, 'isEditWindowOpen'>): boolean {
  return comment.body !== null && isAuthor(user, comment) && comment.isEditWindowOpen;
}

export function mayDelete(user: SignedInUser, comment: Authored, post: CommentedPost): boolean {
  return comment.body !== null && (isAuthor(user, comment) || post.authorId === user.id || isModerator(user));
}
