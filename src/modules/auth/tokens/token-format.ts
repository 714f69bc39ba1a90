import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PREFIX = 'kpt_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 190 bits. */
const RANDOM_LENGTH = 32;
/** 62⁶ > 2³². */
const CHECKSUM_LENGTH = 6;

const TOKEN = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/**
 * A personal access token: `kpt_`, 32 random digits of base 62, and six that are the CRC-32 of all before them. The prefix lets
 * scanners for leaked secrets find it, and the checksum tells it from what merely looks like one, without asking anybody. Both
 * as in the tokens of GitHub.
 */
export function newPersonalToken(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => DIGITS[randomInt(DIGITS.length)]).join('');
  return withChecksum(PREFIX + random);
}

/** Whether a credential claims to be one. */
export function looksPersonal(credential: string): boolean {
  return credential.startsWith(PREFIX);
}

/** Whether a text could have been made here: a token that was mistyped or cut off could not. */
export function isWellFormed(token: string): boolean {
  return TOKEN.test(token) && withChecksum(token.slice(0, -CHECKSUM_LENGTH)) === token;
}

/** What is stored: with so many random bits, SHA-256 leaves nothing to guess. */
export function hashOfToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

function withChecksum(text: string): string {
  let checksum = crc32(text);
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = DIGITS.charAt(checksum % DIGITS.length) + digits;
    checksum = Math.floor(checksum / DIGITS.length);
  }
  return text + digits;
}
