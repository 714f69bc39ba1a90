import { Injectable } from '@nestjs/common';
import { parse as parseUuid, stringify as formatUuid } from 'uuid';
import { Config } from '../../platform/config/load-config.js';
import { Mac } from '../../platform/security/mac.js';

const PREFIX = 'krt_';
const [ID_BYTES, GENERATION_BYTES] = [16, 4];
const PAYLOAD_BYTES = ID_BYTES + GENERATION_BYTES;

/** Which session a refresh token belongs to, and which in the row of its tokens it is. */
export interface RefreshClaim {
  sessionId: string;
  generation: number;
}

/**
 * Refresh tokens: session id, generation and a MAC (HMAC-SHA-256) over both. The database keeps only the number of the current
 * generation, so a dump of it holds nothing that could be used, a lost answer can be given again word for word, and an
 * outdated token is told from a forged one without storing every token that ever was.
 */
@Injectable()
export class RefreshTokens {
  private readonly mac: Mac;

  constructor(config: Config) {
    this.mac = new Mac(config, 'kitchen refresh token');
  }

  issue({ sessionId, generation }: RefreshClaim): string {
    const payload = Buffer.alloc(PAYLOAD_BYTES);
    payload.set(parseUuid(sessionId));
    payload.writeUInt32BE(generation, ID_BYTES);
    return PREFIX + Buffer.concat([payload, this.mac.of(payload)]).toString('base64url');
  }

  /** @returns undefined for anything that was not issued here. */
  read(token: string): RefreshClaim | undefined {
    if (!token.startsWith(PREFIX)) return undefined;
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    const payload = bytes.subarray(0, PAYLOAD_BYTES);
    if (!this.mac.isOf(bytes.subarray(PAYLOAD_BYTES), payload)) return undefined;
    return { sessionId: formatUuid(payload.subarray(0, ID_BYTES)), generation: payload.readUInt32BE(ID_BYTES) };
  }
}
