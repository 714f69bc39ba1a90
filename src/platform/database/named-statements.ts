import { createHash } from 'node:crypto';
import { changesPublicTables } from '../public-answers/public-tables.js';

const MAX_KNOWN_STATEMENTS = 500;

/** What is worked out of a statement's text, once. */
interface AboutStatement {
  /** A stable name, so that PostgreSQL parses and plans it once per connection instead of at every call. */
  readonly name: string | undefined;
  /** Whether guests may see something else after it. */
  readonly isPublicChange: boolean;
}

const known = new Map<string, AboutStatement>();

/** Bounded: texts past the limit stay unnamed, since a server keeps named ones until the connection ends. */
export function aboutStatement(text: string): AboutStatement {
  const remembered = known.get(text);
  if (remembered) return remembered;
  const isPublicChange = changesPublicTables(text);
  if (known.size >= MAX_KNOWN_STATEMENTS) return { name: undefined, isPublicChange };
  const name = `k_${createHash('sha1').update(text).digest('base64url')}`;
  known.set(text, { name, isPublicChange });
  return { name, isPublicChange };
}
