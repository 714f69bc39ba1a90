import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse as parseUuid, stringify as formatUuid } from 'uuid';
import { Config } from '../../../platform/config/load-config.js';
import { deriveKey } from '../../../platform/security/derived-key.js';

const PREFIX = 'kdv_';
const [ID_BYTES, MAC_BYTES] = [16, 32];

/**
 * What a device is known by: its id with a MAC (HMAC-SHA-256). Made from the id whenever it is needed and stored nowhere, like
 * refresh tokens. It signs nobody in: it only keeps strangers' wrong guesses from slowing its owner down.
 */
@Injectable()
export class DeviceMarks {
  private readonly key: KeyObject;

  constructor(config: Config) {
    this.key = deriveKey(config, 'kitchen device mark');
  }

  issue(deviceId: string): string {
    const id = Buffer.from(parseUuid(deviceId));
    return PREFIX + Buffer.concat([id, this.mac(id)]).toString('base64url');
  }

  /** @returns the device's id; undefined for anything that was not issued here. */
  read(mark: string): string | undefined {
    if (!mark.startsWith(PREFIX)) return undefined;
    const bytes = Buffer.from(mark.slice(PREFIX.length), 'base64url');
    if (bytes.length !== ID_BYTES + MAC_BYTES) return undefined;
    const id = bytes.subarray(0, ID_BYTES);
    return timingSafeEqual(bytes.subarray(ID_BYTES), this.mac(id)) ? formatUuid(id) : undefined;
  }

  private mac(id: Buffer): Buffer {
    return createHmac('sha256', this.key).update(id).digest();
  }
}
