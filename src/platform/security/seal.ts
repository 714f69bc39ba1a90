import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/load-config.js';
import { deriveKeys, type Keys } from './derived-key.js';

const ALGORITHM = 'aes-256-gcm';
const [NONCE_BYTES, TAG_BYTES] = [12, 16];

/**
 * Encrypts what must be stored and read again, so that a dump of the database alone is worthless (AES-256-GCM, NIST SP 800-38D;
 * the key comes from `JWT_SECRET` by HKDF, RFC 5869). Where a hash will do, store a hash.
 */
@Injectable()
export class Seal {
  private readonly keys: Keys;

  constructor(config: Config) {
    this.keys = deriveKeys(config, 'kitchen sealed secrets');
  }

  /** @param context what it is and whose: a row that was copied to another place cannot be opened there. */
  close(text: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keys[0], nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** @returns undefined when it was sealed with a secret that is not known, or for another context, or was altered. */
  open(sealed: string, context: string): string | undefined {
    for (const key of this.keys) {
      const text = openWith(key, sealed, context);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** Whether it was sealed with `JWT_SECRET`, and not with one of its fallbacks. */
  isUpToDate(sealed: string, context: string): boolean {
    return openWith(this.keys[0], sealed, context) !== undefined;
  }
}

function openWith(key: KeyObject, sealed: string, context: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(-TAG_BYTES)];
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
