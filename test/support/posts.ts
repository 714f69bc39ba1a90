import type { Answer } from './api.js';
import type { Kitchen, Member } from './app.js';

/** What a post looks like in an answer, as far as tests look at it. */
export interface SeenPost {
  id: string;
  slug: string;
  title: string;
  body: string;
  html: string;
  excerpt: string;
  status: string;
  tags: string[];
  author: { username: string; displayName: string; avatarUrl: string | null };
  likeCount: number;
  commentCount: number;
  readingMinutes: number;
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  publishAt: string | null;
  viewer?: { liked: boolean; bookmarked: boolean; canEdit: boolean };
}

/** Writes a post, published unless said otherwise, and insists on it. */
export async function post(author: Member, details: Record<string, unknown> = {}): Promise<SeenPost> {
  const answer = await author.api.post('/posts', { title: 'About tea', body: 'Hot water *first*?', ...details });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body as SeenPost;
}

/** The current tag of a post, as its author gets it. */
export async function etagOf(author: Member, { id }: SeenPost): Promise<string> {
  return (await author.api.get(`/posts/${id}`)).headers.get('etag')!;
}

export const slugsOf = ({ body }: Answer) => (body.items as SeenPost[]).map(({ slug }) => slug);
export const titlesOf = ({ body }: Answer) => (body.items as SeenPost[]).map(({ title }) => title);

/** All pages of a list, with something done between one page and the next. */
export async function readAll(
  { guest }: Pick<Kitchen, 'guest'>,
  path: string,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<SeenPost[]> {
  const items: SeenPost[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const answer = await guest.get(cursor === undefined ? path : `${path}&cursor=${cursor}`);
    if (answer.status !== 200) throw new Error(answer.text);
    items.push(...answer.body.items);
    cursor = answer.body.nextCursor as string | null;
    await between();
  }
  return items;
}
