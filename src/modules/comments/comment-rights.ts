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

/** What is concealed is read by whoever wrote it, and by those who may decide over it. */
export function mayRead(
  user: SignedInUser | undefined,
  comment: Pick<CommentRow, 'authorId' | 'concealedAt'>,
  post: CommentedPost,
): boolean {
  if (comment.concealedAt === null) return true;
  return user !== undefined && (isAuthor(user, comment) || post.authorId === user.id || isModerator(user));
}

/** Whether one may conceal it, or show it again. What moderators or reports concealed is the moderators' to show. */
export function mayConceal(
  user: SignedInUser,
  { body, heldAt, concealedAs }: Pick<CommentRow, 'body' | 'heldAt' | 'concealedAs'>,
  post: CommentedPost,
): boolean {
  if (body === null || heldAt !== null) return false;
  return isModerator(user) || (post.authorId === user.id && (concealedAs ?? 'post_author') === 'post_author');
}

export function mayReport(
  user: SignedInUser,
  comment: Authored & Pick<CommentRow, 'concealedAt' | 'heldAt'>,
  post: CommentedPost,
): boolean {
  return comment.body !== null && comment.heldAt === null && !isAuthor(user, comment) && mayRead(user, comment, post);
}

export function mayDelete(user: SignedInUser, comment: Authored, post: CommentedPost): boolean {
  return comment.body !== null && (isAuthor(user, comment) || post.authorId === user.id || isModerator(user));
}
