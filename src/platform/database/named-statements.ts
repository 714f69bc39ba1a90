import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { changesPublicTables } from '../public-answers/public-tables.js';

/** As many as there may be for one connection, and more, which asks for some now and then. */
const REMEMBERED = 1_000;

/** What is worked out of a statement's text, once. */
interface AboutStatement {
  /** A stable name, so that PostgreSQL parses and plans it once per connection instead of at every call. */
  readonly name: string;
  /** Whether guests may see something else after it. */
  readonly isPublicChange: boolean;
}

const remembered = new LRUCache<string, AboutStatement>({ max: REMEMBERED });

export function aboutStatement(text: string): AboutStatement {
  const known = remembered.get(text);
  if (known) return known;
  const about = {
    name: `k_${createHash('sha1').update(text).digest('base64url')}`,
    isPublicChange: changesPublicTables(text),
  };
  remembered.set(text, about);
  return about;
}
