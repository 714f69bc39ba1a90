import { randomInt } from 'node:crypto';
import type { ExternalIdentity } from './providers/provider.js';

const MAX_LENGTH = 30;
const SUFFIX_LENGTH = 5;

/**
 * A username for a new member, after what they are called elsewhere.
 *
 * @param round how often a name was taken already; from the second on, a number is added that nobody will have.
 */
export function usernameFor({ username, email, displayName }: ExternalIdentity, round: number): string {
  const wanted = [username, email?.split('@')[0], displayName].map(toUsername).find((name) => name.length >= 3);
  const name = wanted ?? 'member';
  if (round === 0 && wanted !== undefined) return name;
  const digits = String(randomInt(10 ** SUFFIX_LENGTH)).padStart(SUFFIX_LENGTH, '0');
  return `${name.slice(0, MAX_LENGTH - SUFFIX_LENGTH - 1)}_${digits}`;
}

function toUsername(text: string | null | undefined): string {
  const [name = ''] = (text ?? '').split('@');
  const plain = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, MAX_LENGTH);
}
