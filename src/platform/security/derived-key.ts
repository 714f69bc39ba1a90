import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Config } from '../config/load-config.js';

const KEY_BYTES = 32;

/** The first one makes, all of them know again what they have made. */
export type Keys = readonly [KeyObject, ...KeyObject[]];

/**
 * The keys for one purpose, one from each secret (HKDF, RFC 5869): what is made with one of them is worth nothing elsewhere.
 * `KeyObject`s, since of plain bytes every MAC would first make one, which costs five times the MAC.
 */
export function deriveKeys({ secrets: [present, ...fallbacks] }: Pick<Config, 'secrets'>, purpose: string): Keys {
  const derive = (secret: string) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES)));
  return [derive(present), ...fallbacks.map(derive)];
}
