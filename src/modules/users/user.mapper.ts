import { versioned } from '../../platform/http/version.js';
import { avatarUrlOf } from './avatar.js';
import type { MemberRole, OwnAccount, UserProfile } from './user.view.js';
import type { Account } from './users.repository.js';

export function toProfile({ version, username, displayName, bio, avatarPhotoId, createdAt }: Account): UserProfile {
  return versioned(version, { username, displayName, avatarUrl: avatarUrlOf(avatarPhotoId), bio, createdAt });
}

export function toOwnAccount(user: Account): OwnAccount {
  const { version, id, username, displayName, bio, email, emailVerifiedAt, timezone, role, createdAt, updatedAt } =
    user;
  const avatar = { avatarUrl: avatarUrlOf(user.avatarPhotoId), avatarPhotoId: user.avatarPhotoId };
  const address = { email, isEmailVerified: emailVerifiedAt !== null, emailVerifiedAt };
  const profile = { id, username, displayName, bio, ...avatar, ...address, timezone, role };
  return versioned(version, { ...profile, createdAt, updatedAt });
}

export function toMemberRole({ version, username, role }: Pick<Account, 'version' | 'username' | 'role'>): MemberRole {
  return versioned(version, { username, role });
}
