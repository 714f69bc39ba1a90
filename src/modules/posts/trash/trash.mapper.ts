import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { toSummary } from '../post.mapper.js';
import { TRASH_DAYS, type TrashedPostRow } from './trash.repository.js';
import type { TrashedPost } from './trash.view.js';

const DAY_MILLIS = 86_400_000;

export function toTrashedPost(row: TrashedPostRow, author: SignedInUser): TrashedPost {
  const { trashedAt: deletedAt, trashedBy: deletedBy } = row;
  const purgeAt = new Date(deletedAt.getTime() + TRASH_DAYS * DAY_MILLIS);
  return { ...toSummary(row, author), deletedAt, purgeAt, deletedBy };
}
