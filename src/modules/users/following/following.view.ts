import { UserSummary, type UserViewer } from '../user.view.js';

/** A member in a list of followers, or of those that somebody follows. */
export class FollowedMember extends UserSummary {
  /** Since when. */
  followedAt!: Date;
  /** Only when one is signed in. */
  viewer?: UserViewer;
}

export class FollowPage {
  items!: FollowedMember[];
  nextCursor!: string | null;
}
