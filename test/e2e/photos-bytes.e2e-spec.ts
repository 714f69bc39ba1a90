import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { fetchBytes, photo, type SeenPhoto } from '../support/photos.js';

const PLAIN = (url: string) => url.split('?')[0]!;

describe('the bytes of a photo', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let seen: SeenPhoto;
  /** The same, for everybody. */
  let avatar: SeenPhoto;
  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
    seen = await photo(kitchen, ada);
    avatar = await photo(kitchen, ada);
    await ada.api.patch('/users/me', { avatarPhotoId: avatar.id });
  });
  afterAll(() => kitchen.close());

  const read = (url: string, init: Parameters<typeof fetchBytes>[2] = {}) => fetchBytes(kitchen, url, init);
  const statusOf = async (url: string, as?: Member) => (await read(url, as && { as })).status;

  it('of a private one are there for its owner, and for nobody else', async () => {
    const url = PLAIN(seen.url);
    const stranger = await kitchen.member();

    expect(await statusOf(url, ada)).toBe(200);
    for (const other of [undefined, stranger, await kitchen.member({ role: 'admin' })])
      expect(await statusOf(url, other)).toBe(404);
  });

  it('of a private one can be shown by a page without credentials, for an hour or two', async () => {
    const { url, urlExpiresAt, variants } = seen;
    const expires = Number(new URL(url, kitchen.origin).searchParams.get('expires')) * 1000;
    const signed = (path: string, changes: Record<string, string> = {}) => {
      const address = new URL(url, kitchen.origin);
      for (const [name, value] of Object.entries(changes)) address.searchParams.set(name, value);
      return path + address.search;
    };

    expect(new Date(urlExpiresAt!).getTime()).toBe(expires);
    expect(expires - Date.now()).toBeGreaterThan(3_500_000);
    expect(expires - Date.now()).toBeLessThanOrEqual(7_200_000);
    for (const variant of Object.values(variants)) expect(await statusOf(variant.url)).toBe(200);
    for (const [name, value] of [
      ['expires', String(expires / 1000 + 3600)],
      ['signature', 'x'.repeat(43)],
      ['signature', 'é'.repeat(43)],
    ] as const)
      expect(await statusOf(signed(PLAIN(url), { [name]: value }))).toBe(404);
    expect(await statusOf(signed(PLAIN((await photo(kitchen, ada)).url)))).toBe(404);
    for (const query of ['?expires=1', '?signature=x', '?expires=soon&signature=x', '?size=1'])
      expect(await statusOf(PLAIN(url) + query)).toBe(400);
  });

  it('of a private one are no longer shown when the time is over', async () => {
    const { Clock } = await import('../../src/platform/clock/clock.js');
    const now = jest.spyOn(kitchen.nest.get(Clock), 'now').mockReturnValue(new Date(seen.urlExpiresAt!));
    try {
      expect(await statusOf(seen.url)).toBe(404);
    } finally {
      now.mockRestore();
    }
  });

  it('of an avatar are for everybody, under an address that does not change', async () => {
    const again = (await kitchen.guest.get(`/photos/${avatar.id}`)).body as SeenPhoto;
    const answer = await read(again.url);

    expect(again).toMatchObject({ url: PLAIN(avatar.url), urlExpiresAt: null });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': String(answer.bytes.length),
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers.get('vary') ?? '').not.toContain('Authorization');
  });

  it('of a private one may be kept by its owner’s browser alone', async () => {
    const { headers } = await read(seen.url);

    expect(headers.get('cache-control')).toBe('private, max-age=3600');
    expect(headers.get('vary')).toContain('Authorization');
    expect((await read(PLAIN(seen.url))).headers.get('cache-control')).toBe('no-store');
  });

  it('are not sent again to who has them', async () => {
    const etag = (await read(seen.url)).headers.get('etag')!;
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, headers, bytes } = await read(seen.url, { headers: { 'if-none-match': tag } });
      expect([status, bytes.length, headers.get('etag')]).toEqual([304, 0, etag]);
    }
    expect((await read(seen.url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('can be read in parts', async () => {
    const { bytes: whole, headers } = await read(seen.url);
    const [size, etag] = [whole.length, headers.get('etag')!];
    const part = (range: string, more = {}) => read(seen.url, { headers: { range, ...more } });

    for (const [range, start, end] of [
      ['bytes=0-9', 0, 9],
      ['bytes=5-', 5, size - 1],
      ['bytes=-7', size - 7, size - 1],
      [`bytes=-${size + 10}`, 0, size - 1],
      [`bytes=0-${size + 10}`, 0, size - 1],
    ] as const) {
      const answer = await part(range);
      expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${start}-${end}/${size}`]);
      expect(answer.bytes.equals(whole.subarray(start, end + 1))).toBe(true);
    }
    for (const range of [`bytes=${size}-`, 'bytes=-0', `bytes=${size + 5}-${size + 9}`]) {
      const answer = await part(range);
      expect([answer.status, answer.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
    }
    for (const range of ['bytes=9-5', 'bytes=a-b', 'pages=1-2', 'bytes=0-1,3-4', 'bytes='])
      expect((await part(range)).bytes.equals(whole)).toBe(true);
    expect((await part('bytes=0-9', { 'if-range': etag })).status).toBe(206);
    expect((await part('bytes=0-9', { 'if-range': '"other"' })).status).toBe(200);
  });

  it('can be asked about without being sent', async () => {
    const get = await read(seen.url);
    const { status, headers, bytes } = await read(seen.url, { method: 'HEAD' });

    expect([status, bytes.length]).toEqual([200, 0]);
    for (const name of ['content-length', 'content-type', 'etag', 'cache-control', 'accept-ranges'])
      expect(headers.get(name)).toBe(get.headers.get(name));
  });

  it('come in the sizes that there are, as WebP', async () => {
    const address = PLAIN(avatar.url);
    for (const wrong of ['huge.webp', 'large.png', 'large', 'large.webp.exe'])
      expect([400, 404]).toContain(await statusOf(address.replace('large.webp', wrong)));
    expect(await statusOf('/api/v1/photos/nonsense/large.webp')).toBe(400);
  });
});
