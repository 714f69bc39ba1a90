import { Injectable } from '@nestjs/common';
import { parse as parseUuid, stringify as formatUuid } from 'uuid';
import { Config } from '../../../platform/config/load-config.js';
import { Mac } from '../../../platform/security/mac.js';

const PREFIX = 'kdv_';
const ID_BYTES = 16;

/**
 * What a device is known by: its id with a MAC (HMAC-SHA-256). Made from the id whenever it is needed and stored nowhere, like
 * refresh tokens. It signs nobody in: it only keeps strangers' wrong guesses from slowing its owner down.
 */
@Injectable()
export class DeviceMarks {
  private readonly mac: Mac;

  constructor(config: Config) {
    this.mac = new Mac(config, 'kitchen device mark');
  }

  issue(deviceId: string): string {
    const id = Buffer.from(parseUuid(deviceId));
    return PREFIX + Buffer.concat([id, this.mac.of(id)]).toString('base64url');
  }

  /** @returns the device's id; undefined for anything that was not issued here. */
  read(mark: string): string | undefined {
    if (!mark.startsWith(PREFIX)) return undefined;
    const bytes = Buffer.from(mark.slice(PREFIX.length), 'base64url');
    const id = bytes.subarray(0, ID_BYTES);
    return this.mac.isOf(bytes.subarray(ID_BYTES), id) ? formatUuid(id) : undefined;
  }
}
