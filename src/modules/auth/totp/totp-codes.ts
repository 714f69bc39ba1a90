import { Injectable } from '@nestjs/common';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/load-config.js';
import { Seal } from '../../../platform/security/seal.js';

/** The values that every authenticator app knows: six digits (RFC 4226 §5.3) of 30 seconds (RFC 6238 §4.1), HMAC-SHA-1. */
const PERIOD_SECONDS = 30;

/** A new secret, in clear for the app and sealed for the database. */
export interface NewSecret {
  secret: string;
  sealedSecret: string;
  otpauthUrl: string;
}

/** Time-based one-time codes (RFC 6238). */
@Injectable()
export class TotpCodes {
  private readonly issuer: string;

  constructor(
    private readonly seal: Seal,
    private readonly clock: Clock,
    config: Config,
  ) {
    this.issuer = config.get('APP_NAME');
  }

  /** A secret of 160 bits, as long as the HMAC's output (RFC 4226 §4 R6). */
  newSecret(userId: string, username: string): NewSecret {
    const secret = generateSecret();
    const otpauthUrl = generateURI({ issuer: this.issuer, label: username, secret });
    return { secret, sealedSecret: this.seal.close(secret, contextOf(userId)), otpauthUrl };
  }

  /** The same secret, sealed with the `JWT_SECRET` of now. @returns undefined when it cannot be read at all. */
  sealAnew(userId: string, sealedSecret: string): string | undefined {
    const secret = this.seal.open(sealedSecret, contextOf(userId));
    return secret === undefined ? undefined : this.seal.close(secret, contextOf(userId));
  }

  isUpToDate(userId: string, sealedSecret: string): boolean {
    return this.seal.isUpToDate(sealedSecret, contextOf(userId));
  }

  /**
   * The time step that a code is right for: the present one, or one beside it, for clocks that are not quite right
   * (RFC 6238 §5.2). Whether it was used before is not looked at. Undefined for a wrong code, and when the secret cannot be
   * read because `JWT_SECRET` was changed without keeping the one before among its fallbacks.
   */
  stepOf(code: string, userId: string, sealedSecret: string): number | undefined {
    const secret = this.seal.open(sealedSecret, contextOf(userId));
    if (secret === undefined || !isTotpCode(code)) return undefined;
    const epoch = Math.floor(this.clock.now().getTime() / 1000);
    const result = verifySync({ secret, token: canonical(code), epoch, epochTolerance: PERIOD_SECONDS });
    return result.valid && 'timeStep' in result ? result.timeStep : undefined;
  }
}

/** Whether it has the form of such a code; apps show it in two groups. */
export function isTotpCode(code: string): boolean {
  return /^\d{6}$/.test(canonical(code));
}

function canonical(code: string): string {
  return code.replace(/[\s-]/g, '');
}

function contextOf(userId: string): string {
  return `totp ${userId}`;
}
