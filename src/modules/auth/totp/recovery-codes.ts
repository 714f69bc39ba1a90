import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RecoveryCodesRepository } from './recovery-codes.repository.js';

const COUNT = 10;
const GROUPS = 6;
const GROUP_LENGTH = 4;

/** Crockford's base 32: no letter that is taken for a digit, none that makes words. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Codes for whoever has lost the authenticator app: 24 characters of 5 bits each. With 120 bits they cannot be guessed, so a
 * plain hash protects them (NIST SP 800-63B §3.1.2.2 asks for 112), and tries need not be counted.
 */
@Injectable()
export class RecoveryCodes {
  constructor(private readonly codes: RecoveryCodesRepository) {}

  /** New codes in place of all earlier ones, in the running transaction; here, and never again, they can be read. */
  async renew(userId: string): Promise<string[]> {
    const codes = Array.from({ length: COUNT }, newCode);
    await this.codes.deleteOwned(userId);
    await this.codes.insert(
      userId,
      codes.map((code) => hashOf(userId, code)),
    );
    return codes;
  }

  /** Uses a code up, however its groups and letters were typed. @returns whether it was one. */
  async use(userId: string, code: string): Promise<boolean> {
    return this.codes.use(userId, hashOf(userId, code));
  }

  async countLeft(userId: string): Promise<number> {
    return this.codes.count(userId);
  }

  async deleteAll(userId: string): Promise<void> {
    await this.codes.deleteOwned(userId);
  }
}

function newCode(): string {
  // 256 is a multiple of 32, so every character is equally likely.
  const characters = Array.from(randomBytes(GROUPS * GROUP_LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return characters.join('').replace(/.{4}(?=.)/g, '$&-');
}

/** The member is part of it, so that nobody can look for one code in everybody's rows. */
function hashOf(userId: string, code: string): string {
  return hash('sha256', `${userId} ${canonical(code)}`, 'base64url');
}

function canonical(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
}
