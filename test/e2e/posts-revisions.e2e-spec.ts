import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { etagOf, post, type SeenPost } from '../support/posts.js';
import { castOf } from '../support/scenarios.js';

interface SeenRevision {
  number: number;
  title: string;
  body: string;
  restoredFrom: number | null;
  createdAt: string;
  savedAt: string;
}

describe('revisions of a post', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const edit = ({ id }: SeenPost, changes: Record<string, unknown>) => ada.api.patch(`/posts/${id}`, changes);
  const revisionsOf = async ({ id }: SeenPost): Promise<SeenRevision[]> =>
    (await ada.api.get(`/posts/${id}/revisions?limit=100`)).body.items;
  const numbersOf = async (written: SeenPost) => (await revisionsOf(written)).map(({ number }) => number);
  const restore = ({ id }: SeenPost, number: number, by = ada) =>
    by.api.post(`/posts/${id}/revisions/${number}/restoration`);

  it('are made by each edit of what is public, and keep what it said', async () => {
    const first = { title: 'One', body: 'first', excerpt: 'Mine', tags: ['a'] };
    const written = await post(ada, first);
    await edit(written, { body: 'second' });
    await edit(written, { title: 'Three', excerpt: null, tags: ['b', 'c'] });
    const seen = await revisionsOf(written);

    expect(seen.map(({ number, title }) => [number, title])).toEqual([
      [3, 'Three'],
      [2, 'One'],
      [1, 'One'],
    ]);
    expect(seen[0]).not.toHaveProperty('body');
    expect((await ada.api.get(`/posts/${written.id}/revisions/1`)).body).toEqual({
      ...{ number: 1, ...first, restoredFrom: null },
      ...{ createdAt: expect.any(String), savedAt: expect.any(String) },
    });
    expect((await ada.api.get(`/posts/${written.id}/revisions/3`)).body).toMatchObject({
      ...{ title: 'Three', body: 'second', excerpt: null, tags: ['b', 'c'] },
    });
  });

  it.each([
    ['nothing', {}],
    ['what it says already', { title: 'About tea', body: 'Hot water *first*?', excerpt: '', tags: ['tea'] }],
  ])('are not made by an edit that says %s, and neither is a new version', async (_what, changes) => {
    const written = await post(ada, { tags: ['tea'] });
    const etag = await etagOf(ada, written);
    const { status, body } = await edit(written, changes);

    expect({ status, body }).toEqual({ status: 200, body: written });
    expect(await etagOf(ada, written)).toBe(etag);
    expect(await numbersOf(written)).toEqual([1]);
  });

  it('are one for quick saves of a draft, and another after ten minutes', async () => {
    const draft = await post(ada, { title: 'Draft', body: 'a', status: 'draft' });
    for (const body of ['ab', 'abc', 'abcd']) await edit(draft, { body });
    expect(await numbersOf(draft)).toEqual([1]);

    await kitchen.sql`update post_revisions set created_at = now() - interval '11 minutes' where post_id = ${draft.id}`;
    await edit(draft, { body: 'the next day' });
    const [second, first] = await revisionsOf(draft);
    expect([first!.number, second!.number]).toEqual([1, 2]);
    expect((await ada.api.get(`/posts/${draft.id}/revisions/1`)).body.body).toBe('abcd');
  });

  it.each(['at once', 'by plan'])(
    'that were public %s stay, also when the post is withdrawn and saved again',
    async (how) => {
      const draft = await post(ada, {
        body: 'public',
        ...(how === 'at once' ? { status: 'draft' } : { publishAt: '2090-01-01T00:00:00Z' }),
      });
      await ada.api.put(`/posts/${draft.id}/publication`);
      await ada.api.delete(`/posts/${draft.id}/publication`);
      await edit(draft, { body: 'private' });
      await edit(draft, { body: 'private again' });

      expect(await numbersOf(draft)).toEqual([2, 1]);
      expect((await ada.api.get(`/posts/${draft.id}/revisions/1`)).body.body).toBe('public');
    },
  );

  it('are restored as a new one, with title, address, tags and excerpt, and nothing is lost', async () => {
    const written = await post(ada, { title: 'The way it was', body: 'before', excerpt: 'E', tags: ['was'] });
    await edit(written, { title: 'The way it is', body: 'after', excerpt: null, tags: ['is'] });
    const { status, body } = await restore(written, 1);

    expect({ status, body }).toMatchObject({
      status: 200,
      body: { title: 'The way it was', slug: 'the-way-it-was', body: 'before', excerpt: 'E', tags: ['was'] },
    });
    expect(body.html).toBe('<p>before</p>\n');
    expect((await kitchen.guest.get('/posts?tag=was')).body.items).toHaveLength(1);
    expect((await kitchen.guest.get('/posts?tag=is')).body.items).toHaveLength(0);
    const seen = await revisionsOf(written);
    expect(seen.map(({ number, restoredFrom }) => [number, restoredFrom])).toEqual([
      [3, 1],
      [2, null],
      [1, null],
    ]);
    expect((await restore(written, 3)).status).toBe(200);
    expect(await numbersOf(written)).toEqual([3, 2, 1]);
  });

  it('of a draft are restored and then left alone by the next save', async () => {
    const draft = await post(ada, { body: 'one', status: 'draft' });
    await kitchen.sql`update post_revisions set created_at = now() - interval '11 minutes' where post_id = ${draft.id}`;
    await edit(draft, { body: 'two' });
    await restore(draft, 1);
    await edit(draft, { body: 'three' });

    const texts = await Promise.all(
      [1, 2, 3, 4].map(async (number) => (await ada.api.get(`/posts/${draft.id}/revisions/${number}`)).body.body),
    );
    expect(texts).toEqual(['one', 'two', 'one', 'three']);
  });

  it('have numbers without gaps or doubles when many saves come at the same time', async () => {
    const written = await post(ada);
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, i) => (i % 5 === 4 ? restore(written, 1) : edit(written, { body: `save ${i}` }))),
    );
    const numbers = await numbersOf(written);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => numbers.length - i));
    const { body } = (await ada.api.get(`/posts/${written.id}/revisions/${numbers[0]}`)).body;
    expect((await ada.api.get(`/posts/${written.id}`)).body.body).toBe(body);
  });

  it('are their author’s alone, also when the post is public', async () => {
    const cast = await castOf(kitchen);
    const [shown, draft] = [
      await post(cast.owner, { body: 'secret before' }),
      await post(cast.owner, { body: 'secret draft', status: 'draft' }),
    ];
    await cast.owner.api.patch(`/posts/${shown.id}`, { body: 'public now' });
    const routes = ({ id }: SeenPost) => [
      ['GET', `/posts/${id}/revisions`],
      ['GET', `/posts/${id}/revisions/1`],
      ['POST', `/posts/${id}/revisions/1/restoration`],
    ];
    for (const [written, status, code] of [
      [shown, 403, 'posts.not_yours'],
      [draft, 404, 'posts.not_found'],
    ] as const)
      for (const [method, path] of routes(written)) {
        expect((await kitchen.guest.send(method!, path!)).status).toBe(401);
        for (const role of ['stranger', 'moderator', 'admin'] as const) {
          const answer = await cast[role].api.send(method!, path!);
          expect({ role, status: answer.status, code: answer.body.code }).toEqual({ role, status, code });
          expect(answer.text).not.toContain('secret');
        }
      }
    expect((await kitchen.guest.get(`/posts/${shown.id}`)).body.body).toBe('public now');
  });

  it('are paged through, the latest first', async () => {
    const written = await post(ada);
    for (let i = 0; i < 4; i++) await edit(written, { body: `${i}` });
    const first = await ada.api.get(`/posts/${written.id}/revisions?limit=3`);
    const second = await ada.api.get(`/posts/${written.id}/revisions?limit=3&cursor=${first.body.nextCursor}`);
    const numbers = [...first.body.items, ...second.body.items].map(({ number }: SeenRevision) => number);

    expect(numbers).toEqual([5, 4, 3, 2, 1]);
  });

  it.each([
    ['2', 404],
    ['0', 400],
    ['-1', 400],
    ['1.5', 400],
    ['one', 400],
    ['99999999999', 400],
  ])('are not there under the number %s', async (number, status) => {
    const written = await post(ada);

    expect((await ada.api.get(`/posts/${written.id}/revisions/${number}`)).status).toBe(status);
    expect((await restore(written, number as never)).status).toBe(status);
  });

  it('are not there while their post is in the trash, come back with it, and go with it', async () => {
    const written = await post(ada);
    await ada.api.delete(`/posts/${written.id}`);
    expect((await ada.api.get(`/posts/${written.id}/revisions`)).status).toBe(404);
    expect((await restore(written, 1)).status).toBe(404);
    await ada.api.post(`/posts/${written.id}/restoration`);
    expect(await numbersOf(written)).toEqual([1]);
    await ada.api.delete(`/posts/${written.id}`);
    await ada.api.delete(`/users/me/trash/${written.id}`);

    expect(await kitchen.sql`select from post_revisions where post_id = ${written.id}`).toEqual([]);
  });
});
