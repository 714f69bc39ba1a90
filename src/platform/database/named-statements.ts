import { createHash } from 'node:crypto';
import { changesPublicTables } from '../public-answers/public-tables.js';

const CHANGE =
  /\b(?:insert into|update|delete from|merge into|for share|for key share|set_config|nextval|pg_\w*advisory\w*)\b/i;

/** What is worked out of a statement's text, once: see `StatementText`. */
export interface AboutStatement {
  readonly text: string;
  /** A stable name, so that PostgreSQL parses and plans it once per connection instead of at every call. */
  readonly name: string;
  /** Whether it changes nothing, and holds nothing for a change to come. */
  readonly isRead: boolean;
  /** Whether guests may see something else after it. */
  readonly isPublicChange: boolean;
}

export function aboutStatement(text: string): AboutStatement {
  return {
    text,
    name: `k_${createHash('sha1').update(text).digest('base64url')}`,
    isRead: /^\s*(?:select|with)\b/i.test(text) && !CHANGE.test(text),
    isPublicChange: changesPublicTables(text),
  };
}
