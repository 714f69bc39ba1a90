import { createHash } from 'node:crypto';

/**
 * A number from 0 up to 1 that looks like chance, and is always the same for the same words: whoever tries the demo on two
 * machines finds the same kitchen.
 */
export function chance(...words: readonly string[]): number {
  const digest = createHash('sha256').update(words.join('\n')).digest();
  return digest.readUInt32BE() / 2 ** 32;
}
