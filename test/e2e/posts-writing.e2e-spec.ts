import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { post } from '../support/posts.js';

const LONE_SURROGATE = String.fromCharCode(0xd800);

describe('writing posts', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  it('answers with the whole post, where it is, and its tag', async () => {
    const draft = { title: ' Tea ', body: 'Hot *water*.', tags: ['Food', 'drinks', 'food'], excerpt: 'On tea.' };
    const { status, headers, body } = await ada.api.post('/posts', draft);

    expect(status).toBe(201);
    expect(headers.get('location')).toBe('/api/v1/posts/tea');
    expect(headers.get('etag')).toMatch(/^"1\./);
    expect(body).toEqual({
      areCommentsOpen: true,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      slug: 'tea',
      title: 'Tea',
      body: 'Hot *water*.',
      html: '<p>Hot <em>water</em>.</p>\n',
      excerpt: 'On tea.',
      status: 'published',
      tags: ['food', 'drinks'],
      author: { username: ada.username, displayName: ada.username, avatarUrl: null },
      photos: [],
      coverPhoto: null,
      likeCount: 0,
      commentCount: 0,
      readingMinutes: 1,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: body.createdAt,
      publishedAt: body.createdAt,
      publishAt: null,
      viewer: { liked: false, bookmarked: false, canEdit: true },
    });
    expect((await ada.api.get('/posts/tea')).body).toEqual(body);
  });

  it('makes a draft when asked to', async () => {
    expect(await post(ada, { status: 'draft' })).toMatchObject({ status: 'draft', publishedAt: null });
  });

  it.each([undefined, null, '', ' '])('begins with the text where the excerpt is %j', async (excerpt) => {
    expect(await post(ada, { body: '# A\n\n[b](https://example.com)', excerpt })).toMatchObject({ excerpt: 'A b' });
  });

  it('stores hostile Markdown as it is and shows it harmlessly', async () => {
    const body = '<script>alert(1)</script> [x](javascript:alert(1))';
    const written = await post(ada, { body });

    expect(written.body).toBe(body);
    expect(written.html).not.toMatch(/<script|href/);
  });

  it('takes as much as is allowed', async () => {
    const tags = Array.from({ length: 10 }, (_, i) => `${'ü'.repeat(28)}-${i}`);
    const written = await post(ada, {
      title: '𠮷'.repeat(200),
      body: 'x'.repeat(100_000),
      excerpt: 'x'.repeat(500),
      tags,
    });

    expect(written).toMatchObject({ title: '𠮷'.repeat(200), tags });
    expect(written.body).toHaveLength(100_000);
  });

  const wrong: [what: string, fields: Record<string, unknown> | string, pointer: string][] = [
    ['a title that is only white space', { title: ' \n' }, '/title'],
    ['a title that is too long', { title: 'x'.repeat(201) }, '/title'],
    ['a title that is a number', { title: 7 }, '/title'],
    ['a title that is null', { title: null }, '/title'],
    ['a title with a NUL', { title: 'a\0b' }, '/title'],
    ['a title with half a character', { title: LONE_SURROGATE }, '/title'],
    ['an empty body', { body: '' }, '/body'],
    ['a body that is only white space', { body: ' \n\t ' }, '/body'],
    ['a body that is too long', { body: 'x'.repeat(100_001) }, '/body'],
    ['a body that is an object', { body: { text: 'x' } }, '/body'],
    ['a body that is null', { body: null }, '/body'],
    ['an excerpt that is too long', { excerpt: 'x'.repeat(501) }, '/excerpt'],
    ['an excerpt that is a list', { excerpt: ['x'] }, '/excerpt'],
    ['tags that are no list', { tags: 'tea' }, '/tags'],
    ['tags that are null', { tags: null }, '/tags'],
    ['eleven tags', { tags: Array.from({ length: 11 }, (_, i) => `t${i}`) }, '/tags'],
    ['an empty tag', { tags: [''] }, '/tags'],
    ['a tag that is too long', { tags: ['x'.repeat(31)] }, '/tags'],
    ['a tag of two words', { tags: ['green tea'] }, '/tags'],
    ['a tag with a slash', { tags: ['a/b'] }, '/tags'],
    ['a tag that is a number', { tags: [1] }, '/tags'],
    ['a tag in a list in a list', { tags: [['a']] }, '/tags'],
    ['a tag with half a character', { tags: ['ok', LONE_SURROGATE] }, '/tags/1'],
    ['an id', { id: '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10' }, '/id'],
    ['a slug', { slug: 'mine' }, '/slug'],
    ['an author', { authorId: '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10' }, '/authorId'],
    ['a count', { commentCount: 7 }, '/commentCount'],
    ['ready-made HTML', { html: '<b>' }, '/html'],
  ];
  const wrongWhenNew: typeof wrong = [
    ['no title', { title: undefined }, '/title'],
    ['no body', { body: undefined }, '/body'],
    ['a status that is unknown', { status: 'hidden' }, '/status'],
    ['a status that is null', { status: null }, '/status'],
    ['the status of a deleted post', { status: 'trashed' }, '/status'],
    ['a time that is past', { publishAt: '2020-01-01T00:00:00Z' }, '/publishAt'],
    ['a time that is none', { publishAt: 'tomorrow' }, '/publishAt'],
    ['a time without a zone', { publishAt: '2030-01-01T00:00:00' }, '/publishAt'],
    ['a day that is none', { publishAt: '2030-02-30T00:00:00Z' }, '/publishAt'],
    ['a plan without a time', { status: 'scheduled' }, '/publishAt'],
    ['a time for a draft', { status: 'draft', publishAt: '2030-01-01T00:00:00Z' }, '/publishAt'],
    ['a time for what is published at once', { status: 'published', publishAt: '2030-01-01T00:00:00Z' }, '/publishAt'],
  ];

  it.each([...wrong, ...wrongWhenNew])(
    'refuses a new post with %s and stores nothing',
    async (_what, fields, pointer) => {
      const { api } = await kitchen.member();
      const content = typeof fields === 'string' ? fields : { title: 'Tea', body: 'Hot water.', ...fields };
      const answer = await api.post('/posts', content);

      expect(answer.status).toBe(422);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
      expect((await api.get('/users/me/posts')).body.items).toEqual([]);
    },
  );

  it.each([...wrong, ['a status', { status: 'draft' }, '/status'] as const])(
    'refuses an edit with %s and changes nothing',
    async (_what, fields, pointer) => {
      const { id } = await post(ada);
      const before = await ada.api.get(`/posts/${id}`);
      const answer = await ada.api.patch(`/posts/${id}`, fields);

      expect(answer.status).toBe(422);
      expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
      expect((await ada.api.get(`/posts/${id}`)).text).toBe(before.text);
    },
  );

  it.each(['[]', '"text"', '7'])('refuses %s in place of a post', async (content) => {
    const answer = await ada.api.post('/posts', content);

    expect({ status: answer.status, pointer: answer.body.errors[0].pointer }).toEqual({ status: 422, pointer: '' });
  });

  it.each(['x', '7', '019ad2c1', 'a%00b', '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a1g', 'a slug'])(
    'refuses to change a post whose id is %s',
    async (id) => {
      for (const { status, body } of [
        await ada.api.patch(`/posts/${id}`, {}),
        await ada.api.delete(`/posts/${id}`),
        await ada.api.put(`/posts/${id}/publication`),
        await ada.api.delete(`/posts/${id}/publication`),
      ]) {
        expect({ status, pointers: body.errors.map((error: { pointer: string }) => error.pointer) }).toEqual({
          status: 400,
          pointers: ['/id'],
        });
      }
    },
  );

  it.each(['a%00b', '%20', "'; drop table posts; --", '%F0%9F%8D%B5', 'constructor', '-'])(
    'finds no post at %s',
    async (slug) => {
      const { status } = await kitchen.guest.get(`/posts/${slug}`);

      expect([400, 404]).toContain(status);
    },
  );

  it('writes one post for one Idempotency-Key', async () => {
    const { api } = await kitchen.member();
    const tea = { title: 'Once', body: 'Hot water.' };
    const key = { 'idempotency-key': 'once' };
    const first = await api.post('/posts', tea, key);
    const again = await api.post('/posts', tea, key);
    const other = await api.post('/posts', { ...tea, title: 'Twice' }, key);

    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(other.status).toBe(422);
    expect((await api.get('/users/me/posts')).body.items).toHaveLength(1);
  });
});
