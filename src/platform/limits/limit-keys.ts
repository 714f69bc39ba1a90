import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/load-config.js';
import { deriveKeys, type Keys } from '../security/derived-key.js';

/**
 * Under which keys counters are stored. They are made from addresses and names that strangers have typed, and nobody who reads
 * the database is to collect those; a bare hash of an address could be found again by trying all.
 */
@Injectable()
export class LimitKeys {
  private readonly keys: Keys;

  constructor(config: Config) {
    this.keys = deriveKeys(config, 'kitchen limit key');
  }

  /** @param limit what is limited. @param whom an address, a name, an id. */
  of(limit: string, whom: string): string {
    return createHmac('sha256', this.keys[0]).update(`${limit}\n${whom}`).digest('base64url');
  }
}
