import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { etagOf, post, slugsOf } from '../support/posts.js';

describe('publishing posts', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  it('makes a draft public, in lists and under its tags', async () => {
    const { id, slug } = await post(ada, { title: 'Becoming public', status: 'draft', tags: ['fresh'] });
    expect((await kitchen.guest.get(`/posts/${slug}`)).status).toBe(404);
    expect(slugsOf(await kitchen.guest.get('/posts?tag=fresh'))).toEqual([]);

    const { status, body } = await ada.api.put(`/posts/${id}/publication`, {});
    expect({ status, body }).toMatchObject({ status: 200, body: { id, slug, status: 'published' } });
    expect(body.publishedAt).toBe(body.updatedAt);
    expect((await kitchen.guest.get(`/posts/${slug}`)).body.publishedAt).toBe(body.publishedAt);
    expect(slugsOf(await kitchen.guest.get('/posts?tag=fresh'))).toEqual([slug]);
  });

  it('takes a post back out of sight', async () => {
    const { id, slug } = await post(ada, { title: 'Withdrawn', tags: ['withdrawn'] });
    const { status, body } = await ada.api.delete(`/posts/${id}/publication`);

    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'draft', publishedAt: null } });
    expect((await kitchen.guest.get(`/posts/${slug}`)).status).toBe(404);
    expect((await kitchen.guest.get('/posts')).text).not.toContain('Withdrawn');
    expect(slugsOf(await kitchen.guest.get('/posts?tag=withdrawn'))).toEqual([]);
  });

  it.each([
    ['published', 'published', 'put'],
    ['draft', 'draft', 'delete'],
  ] as const)('changes nothing about what is %s already', async (_what, status, method) => {
    const written = await post(ada, { status });
    const etag = await etagOf(ada, written);
    const answers = [
      await ada.api[method](`/posts/${written.id}/publication`),
      await ada.api[method](`/posts/${written.id}/publication`),
    ];

    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: written });
    expect(await etagOf(ada, written)).toBe(etag);
  });

  it('publishes once, however many ask at the same time', async () => {
    const { id } = await post(ada, { status: 'draft', tags: ['a', 'b'] });
    const answers = await Promise.all(Array.from({ length: 10 }, () => ada.api.put(`/posts/${id}/publication`)));

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const [{ version } = { version: 0 }] = await kitchen.sql<{ version: number }>`
      select version from posts where id = ${id}`;
    expect(version).toBe(2);
  });

  it('never leaves tags behind when it is published and withdrawn at the same time', async () => {
    const { id } = await post(ada, { status: 'draft', tags: ['a', 'b'] });
    const path = `/posts/${id}/publication`;
    const changes = Array.from({ length: 20 }, (_, i) => (i % 2 ? ada.api.put(path) : ada.api.delete(path)));
    expect((await Promise.all(changes)).map(({ status }) => status)).toEqual(Array(20).fill(200));

    const { body } = await ada.api.get(`/posts/${id}`);
    const indexed = await kitchen.sql`select tag from post_tags where post_id = ${id} order by tag`;
    expect(indexed).toEqual(body.status === 'published' ? [{ tag: 'a' }, { tag: 'b' }] : []);
  });

  it.each([
    ['an unknown field', { status: 'published' }, 422, ['/status']],
    ['a time that is past', { publishAt: '2020-01-01T00:00:00.000Z' }, 422, ['/publishAt']],
    ['a time that is none', { publishAt: 7 }, 422, ['/publishAt']],
    ['a list', [], 422, ['']],
  ])('refuses %s and publishes nothing', async (_what, content, status, pointers) => {
    const { id } = await post(ada, { status: 'draft' });
    const answer = await ada.api.put(`/posts/${id}/publication`, content);

    expect(answer.status).toBe(status);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(pointers);
    expect((await ada.api.get(`/posts/${id}`)).body.status).toBe('draft');
  });

  it.each([
    ['draft', { status: 'draft' }],
    ['scheduled', { publishAt: '2090-01-01T00:00:00.000Z' }],
    ['published', {}],
  ])('is no part of an edit: of what is %s, time and status are refused by name', async (status, details) => {
    const { id, publishAt } = await post(ada, details);
    const answer = await ada.api.patch(`/posts/${id}`, { title: 'x', publishAt: '2091-01-01T00:00:00.000Z', status });

    expect(answer).toMatchObject({ status: 422, body: { code: 'http.validation_failed' } });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/publishAt',
      '/status',
    ]);
    expect((await ada.api.get(`/posts/${id}`)).body).toMatchObject({ title: 'About tea', status, publishAt });
  });
});
