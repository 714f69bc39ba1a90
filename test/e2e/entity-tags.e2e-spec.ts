import { type Kitchen, type Member, startKitchen } from '../support/app.js';

describe('entity tags', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const post = async (body: string) => (await ada.api.post('/posts', { title: 'Hello', body })).body;
  const tagOf = async (path: string, headers = {}) => (await kitchen.guest.get(path, headers)).headers.get('etag')!;

  const head = (path: string, headers = {}) => fetch(`${kitchen.origin}/api/v1${path}`, { method: 'HEAD', headers });

  it('save the body of what has not changed, of lists too', async () => {
    const { slug } = await post('World');
    for (const path of [`/posts/${slug}`, '/posts', '/users/' + ada.username]) {
      const answer = await kitchen.guest.get(path, { 'if-none-match': await tagOf(path) });
      expect(answer).toMatchObject({ status: 304, text: '' });
      expect(answer.headers.get('etag')).toBe(await tagOf(path));
      expect(answer.headers.get('content-type')).toBeNull();
    }
  });

  it('save the head as well, which says nothing of a length then', async () => {
    const { slug } = await post('World');
    for (const path of [`/posts/${slug}`, '/posts']) {
      const [seen, known] = [await head(path), await head(path, { 'if-none-match': await tagOf(path) })];
      expect(Number(seen.headers.get('content-length'))).toBeGreaterThan(0);
      expect([seen.status, known.status]).toEqual([200, 304]);
      for (const name of ['content-length', 'content-type', 'content-encoding'])
        expect(known.headers.get(name)).toBeNull();
      expect(known.headers.get('etag')).toBe(seen.headers.get('etag'));
    }
  });

  it.each([
    ['*', 304],
    ['"something", "else"', 200],
    ['', 200],
    ['"unbalanced', 200],
  ])('If-None-Match: %s → %i', async (header, status) => {
    const { slug } = await post('World');
    expect((await kitchen.guest.get(`/posts/${slug}`, { 'if-none-match': header })).status).toBe(status);
  });

  it('are found in a list, and in their weak form', async () => {
    const { slug } = await post('World');
    const tag = await tagOf(`/posts/${slug}`);
    for (const header of [`"a", ${tag}, "b"`, `W/${tag}`]) {
      expect((await kitchen.guest.get(`/posts/${slug}`, { 'if-none-match': header })).status).toBe(304);
    }
  });

  it('are strong for short answers and weak for those that may be compressed', async () => {
    const [short, long] = [await post('World'), await post('World '.repeat(500))];
    expect(await tagOf(`/posts/${short.slug}`, { 'accept-encoding': 'identity' })).toMatch(/^"1\./);
    expect(await tagOf(`/posts/${long.slug}`, { 'accept-encoding': 'identity' })).toMatch(/^W\/"1\./);
  });

  it('change with a count, which does not make an edit fail', async () => {
    const { id, slug } = await post('World '.repeat(500));
    const before = await tagOf(`/posts/${slug}`);
    const mine = (await ada.api.get(`/posts/${slug}`)).headers.get('etag')!;
    await ada.api.post(`/posts/${id}/comments`, { body: 'First' });

    expect((await kitchen.guest.get(`/posts/${slug}`, { 'if-none-match': before })).status).toBe(200);
    expect((await ada.api.patch(`/posts/${id}`, { title: 'Hi' }, { 'if-match': mine })).status).toBe(200);
    const stale = await ada.api.patch(`/posts/${id}`, { title: 'Ho' }, { 'if-match': mine });
    expect(stale.status).toBe(412);
    expect(stale.headers.get('etag')).toBe((await ada.api.get(`/posts/${id}`)).headers.get('etag'));
  });

  it('differ between a guest and a member, and caches are told so', async () => {
    const { slug } = await post('World');
    const [asGuest, asAuthor] = [await kitchen.guest.get(`/posts/${slug}`), await ada.api.get(`/posts/${slug}`)];

    expect(asGuest.headers.get('etag')).not.toBe(asAuthor.headers.get('etag'));
    expect(asGuest.headers.get('vary')).toMatch(/authorization/i);
    expect(asGuest.headers.get('cache-control')).toBe('no-cache');
    expect(asAuthor.headers.get('cache-control')).toBe('private, no-cache');
  });
});
