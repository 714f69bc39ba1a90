import type { Answer } from './api.js';
import type { Kitchen, Member } from './app.js';

/** What a comment looks like in an answer, as far as tests look at it. */
export interface SeenComment {
  id: string;
  parentId: string | null;
  author: { username: string } | null;
  body: string | null;
  likeCount: number;
  replyCount: number;
  isDeleted: boolean;
  isHidden: boolean;
  isHeld: boolean;
  replies?: SeenComment[];
}

/** A published post of this member. @returns its id. */
export async function publish(author: Member, title = 'About tea'): Promise<string> {
  const { status, body, text } = await author.api.post('/posts', { title, body: 'Hot water first?' });
  if (status !== 201) throw new Error(text);
  return body.id as string;
}

export async function draft(author: Member): Promise<string> {
  const { status, body, text } = await author.api.post('/posts', { title: 'Not yet', body: '…', status: 'draft' });
  if (status !== 201) throw new Error(text);
  return body.id as string;
}

/** Comments, and insists on it. */
export async function comment(author: Member, postId: string, body: string, parentId?: string): Promise<SeenComment> {
  const answer = await author.api.post(`/posts/${postId}/comments`, { body, parentId });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body as SeenComment;
}

/** A chain of replies, each to the one before. */
export async function chain(author: Member, postId: string, bodies: readonly string[]): Promise<SeenComment[]> {
  const links: SeenComment[] = [];
  for (const body of bodies) links.push(await comment(author, postId, body, links.at(-1)?.id));
  return links;
}

export function bodies({ body }: Answer): (string | null)[] {
  return (body.items as SeenComment[]).map((item) => item.body);
}

/** Follows `nextCursor` to the end. `between` runs after each page. */
export async function allPages(
  read: (cursor: string) => Promise<Answer>,
  between: (page: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<SeenComment[]> {
  const items: SeenComment[] = [];
  let cursor: string | null = '';
  for (let page = 1; cursor !== null; page++) {
    const { body } = await read(cursor === '' ? '' : `&cursor=${cursor}`);
    items.push(...(body.items as SeenComment[]));
    cursor = body.nextCursor as string | null;
    await between(page);
  }
  return items;
}

/** What the counters of a post and its comments say beside what there really is. Equal when all is well. */
export async function counts(kitchen: Kitchen, postId: string) {
  const [post] = await kitchen.sql<{ said: number; real: number }>`
    select comment_count as said, (select count(*)::int from comments 
      where post_id = posts.id and body is not null and concealed_at is null and held_at is null) as real
    from posts where id = ${postId}`;
  const wrong = await kitchen.sql`
    select id from comments parent
    where post_id = ${postId} and reply_count <> (
      select count(*) from comments where parent_id = parent.id and held_at is null)`;
  const forgotten = await kitchen.sql`
    select id from comments where post_id = ${postId} and body is null and reply_count = 0`;
  return { said: post?.said, real: post?.real, wrongReplyCounts: wrong.length, forgottenTombstones: forgotten.length };
}
