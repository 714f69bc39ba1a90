import { STAFF_ACTIONS, type StaffActionDetails } from '../../../platform/audit/staff-actions.js';
import type { Role } from '../../../platform/security/signed-in-user.js';
import type { LogoutScope } from '../dto/logout-query.dto.js';
import type { Scope } from '../tokens/token-scopes.js';

/** What the audit log records. Names are stable: filters and reports of operators rely on them. */
export const SECURITY_EVENTS = [
  'auth.register',
  'auth.login',
  'auth.login_failed',
  'auth.new_device',
  'auth.logout',
  'auth.session_ended',
  'auth.refresh_reuse',
  'auth.password_changed',
  'auth.password_reset',
  'auth.email_verified',
  'auth.email_changed',
  'auth.second_factor_on',
  'auth.second_factor_off',
  'auth.second_factor_reset',
  'auth.recovery_codes_renewed',
  'auth.recovery_code_used',
  'auth.token_created',
  'auth.token_revoked',
  'auth.identity_linked',
  'auth.identity_unlinked',
  'auth.passkey_added',
  'auth.passkey_removed',
  'auth.passkey_copied',
  'auth.stepped_up',
  'users.role_changed',
  'users.suspended',
  'users.suspension_lifted',
  ...STAFF_ACTIONS,
] as const;
export type SecurityEventName = (typeof SECURITY_EVENTS)[number];

/**
 * What an event tells beside who, whom, when and from where; an event that is not listed tells nothing more. Whoever adds a
 * field decides here that it is no secret: no password, token or code, not even hashed.
 */
export interface SecurityEventDetails extends StaffActionDetails {
  /** How many attempts on the account this hour has seen up to then. */
  'auth.login_failed': { attempts: number };
  'auth.logout': { scope: LogoutScope };
  /** Of the session that was ended, which is another one than the request's. */
  'auth.session_ended': { device: string };
  'auth.refresh_reuse': { device: string };
  /** How many recovery codes the member has now. */
  'auth.recovery_code_used': { left: number };
  'auth.token_created': { name: string; scopes: Scope[] };
  'auth.token_revoked': { name: string };
  /** Where the identity is. */
  'auth.identity_linked': { provider: string };
  'auth.identity_unlinked': { provider: string };
  'auth.passkey_added': { name: string };
  'auth.passkey_removed': { name: string };
  'auth.passkey_copied': { name: string };
  'auth.stepped_up': { method: 'password' | 'totp' | 'passkey' };
  'users.role_changed': { from: Role; to: Role };
  /** No `until` is without end. */
  'users.suspended': { reason: string; until: Date | null };
}
