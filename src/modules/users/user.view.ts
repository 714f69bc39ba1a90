import type { Role } from '../../platform/security/signed-in-user.js';

/** What others see of a member beside what that member wrote. */
export class UserSummary {
  /** @example "ada" */
  username!: string;
  /** @example "Ada Lovelace" */
  displayName!: string;
  /**
   * Address of the avatar's bytes, from the root of this server: WebP, up to 320 pixels wide.
   * @example "/api/v1/photos/019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10/thumb.webp"
   */
  avatarUrl!: string | null;
}

/** What the one who asks has to do with a member. */
export class UserViewer {
  following!: boolean;
}

/** A member's public profile. */
export class UserProfile extends UserSummary {
  /** @example "Writes programs for machines that do not exist yet." */
  bio!: string | null;
  /** How many posts are published. */
  postCount!: number;
  followerCount!: number;
  followingCount!: number;
  /** When the account was made. */
  createdAt!: Date;
  /** Only when one is signed in, and looks at somebody's profile. */
  viewer?: UserViewer;
}

/** One's own account. */
export class OwnAccount extends UserProfile {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  id!: string;
  /** @example "ada@example.com" */
  email!: string;
  /** Whether it was proved, by the link in a mail, that the address is this member's. */
  isEmailVerified!: boolean;
  emailVerifiedAt!: Date | null;
  /**
   * IANA time zone; decides what "today" is.
   * @example "Europe/London"
   */
  timezone!: string;
  /** The photo that is my avatar. */
  avatarPhotoId!: string | null;
  role!: Role;
  updatedAt!: Date;
}

/** What a member may do. */
export class MemberRole {
  /** @example "ada" */
  username!: string;
  role!: Role;
}
