import { versioned } from '../../platform/http/version.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { avatarUrlOf } from '../users/index.js';
import { mayConceal, mayDelete, mayEdit, mayRead, mayReport } from './comment-rights.js';
import type { CommentRow } from './comment.columns.js';
import type { CommentView, CommentViewer } from './comment.view.js';
import type { CommentedPost } from './commented-posts.js';

export function toComment(row: CommentRow, post: CommentedPost, viewer: SignedInUser | undefined): CommentView {
  const { version, id, postId, parentId, likeCount, replyCount, concealedAt, heldAt, createdAt, editedAt } = row;
  return versioned(version, {
    id,
    postId,
    parentId,
    ...(mayRead(viewer, row, post) ? toWords(row) : WITHHELD),
    likeCount,
    replyCount,
    isDeleted: row.body === null,
    isHidden: concealedAt !== null,
    isHeld: heldAt !== null,
    createdAt,
    editedAt,
    ...(viewer && { viewer: toViewer(row, post, viewer) }),
  });
}

function toViewer(row: CommentRow, post: CommentedPost, viewer: SignedInUser): CommentViewer {
  return {
    liked: row.isLiked,
    canEdit: mayEdit(viewer, row),
    canDelete: mayDelete(viewer, row, post),
    canConceal: mayConceal(viewer, row, post),
    canReport: mayReport(viewer, row, post),
  };
}

/** What a comment says, and who says it. */
function toWords(row: CommentRow): Pick<CommentView, 'author' | 'body' | 'html' | 'mentions'> {
  const mentions = row.mentions.map(({ username, displayName }) => ({ username, displayName }));
  return { author: toAuthor(row), body: row.body, html: row.html, mentions };
}

const WITHHELD: ReturnType<typeof toWords> = { author: null, body: null, html: null, mentions: [] };

function toAuthor(row: CommentRow): CommentView['author'] {
  const { authorUsername: username, authorDisplayName: displayName, authorAvatarPhotoId: avatarPhotoId } = row;
  return username === null || displayName === null
    ? null
    : { username, displayName, avatarUrl: avatarUrlOf(avatarPhotoId) };
}

/** Hangs each reply under its parent. Siblings stay in the order in which they are given. */
export function withReplies(roots: readonly CommentView[], below: readonly CommentView[]): CommentView[] {
  const tree = [...roots, ...below].map((comment) => Object.assign(comment, { replies: [] as CommentView[] }));
  const byId = new Map(tree.map((comment) => [comment.id, comment]));
  for (const reply of below) byId.get(reply.parentId ?? '')?.replies.push(reply);
  return tree.slice(0, roots.length);
}
