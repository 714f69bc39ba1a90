import type { DemoPicture } from './album.js';
import { chance } from './chance.js';
import type { PictureKind } from './draw-picture.js';
import { type DemoComment, parseThread } from './thread.js';

export type DemoStatus = 'published' | 'draft' | 'scheduled' | 'trashed';

/** A post as its file in `assets/posts` says it. */
export interface DemoPost {
  title: string;
  author: string;
  tags: string[];
  status: DemoStatus;
  /** How many days before the seeding it was written. Fewer than none: in so many days it will be published. */
  age?: number;
  /** Or the month and day, such as `05-17`, for what belongs to a time of the year: the latest one that is past. */
  season?: string;
  body: string;
  /** What it said before, the oldest first. */
  earlierBodies: string[];
  pictures: DemoPicture[];
  /** Which of the pictures is the cover, counted from 1; without it, the first. */
  cover?: number;
  comments: DemoComment[];
}

const FILE = /^---\n(?<head>.+?)\n---\n(?<body>.+?)(?:\n<!-- comments -->\n(?<thread>.+))?$/s;
const EDIT = '\n<!-- edit -->\n';

/**
 * Reads a file of Markdown: a head of lines `name: value` between two `---`, the post itself, and after `<!-- comments -->` the
 * thread below it. A post that was edited stands there as often as it was written, with `<!-- edit -->` between. `pictures` are
 * a kind and a description each: `landscape The allotment in March | dish What came of it`.
 */
export function parsePost(file: string): DemoPost {
  const { head = '', body = '', thread = '' } = FILE.exec(file)?.groups ?? {};
  const { title, author, tags, age, date, status, pictures, cover } = parseHead(head);
  if (!title || !author || !tags || !body || !(age ?? date))
    throw new Error(`A post of the demo lacks something: ${file}`);
  const bodies = body.split(EDIT).map((text) => text.trim());
  const written = { title, author, tags: tags.split(', '), status: (status ?? 'published') as DemoStatus };
  return {
    ...{ ...written, body: bodies.pop() ?? '', earlierBodies: bodies, comments: parseThread(thread) },
    pictures: pictures === undefined ? picturesBy(written) : parsePictures(title, pictures),
    ...(age && { age: Number(age) }),
    ...(date && { season: date }),
    ...(cover && { cover: Number(cover) }),
  };
}

function parseHead(head: string): Partial<Record<string, string>> {
  return Object.fromEntries(head.split('\n').map((line) => line.split(/: (.*)/, 2) as [string, string]));
}

function parsePictures(title: string, line: string): DemoPicture[] {
  return line.split(' | ').map((picture, index) => {
    const [kind = '', alt = ''] = picture.split(/ (.*)/, 2);
    return { kind: kind as PictureKind, alt, name: `${title} ${index}` };
  });
}

/** To draw and encode takes its time, so that most posts must do without. */
const SHARE = 0.3;

/** What a post is about, if that is to be seen. */
function picturesBy({ title, tags }: Pick<DemoPost, 'title' | 'tags'>): DemoPicture[] {
  if (chance('has a photo', title) > SHARE) return [];
  if (tags.includes('recipes')) return [{ kind: 'dish', name: title, alt: `A plate of what “${title}” makes` }];
  const isOutside = tags.includes('gardening') || tags.includes('travel');
  return isOutside ? [{ kind: 'landscape', name: title, alt: 'Hills under a low sun' }] : [];
}
