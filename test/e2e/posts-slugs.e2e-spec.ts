import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { post } from '../support/posts.js';

const PARALLEL = 20;

describe('slugs of posts', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
  });
  afterAll(() => kitchen.close());

  const retitle = async ({ id }: { id: string }, title: string): Promise<string> =>
    (await ada.api.patch(`/posts/${id}`, { title })).body.slug;

  it('differ where titles do not', async () => {
    const [first, second] = [await post(ada, { title: 'Tea' }), await post(bob, { title: 'tea!' })];

    expect([first.slug, second.slug]).toEqual(['tea', 'tea-2']);
  });

  it(`are given to ${PARALLEL} posts of one title that are written at the same time`, async () => {
    const answers = await Promise.all(
      Array.from({ length: PARALLEL }, (_, i) =>
        (i % 2 ? ada : bob).api.post('/posts', { title: 'Rush', body: 'x' }, { 'idempotency-key': `rush-${i}` }),
      ),
    );
    const slugs = answers.map(({ body }) => body.slug as string);

    expect(answers.map(({ status }) => status)).toEqual(Array(PARALLEL).fill(201));
    expect(new Set(slugs).size).toBe(PARALLEL);
    expect(slugs).toContain('rush');
    for (const slug of slugs) expect(slug).toMatch(/^rush(-[23]|-[a-z0-9]{6})?$/);
  });

  it('are given to posts that take one title at the same time', async () => {
    const posts = await Promise.all(Array.from({ length: 10 }, (_, i) => post(ada, { title: `Before ${i}` })));
    const slugs = await Promise.all(posts.map((each) => retitle(each, 'After')));

    expect(new Set(slugs).size).toBe(10);
    expect(slugs).toContain('after');
  });

  it('never look like an id, nor like another address below /posts', async () => {
    const id = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';

    expect((await post(ada, { title: id })).slug).toBe(`post-${id}`);
    expect((await post(ada, { title: 'Feed' })).slug).toBe('post-feed');
  });

  it('lead on when the title changes, for ever', async () => {
    const written = await post(ada, { title: 'First name' });
    expect(await retitle(written, 'Second name')).toBe('second-name');
    expect(await retitle(written, 'Third name')).toBe('third-name');

    for (const old of ['first-name', 'second-name']) {
      const { status, headers, text } = await kitchen.guest.get(`/posts/${old}`);
      expect({ status, location: headers.get('location'), text }).toEqual({
        status: 301,
        location: '/api/v1/posts/third-name',
        text: '',
      });
      expect(headers.get('cache-control')).toBe('no-cache');
    }
    expect((await kitchen.guest.get('/posts/third-name')).body.title).toBe('Third name');
    expect((await kitchen.guest.get(`/posts/${written.id}`)).status).toBe(200);
  });

  it('come back with the title', async () => {
    const written = await post(ada, { title: 'To' });
    expect(await retitle(written, 'Fro')).toBe('fro');
    expect(await retitle(written, 'To')).toBe('to');

    expect((await kitchen.guest.get('/posts/to')).status).toBe(200);
    expect((await kitchen.guest.get('/posts/fro')).headers.get('location')).toBe('/api/v1/posts/to');
  });

  it('go with the title also when it is changed to and fro at the same time', async () => {
    const { id } = await post(ada, { title: 'Hither' });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => ada.api.patch(`/posts/${id}`, { title: i % 3 ? 'Hither' : 'Thither' })),
    );

    for (const { body } of answers) expect(body.slug).toBe(body.title.toLowerCase());
  });

  it('stay when only the punctuation of the title changes', async () => {
    await post(bob, { title: 'Same words' });
    await post(bob, { title: 'Same words' });
    await post(bob, { title: 'Same words' });
    const written = await post(ada, { title: 'Same words' });

    expect(await retitle(written, 'Same words!')).toBe(written.slug);
  });

  it('are given to no other post afterwards, neither when it is renamed nor when it is gone', async () => {
    const renamed = await post(ada, { title: 'Renamed' });
    await retitle(renamed, 'Renamed since');
    const deleted = await post(ada, { title: 'Deleted' });
    await ada.api.delete(`/posts/${deleted.id}`);

    expect((await post(bob, { title: 'Renamed' })).slug).toBe('renamed-2');
    expect((await post(bob, { title: 'Deleted' })).slug).toBe('deleted-2');
    expect((await kitchen.guest.get('/posts/deleted')).status).toBe(404);
  });

  it('do not lead to a draft, except for its author', async () => {
    const draft = await post(ada, { title: 'Secret plan', status: 'draft' });
    await retitle(draft, 'More secret plan');
    const answer = await bob.api.get('/posts/secret-plan');

    expect(answer.status).toBe(404);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.text).not.toContain('more-secret');
    expect((await ada.api.get('/posts/secret-plan')).headers.get('location')).toBe('/api/v1/posts/more-secret-plan');
  });
});
