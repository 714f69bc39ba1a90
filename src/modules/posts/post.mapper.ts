import { versioned } from '../../platform/http/version.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { avatarUrlOf } from '../users/index.js';
import { toPhotos } from './photos/post-photos.mapper.js';
import type { CommentPeriod } from './comment-period.js';
import type { PostRow, PostSummaryRow } from './post.columns.js';
import type { PostSummary, PostView } from './post.view.js';

export function toSummary(row: PostSummaryRow, viewer: SignedInUser | undefined): PostSummary {
  const { id, slug, title, excerpt, status, tags, likeCount, commentCount, readingMinutes } = row;
  const { createdAt, updatedAt, publishedAt, publishAt, isLiked: liked, isBookmarked: bookmarked } = row;
  return {
    ...{ id, slug, title, excerpt, status, tags },
    author: {
      username: row.authorUsername,
      displayName: row.authorDisplayName,
      avatarUrl: avatarUrlOf(row.authorAvatarPhotoId),
    },
    ...toPhotos(row.photos),
    ...{ likeCount, commentCount, readingMinutes, createdAt, updatedAt, publishedAt, publishAt },
    ...(viewer && { viewer: { liked, bookmarked, canEdit: viewer.id === row.authorId } }),
  };
}

export function toPost(row: PostRow, viewer: SignedInUser | undefined, period: CommentPeriod): PostView {
  const { body, html } = row;
  return versioned(row.version, { ...toSummary(row, viewer), areCommentsOpen: period.isOpen(row), body, html });
}
