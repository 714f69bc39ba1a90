import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/load-config.js';
import { Mac } from '../../../platform/security/mac.js';
import { UsedPasskeyChallengesRepository } from './used-passkey-challenges.repository.js';

/** What an answer is good for; one for another purpose, or for another member, is refused. */
export type PasskeyPurpose = 'registration' | 'sign-in' | 'step-up';

/** As long as browsers wait for the member (WebAuthn §15.1 recommends five to ten minutes), as options say it, too. */
export const CHALLENGE_LIFETIME_MILLIS = 5 * 60_000;

const [NONCE_BYTES, EXPIRY_BYTES] = [16, 6];
const PAYLOAD_BYTES = NONCE_BYTES + EXPIRY_BYTES;

/**
 * Challenges of WebAuthn ceremonies (WebAuthn §13.4.3): 128 random bits, when they expire, and a MAC over both and what they
 * are for. They are not stored when they are issued, so that guests cannot fill a table by asking for them; only those that
 * were answered are, and so none is answered twice.
 */
@Injectable()
export class PasskeyChallenges {
  private readonly mac: Mac;

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly used: UsedPasskeyChallengesRepository,
  ) {
    this.mac = new Mac(config, 'kitchen passkey challenge');
  }

  issue(purpose: PasskeyPurpose, userId?: string): Buffer<ArrayBuffer> {
    const payload = Buffer.alloc(PAYLOAD_BYTES);
    payload.set(randomBytes(NONCE_BYTES));
    payload.writeUIntBE(this.clock.now().getTime() + CHALLENGE_LIFETIME_MILLIS, NONCE_BYTES, EXPIRY_BYTES);
    return Buffer.concat([payload, this.mac.of(payload, useOf(purpose, userId))]);
  }

  /** Whether it was issued here for this, and has not expired. */
  isGood(challenge: string, purpose: PasskeyPurpose, userId?: string): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    const [payload, mac] = [bytes.subarray(0, PAYLOAD_BYTES), bytes.subarray(PAYLOAD_BYTES)];
    return this.mac.isOf(mac, payload, useOf(purpose, userId)) && expiryOf(bytes) > this.clock.now();
  }

  /** Uses a good challenge up, in the running transaction. @returns whether it had not been used before. */
  async use(challenge: string): Promise<boolean> {
    const bytes = Buffer.from(challenge, 'base64url');
    // As it was issued: other texts may decode to the same bytes.
    return this.used.insert(bytes.toString('base64url'), expiryOf(bytes));
  }
}

function useOf(purpose: PasskeyPurpose, userId = ''): string {
  return `${purpose} ${userId}`;
}

function expiryOf(bytes: Buffer): Date {
  return new Date(bytes.readUIntBE(NONCE_BYTES, EXPIRY_BYTES));
}
