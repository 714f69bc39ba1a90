/** What a post can be, as far as anybody sees it. */
export const POST_STATUSES = ['draft', 'scheduled', 'published'] as const;
export type PostStatus = (typeof POST_STATUSES)[number];

/** A post in the trash is none of these, so that no list can show it by mistake. */
export const STORED_STATUSES = [...POST_STATUSES, 'trashed'] as const;
export type StoredStatus = (typeof STORED_STATUSES)[number];

/** Who put a post into the trash: only they may take it out again. */
export type TrashedBy = 'author' | 'moderator';
