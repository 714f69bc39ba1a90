import { randomInt } from 'node:crypto';
import slugify from '@sindresorhus/slugify';

const MAX_LENGTH = 80;
const RANDOM_LENGTH = 6;
const MAX_BASE_LENGTH = MAX_LENGTH - RANDOM_LENGTH - '-'.length;

/** For titles of which nothing is left, such as those in a script that cannot be transliterated. */
const WITHOUT_WORDS = 'post';

/** Addresses below `/posts` that are not a post's. */
const RESERVED = new Set(['feed']);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether it has the form of an id. No slug has. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** A title as a part of an address: lower case ASCII letters, digits and hyphens. */
export function slugOf(title: string): string {
  const slug = cutAtWord(slugify(title, { decamelize: false })) || WITHOUT_WORDS;
  return isId(slug) || RESERVED.has(slug) ? `${WITHOUT_WORDS}-${slug}` : slug;
}

/**
 * Takes the first free slug for a title: the plain one, the same with a number, at last with something random.
 *
 * @param claim asks the database for a slug, which decides between parallel claims; undefined when it is taken.
 */
export async function claimSlug<T>(title: string, claim: (slug: string) => Promise<T | undefined>): Promise<T> {
  for (const slug of slugsToTry(slugOf(title))) {
    const claimed = await claim(slug);
    if (claimed !== undefined) return claimed;
  }
  throw new Error('Every slug was taken, even random ones.');
}

function* slugsToTry(base: string): Generator<string> {
  yield base;
  yield `${base}-2`;
  yield `${base}-3`;
  for (let attempt = 0; attempt < 5; attempt++) yield `${base}-${randomSuffix()}`;
}

function randomSuffix(): string {
  return randomInt(36 ** RANDOM_LENGTH)
    .toString(36)
    .padStart(RANDOM_LENGTH, '0');
}

function cutAtWord(slug: string): string {
  if (slug.length <= MAX_BASE_LENGTH) return slug;
  const words = slug.slice(0, MAX_BASE_LENGTH + 1).replace(/-[^-]*$/, '');
  return words.slice(0, MAX_BASE_LENGTH);
}
