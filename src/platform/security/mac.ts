import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config/load-config.js';
import { deriveKeys, type Keys } from './derived-key.js';

const FULL_BYTES = 32;
type Parts = readonly (string | Buffer)[];

/** Message authentication codes (HMAC-SHA-256) for one purpose: by them we know again what was made here. */
export class Mac {
  private readonly keys: Keys;

  constructor(
    config: Pick<Config, 'secrets'>,
    purpose: string,
    /** How much of it is used. */
    readonly bytes = FULL_BYTES,
  ) {
    this.keys = deriveKeys(config, purpose);
  }

  /** Made with `JWT_SECRET`. */
  of(...parts: Parts): Buffer {
    return this.by(this.keys[0], parts);
  }

  /** Whether it was made of these, with `JWT_SECRET` or one of its fallbacks. */
  isOf(mac: Buffer, ...parts: Parts): boolean {
    return mac.length === this.bytes && this.keys.some((key) => timingSafeEqual(mac, this.by(key, parts)));
  }

  private by(key: KeyObject, parts: Parts): Buffer {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(part);
    return hmac.digest().subarray(0, this.bytes);
  }
}
