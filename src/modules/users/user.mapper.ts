import { versioned } from '../../platform/http/version.js';
import type { MemberRole, OwnAccount, UserProfile } from './user.view.js';
import type { Account } from './users.repository.js';

export function toProfile({ version, username, displayName, bio, createdAt }: Account): UserProfile {
  return versioned(version, { username, displayName, bio, createdAt });
}

export function toOwnAccount(user: Account): OwnAccount {
  const { version, id, username, displayName, bio, email, emailVerifiedAt, timezone, role, createdAt, updatedAt } =
    user;
  const isEmailVerified = emailVerifiedAt !== null;
  const address = { email, isEmailVerified, emailVerifiedAt };
  return versioned(version, { id, username, displayName, bio, ...address, timezone, role, createdAt, updatedAt });
}

export function toMemberRole({ version, username, role }: Pick<Account, 'version' | 'username' | 'role'>): MemberRole {
  return versioned(version, { username, role });
}
