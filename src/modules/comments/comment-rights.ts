import { isModerator, type SignedInUser } from '../../platform/security/signed-in-user.js';
import type { Comment } from './comment.entity.js';
import type { CommentedPost } from './commented-posts.js';

type Authored = Pick<Comment, 'authorId' | 'body'>;

/** Words are changed by whoever wrote them, by nobody else. */
export function mayEdit(user: SignedInUser, { authorId, body }: Authored): boolean {
  return body !== null && authorId === user.id;
}

export function mayDelete(user: SignedInUser, { authorId, body }: Authored, post: CommentedPost): boolean {
  return body !== null && (authorId === user.id || post.authorId === user.id || isModerator(user));
}
