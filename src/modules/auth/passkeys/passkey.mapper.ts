import { versioned } from '../../../platform/http/version.js';
import type { PasskeyView } from './passkey.view.js';
import type { PasskeyRow } from './passkeys.repository.js';

export function toPasskeyView({ id, name, isBackedUp, createdAt, lastUsedAt, version }: PasskeyRow): PasskeyView {
  return versioned(version, { id, name, isBackedUp, createdAt, lastUsedAt });
}
