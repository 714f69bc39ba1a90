import { versioned } from '../../platform/http/version.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { avatarUrlOf } from './avatar.js';
import type { MemberRole, OwnAccount, UserProfile } from './user.view.js';
import type { Account } from './users.repository.js';

export function toProfile(member: Account & { isFollowed: boolean }, viewer: SignedInUser | undefined): UserProfile {
  const { version, username, displayName, bio, createdAt, isFollowed: following } = member;
  const avatarUrl = avatarUrlOf(member.avatarPhotoId);
  return versioned(version, {
    ...{ username, displayName, avatarUrl, bio, ...countsOf(member), createdAt },
    ...(viewer && { viewer: { following } }),
  });
}

export function toOwnAccount(user: Account): OwnAccount {
  const { version, id, username, displayName, bio, email, emailVerifiedAt, timezone, role, createdAt, updatedAt } =
    user;
  const avatar = { avatarUrl: avatarUrlOf(user.avatarPhotoId), avatarPhotoId: user.avatarPhotoId };
  const address = { email, isEmailVerified: emailVerifiedAt !== null, emailVerifiedAt };
  const profile = { id, username, displayName, bio, ...avatar, ...countsOf(user), ...address, timezone, role };
  return versioned(version, { ...profile, createdAt, updatedAt });
}

export function toMemberRole({ version, username, role }: Pick<Account, 'version' | 'username' | 'role'>): MemberRole {
  return versioned(version, { username, role });
}

function countsOf({ postCount, followerCount, followingCount }: Account) {
  return { postCount, followerCount, followingCount };
}
