import { type Kitchen, startKitchen } from '../support/app.js';
import { form, photo, picture, send } from '../support/photos.js';
import { post } from '../support/posts.js';

/** Each takes up about 100 kB, of a quota of 1 MB. */
const NOISE = { width: 400, height: 400 };

describe('photos at the same time', () => {
  let kitchen: Kitchen;
  let replica: Kitchen;
  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '4', PHOTO_QUOTA_MB: '1' });
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, DATABASE_POOL_SIZE: '4', PHOTO_QUOTA_MB: '1' });
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  const either = (n: number) => [kitchen, replica][n % 2]!;
  const filesOf = (imageId: string) => kitchen.sql`
    select distinct key from images join stored_files on key in (thumb_key, medium_key, large_key) where id = ${imageId}`;

  it('of fifty uploads by one member, on two processes, as many are taken as the quota allows', async () => {
    const ada = await kitchen.member();
    const bytes = await Promise.all(Array.from({ length: 50 }, () => picture('jpeg', { ...NOISE, noise: true })));
    const answers = await Promise.all(bytes.map((file, n) => send(either(n), ada, form(file))));

    const codes = new Set(answers.map(({ status, body }) => `${status} ${body.code ?? ''}`.trim()));
    expect(codes).toEqual(new Set(['201', '409 photos.quota_exceeded']));
    const [used] = await kitchen.sql<{ bytes: number; most: number; count: number }>`
      select sum(byte_size)::int as bytes, max(byte_size) as most, count(*)::int as count
      from photos where owner_id = ${ada.id}`;
    expect(used!.bytes).toBeLessThanOrEqual(1_000_000);
    expect(used!.bytes + used!.most).toBeGreaterThan(1_000_000 - used!.most);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(used!.count);
    expect(await kitchen.sql`select from stored_files where not is_kept`).toEqual([]);
  }, 60_000);

  it('of the same picture by ten members, on two processes, is kept once, and goes with the last', async () => {
    const bytes = await picture();
    const members = await Promise.all(Array.from({ length: 10 }, () => kitchen.member()));
    const photos = await Promise.all(members.map((member, n) => photo(either(n), member, { bytes })));
    const ids = photos.map(({ id }) => id);

    const images = await kitchen.sql<{ id: string }>`
      select distinct image_id as id from photos where id = any(${ids}::uuid[])`;
    expect(images).toHaveLength(1);
    expect(await filesOf(images[0]!.id)).toHaveLength(1);
    const [{ key }] = (await filesOf(images[0]!.id)) as [{ key: string }];

    await Promise.all(members.slice(1).map(({ api }, n) => api.delete(`/photos/${ids[n + 1]}`)));
    expect(await kitchen.sql`select from stored_chunks where key = ${key}`).toHaveLength(1);
    await members[0]!.api.delete(`/photos/${ids[0]}`);
    expect(await kitchen.sql`select from stored_chunks where key = ${key}`).toEqual([]);
    expect(await kitchen.sql`select from images where id = ${images[0]!.id}`).toEqual([]);
  }, 30_000);

  it('that is deleted while somebody else uploads the same is there for that one', async () => {
    const [ada, bob] = [await kitchen.member(), await kitchen.member()];
    for (let n = 0; n < 10; n++) {
      const bytes = await picture();
      const first = await photo(kitchen, ada, { bytes });
      const [uploaded] = await Promise.all([send(replica, bob, form(bytes)), ada.api.delete(`/photos/${first.id}`)]);
      // Read just before its last photo went, stored just after: that one upload has to be repeated.
      const kept = uploaded.status === 503 ? await send(replica, bob, form(bytes)) : uploaded;
      expect(kept.status).toBe(201);
      const { url } = kept.body;
      expect((await fetch(`${kitchen.origin}${url}`)).status).toBe(200);
    }
    expect(await kitchen.sql`select from stored_files where not is_kept`).toEqual([]);
  }, 30_000);

  it('that is deleted while a post takes it is either gone and not in the post, or in the post and not gone', async () => {
    const ada = await kitchen.member();
    const outcomes = new Set<string>();
    for (let n = 0; n < 12; n++) {
      const { id } = await photo(kitchen, ada);
      const [written, deleted] = await Promise.all([
        ada.api.post('/posts', { title: 'Tea', photoIds: [id] }),
        ada.api.delete(`/photos/${id}`),
      ]);
      outcomes.add(`${written.status} ${deleted.status}`);
    }
    expect([...outcomes].filter((outcome) => !['201 409', '422 204'].includes(outcome))).toEqual([]);
    const [lost] = await kitchen.sql`
      select from post_photos where not exists (select from photos where photos.id = photo_id)`;
    expect(lost).toBeUndefined();
  }, 30_000);

  it('in a post that is edited twice at once are those of one of the edits', async () => {
    const ada = await kitchen.member();
    const ids = [(await photo(kitchen, ada)).id, (await photo(kitchen, ada)).id, (await photo(kitchen, ada)).id];
    const { id } = await post(ada, { photoIds: ids });
    const orders = [ids, [...ids].reverse(), ids.slice(1), [ids[1]]];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        ada.api.patch(`/posts/${id}`, { photoIds: orders[n % 4], coverPhotoId: ids[n % 3] }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    const { photos } = (await ada.api.get(`/posts/${id}`)).body;
    expect(orders).toContainEqual(photos.map((shown: { id: string }) => shown.id));
  }, 30_000);
});
