import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Config } from '../config/load-config.js';

const KEY_BYTES = 32;

/**
 * The key for one purpose, from the one secret (HKDF, RFC 5869): what is made with one of them is worth nothing elsewhere. A
 * `KeyObject`, since of plain bytes every MAC would first make one, which costs five times the MAC.
 */
export function deriveKey(config: Config, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', config.jwtSecret, '', purpose, KEY_BYTES)));
}
