import { type DemoComment, parseThread } from './thread.js';

/** A post as its file in `assets/posts` says it. */
export interface DemoPost {
  title: string;
  author: string;
  tags: string[];
  isDraft: boolean;
  /** How many days before the seeding it was written. */
  age?: number;
  /** Or the month and day, such as `05-17`, for what belongs to a time of the year: the latest one that is past. */
  season?: string;
  body: string;
  comments: DemoComment[];
}

const FILE = /^---\n(?<head>.+?)\n---\n(?<body>.+?)(?:\n<!-- comments -->\n(?<thread>.+))?$/s;

/**
 * Reads a file of Markdown: a head of lines `name: value` between two `---`, the post itself, and after `<!-- comments -->` the
 * thread below it.
 */
export function parsePost(file: string): DemoPost {
  const { head = '', body = '', thread = '' } = FILE.exec(file)?.groups ?? {};
  const { title, author, tags, age, date, status } = parseHead(head);
  if (!title || !author || !tags || !body || !(age ?? date))
    throw new Error(`A post of the demo lacks something: ${file}`);
  return {
    ...{ title, author, tags: tags.split(', '), isDraft: status === 'draft' },
    ...(age && { age: Number(age) }),
    ...(date && { season: date }),
    ...{ body: body.trim(), comments: parseThread(thread) },
  };
}

function parseHead(head: string): Partial<Record<string, string>> {
  return Object.fromEntries(head.split('\n').map((line) => line.split(/: (.*)/, 2) as [string, string]));
}
