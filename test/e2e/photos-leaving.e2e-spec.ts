import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { Storage } from '../../src/platform/storage/storage.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { fetchBytes, form, photo, picture, send } from '../support/photos.js';
import { post } from '../support/posts.js';
import { PASSWORD, register } from '../support/register.js';
import { afterRest, startS3Server } from '../support/s3-server.js';
import { unzip } from '../support/unzip.js';

describe.each(['postgres', 's3'] as const)('photos in %s', (place) => {
  let s3: Awaited<ReturnType<typeof startS3Server>>;
  let kitchen: Kitchen;
  beforeAll(async () => {
    s3 = await startS3Server();
    kitchen = await startKitchen(place === 's3' ? s3.settings : {});
  });
  afterAll(async () => {
    await kitchen.close();
    await s3.close();
  });

  const keysOf = async ({ id }: Pick<Member, 'id'>) =>
    (
      await kitchen.sql<{ key: string }>`
        select distinct key from photos join images on images.id = image_id
        join stored_files on key in (thumb_key, medium_key, large_key) where owner_id = ${id}`
    ).map(({ key }) => key);
  const lying = async (keys: string[]) => {
    const chunks = await kitchen.sql<{ key: string }>`select key from stored_chunks where key = any(${keys}::uuid[])`;
    const objects = await readdir(s3.directory, { recursive: true });
    return keys.filter(
      (key) => chunks.some((chunk) => chunk.key === key) || objects.some((name) => name.includes(key)),
    );
  };
  const until = async (isSo: () => Promise<boolean>) => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const leave = async ({ api }: Pick<Member, 'api'>) =>
    (await api.send('DELETE', '/users/me', { password: PASSWORD })).status;

  it('go with the account, wherever they are used, but for what somebody else has uploaded, too', async () => {
    const [grace, ada] = [await register(kitchen), await kitchen.member()];
    const shared = await picture();
    const [mine, face, both] = [
      await photo(kitchen, grace, { bytes: await picture('jpeg', { width: 1200, height: 900 }) }),
      await photo(kitchen, grace),
      await photo(kitchen, grace, { bytes: shared }),
    ];
    const theirs = await photo(kitchen, ada, { bytes: shared });
    await post(grace, { photoIds: [mine.id, both.id], coverPhotoId: face.id });
    await grace.api.patch('/users/me', { avatarPhotoId: face.id });
    const [keys, kept] = [await keysOf(grace), await keysOf(ada)];
    expect((await lying(keys)).sort()).toEqual([...keys].sort());

    expect(await leave(grace)).toBe(204);

    await until(async () => (await lying(keys)).length === kept.length);
    expect(await lying(keys)).toEqual(kept);
    expect(await kitchen.sql`select from stored_files where key = any(${keys}::uuid[])`).toHaveLength(kept.length);
    expect((await fetchBytes(kitchen, theirs.url)).status).toBe(200);
    expect((await fetchBytes(kitchen, face.url)).status).toBe(404);
  }, 30_000);

  it('are in the export: each as a file, and a list that says what they are', async () => {
    const [grace, ada] = [await kitchen.member(), await kitchen.member()];
    const seen = await photo(kitchen, grace, { alt: 'Tea', bytes: await picture('png', { width: 400, height: 300 }) });
    await photo(kitchen, ada, { alt: 'Not mine' });
    const written = await post(grace, { photoIds: [seen.id] });
    const answer = await fetch(`${kitchen.origin}/api/v1/users/me/export`, {
      headers: { authorization: `Bearer ${grace.accessToken}` },
    });
    const files = await unzip(Buffer.from(await answer.arrayBuffer()), 'latin1');

    const { id, alt, width, height, createdAt } = seen;
    const file = `photos/${id}.webp`;
    expect(JSON.parse(files.get('photos.json')!)).toEqual([{ id, file, alt, width, height, createdAt }]);
    expect([...files.keys()].filter((name) => name.endsWith('.webp'))).toEqual([file]);
    const bytes = Buffer.from(files.get(file)!, 'latin1');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 400, height: 300 });
    expect(bytes.equals((await fetchBytes(kitchen, seen.variants.large.url)).bytes)).toBe(true);
    expect(JSON.parse(files.get('posts.json')!)).toMatchObject([
      { id: written.id, photoIds: [id], coverPhotoId: null },
    ]);
  });

  it('are saved and shown in all sizes, and deleted', async () => {
    const ada = await kitchen.member();
    const { id, variants } = await photo(kitchen, ada, { bytes: await picture('jpeg', { width: 2000, height: 1000 }) });
    for (const { url, width } of Object.values(variants))
      expect(await sharp((await fetchBytes(kitchen, url)).bytes).metadata()).toMatchObject({ format: 'webp', width });
    const keys = await keysOf(ada);
    expect(keys).toHaveLength(3);

    expect((await ada.api.delete(`/photos/${id}`)).status).toBe(204);
    await until(async () => (await lying(keys)).length === 0);
  });
});

describe('photos in a bucket that is away', () => {
  it('are not taken, not shown, and deleted all the same when it comes back', async () => {
    const s3 = await startS3Server();
    const kitchen = await startKitchen(s3.settings);
    const grace = await register(kitchen);
    const { url } = await photo(kitchen, grace);
    await s3.stop();

    const refused = await send(kitchen, grace, form(await picture()));
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      503,
      'storage.unavailable',
      '5',
    ]);
    expect((await fetchBytes(kitchen, url)).status).toBe(503);
    expect((await grace.api.send('DELETE', '/users/me', { password: PASSWORD })).status).toBe(204);
    expect(await kitchen.sql`select from photos`).toEqual([]);
    expect(await kitchen.sql`select from stored_files where not is_kept`).not.toEqual([]);

    await s3.start();
    await afterRest(() => kitchen.nest.get(Storage).collect());
    expect(await kitchen.sql`select from stored_files where created_at = '-infinity'`).toEqual([]);
    await kitchen.close();
    await s3.close();
  }, 60_000);
});
