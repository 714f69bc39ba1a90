import { PostSummary } from '../post.view.js';
import type { TrashedBy } from '../post-status.js';

/** A post in the trash, with the `status` that it had before. */
export class TrashedPost extends PostSummary {
  deletedAt!: Date;
  /** When it will be gone for good. */
  purgeAt!: Date;
  /** What moderators deleted only moderators can restore. */
  deletedBy!: TrashedBy;
}

export class TrashPage {
  items!: TrashedPost[];
  nextCursor!: string | null;
}

export class EmptiedTrash {
  /** @example 3 */
  deletedCount!: number;
}
