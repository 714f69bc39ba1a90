import { createHash } from 'node:crypto';

const MAX_NAMED_STATEMENTS = 500;
const names = new Map<string, string>();

/**
 * A stable name for a statement's text, so that PostgreSQL parses and plans it once per connection instead of at every
 * call. Bounded: texts past the limit stay unnamed, since a server keeps named ones until the connection ends.
 */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MAX_NAMED_STATEMENTS) return undefined;
  const name = `k_${createHash('sha1').update(text).digest('base64url')}`;
  names.set(text, name);
  return name;
}
