import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { fetchBytes, photo, type SeenPhoto } from '../support/photos.js';
import { post } from '../support/posts.js';
import { statementsOfRequests } from '../support/statements.js';

interface Shown {
  id: string;
  photos: SeenPhoto[];
  coverPhoto: SeenPhoto | null;
}

const idsOf = ({ photos }: Shown) => photos.map(({ id }) => id);

describe('photos in posts', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let first: SeenPhoto;
  let second: SeenPhoto;
  let third: SeenPhoto;
  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
    first = await photo(kitchen, ada, { alt: 'First' });
    second = await photo(kitchen, ada);
    third = await photo(kitchen, ada);
  });
  afterAll(() => kitchen.close());

  const write = async (details: object, author = ada) => (await post(author, { ...details })) as unknown as Shown;
  const edit = (id: string, changes: object, headers = {}) => ada.api.patch(`/posts/${id}`, changes, headers);
  const read = async (id: string) => (await kitchen.guest.get(`/posts/${id}`)).body as Shown;

  it('are shown in their order, with the first as the cover, unless another one is chosen', async () => {
    const written = await write({ photoIds: [second.id, first.id] });
    expect([idsOf(written), written.coverPhoto!.id]).toEqual([[second.id, first.id], second.id]);

    const chosen = await write({ photoIds: [second.id, first.id], coverPhotoId: first.id });
    expect([idsOf(chosen), chosen.coverPhoto!.id]).toEqual([[second.id, first.id], first.id]);

    const beside = await write({ photoIds: [second.id], coverPhotoId: third.id });
    expect([idsOf(beside), beside.coverPhoto!.id]).toEqual([[second.id], third.id]);
    expect(await read(beside.id)).toMatchObject({ photos: [{ id: second.id }], coverPhoto: { id: third.id } });
  });

  it('are the same in a post, in lists, and by themselves', async () => {
    const bob = await kitchen.member();
    const mine = await photo(kitchen, bob, { alt: 'Mine' });
    const { id } = await write({ photoIds: [mine.id] }, bob);
    const alone = (await kitchen.guest.get(`/photos/${mine.id}`)).body;

    const { photos, coverPhoto } = await read(id);
    expect([photos, coverPhoto]).toEqual([[alone], alone]);
    for (const { body } of [
      await kitchen.guest.get(`/posts?author=${bob.username}`),
      await bob.api.get('/users/me/posts'),
    ])
      expect(body.items).toMatchObject([{ id, photos: [alone], coverPhoto: alone }]);
    await write({}, bob);
    expect((await bob.api.get('/users/me/posts')).body.items[0]).toMatchObject({ photos: [], coverPhoto: null });
  });

  it('are seen by everybody from the moment on that the post is published, and no longer when it is not', async () => {
    const [bob, own] = [await kitchen.member(), []] as [Member, SeenPhoto[]];
    own.push(await photo(kitchen, bob));
    const path = `/api/v1/photos/${own[0]!.id}/large.webp`;
    const status = async () => (await fetchBytes(kitchen, path)).status;
    const draft = await write({ status: 'draft', photoIds: [own[0]!.id] }, bob);
    expect(await status()).toBe(404);
    expect((await fetchBytes(kitchen, draft.photos[0]!.url)).status).toBe(200);
    expect(draft.photos[0]!.url).toContain('signature=');

    const published = (await bob.api.put(`/posts/${draft.id}/publication`)).body as Shown;
    expect([await status(), published.photos[0]!.url, published.photos[0]!.urlExpiresAt]).toEqual([200, path, null]);

    await bob.api.delete(`/posts/${draft.id}/publication`);
    expect(await status()).toBe(404);
    await bob.api.put(`/posts/${draft.id}/publication`);
    await bob.api.delete(`/posts/${draft.id}`);
    expect(await status()).toBe(404);
  });

  it('are changed: absent keeps, a list replaces, null lets the first be the cover again', async () => {
    const { id } = await write({ photoIds: [first.id, second.id], coverPhotoId: second.id });
    const shown = async (changes: object) => {
      const { status, body } = await edit(id, changes);
      expect(status).toBe(200);
      expect(body).toMatchObject({ photos: (await read(id)).photos, coverPhoto: (await read(id)).coverPhoto });
      return [idsOf(body), body.coverPhoto?.id ?? null];
    };

    expect(await shown({ title: 'New' })).toEqual([[first.id, second.id], second.id]);
    expect(await shown({ photoIds: [third.id, first.id] })).toEqual([[third.id, first.id], second.id]);
    expect(await shown({ coverPhotoId: null })).toEqual([[third.id, first.id], third.id]);
    expect(await shown({ coverPhotoId: first.id })).toEqual([[third.id, first.id], first.id]);
    expect(await shown({ coverPhotoId: second.id })).toEqual([[third.id, first.id], second.id]);
    expect(await shown({ photoIds: [], coverPhotoId: null })).toEqual([[], null]);
  });

  it('are an edit like any other: at another version nothing is changed', async () => {
    const { id } = await write({ photoIds: [first.id] });
    const etag = (await ada.api.get(`/posts/${id}`)).headers.get('etag')!;
    await edit(id, { title: 'New' });

    expect((await edit(id, { photoIds: [] }, { 'if-match': etag })).status).toBe(412);
    expect(idsOf(await read(id))).toEqual([first.id]);
  });

  it('are enough, and without them a body is needed', async () => {
    const wordless = await ada.api.post('/posts', { title: 'Look', photoIds: [first.id] });
    expect([wordless.status, wordless.body.body, wordless.body.excerpt]).toEqual([201, '', '']);
    expect((await ada.api.post('/posts', { title: 'Look', coverPhotoId: first.id, body: '' })).status).toBe(201);
    for (const details of [{}, { body: '' }, { body: ' \n' }, { photoIds: [] }, { coverPhotoId: null }]) {
      const { status, body } = await ada.api.post('/posts', { title: 'Look', ...details });
      expect([status, body.errors[0].pointer]).toEqual([422, '/body']);
    }

    const { id } = wordless.body;
    expect((await edit(id, { photoIds: [] })).body.errors[0].pointer).toBe('/body');
    expect((await edit(id, { body: 'Words', photoIds: [] })).status).toBe(200);
    expect((await edit(id, { body: '' })).body.errors[0].pointer).toBe('/body');
    expect((await edit(id, { body: '', coverPhotoId: first.id })).status).toBe(200);
    expect(await read(id)).toMatchObject({ body: '', html: '', photos: [], coverPhoto: { id: first.id } });
  });

  it('are one’s own, and there: everything else is named, and nothing is stored', async () => {
    const theirs = await photo(kitchen, await kitchen.member());
    const gone = await photo(kitchen, ada);
    await ada.api.delete(`/photos/${gone.id}`);
    const { id } = await write({ photoIds: [first.id] });
    const bad = { photoIds: [first.id, theirs.id, gone.id], coverPhotoId: theirs.id };

    for (const answer of [await ada.api.post('/posts', { title: 'No', ...bad }), await edit(id, bad)]) {
      expect([answer.status, answer.body.code]).toEqual([422, 'http.validation_failed']);
      expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
        '/photoIds/1',
        '/photoIds/2',
        '/coverPhotoId',
      ]);
    }
    expect((await kitchen.guest.get(`/posts?author=${ada.username}&limit=100`)).text).not.toContain('"title":"No"');
    expect(idsOf(await read(id))).toEqual([first.id]);
    const stranger = await kitchen.member();
    expect((await stranger.api.patch(`/posts/${id}`, { photoIds: [] })).status).toBe(403);
    expect((await stranger.api.patch(`/posts/${id}`, { photoIds: [theirs.id] })).status).toBe(403);
  });

  it.each([
    ['no list', { photoIds: 'x' }, '/photoIds'],
    ['null', { photoIds: null }, '/photoIds'],
    ['what is no id', { photoIds: ['x'] }, '/photoIds'],
    [
      'the same one twice',
      { photoIds: ['019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10', '019AD2C1-7B3E-7C55-9C1F-3F2F0F6F5A10'] },
      '/photoIds',
    ],
    [
      'more than 50',
      { photoIds: Array.from({ length: 51 }, (_, n) => `019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a${n + 10}`) },
      '/photoIds',
    ],
    ['a cover that is no id', { coverPhotoId: 'x' }, '/coverPhotoId'],
    ['a cover that is a number', { coverPhotoId: 1 }, '/coverPhotoId'],
  ])('are not %s', async (_what, details, pointer) => {
    for (const answer of [
      await ada.api.post('/posts', { title: 'No', body: 'x', ...details }),
      await edit((await write({})).id, details),
    ])
      expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([422, pointer]);
  });

  it('cannot be deleted, unless by force; that is an edit of each post', async () => {
    const own = await photo(kitchen, ada);
    const posts = [
      await write({ photoIds: [own.id, first.id] }),
      await write({ coverPhotoId: own.id, photoIds: [first.id] }),
    ];
    const etags = await Promise.all(
      posts.map(async ({ id }) => (await ada.api.get(`/posts/${id}`)).headers.get('etag')!),
    );
    const refused = await ada.api.delete(`/photos/${own.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'photos.in_use']);

    expect((await ada.api.delete(`/photos/${own.id}?force=true`)).status).toBe(204);

    for (const [n, { id }] of posts.entries()) {
      expect(await read(id)).toMatchObject({ photos: [{ id: first.id }], coverPhoto: { id: first.id } });
      expect((await edit(id, { title: 'Late' }, { 'if-match': etags[n]! })).status).toBe(412);
    }
    expect((await fetchBytes(kitchen, own.url)).status).toBe(404);
  });

  it('of a page of twenty posts come with one statement', async () => {
    const bob = await kitchen.member();
    const shown = await photo(kitchen, bob);
    for (let n = 0; n < 20; n++) await write({ photoIds: [shown.id] }, bob);
    const statements = await statementsOfRequests(async () => {
      const { body } = await kitchen.guest.get(`/posts?author=${bob.username}&limit=20`);
      expect(body.items.map((item: Shown) => idsOf(item))).toEqual(Array(20).fill([shown.id]));
    });
    expect(statements.filter(({ text }) => text.includes('photos'))).toHaveLength(1);
  });
});
