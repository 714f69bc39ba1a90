import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../platform/config/load-config.js';
import type { Keys } from '../../platform/security/derived-key.js';

/**
 * What access tokens are signed with, and what else they may be signed with. As a `KeyObject` a key is used as it is; given a
 * string, the JWT library tries to read it as a public key and throws, at every single verification, which costs fifty times
 * the verification itself.
 */
export function signingKeys({ secrets: [present, ...fallbacks] }: Pick<Config, 'secrets'>): Keys {
  const keyOf = (secret: string) => createSecretKey(Buffer.from(secret));
  return [keyOf(present), ...fallbacks.map(keyOf)];
}

/** The key to verify a token with: the one that has signed it, or the first, which then refuses it. */
export function keyFor(token: string, keys: Keys): KeyObject {
  return keys.length === 1 ? keys[0] : (keys.find((key) => hasSigned(key, token)) ?? keys[0]);
}

function hasSigned(key: KeyObject, token: string): boolean {
  const end = token.lastIndexOf('.');
  const [given, right] = [
    Buffer.from(token.slice(end + 1), 'base64url'),
    createHmac('sha256', key).update(token.slice(0, end)).digest(),
  ];
  return given.length === right.length && timingSafeEqual(given, right);
}
