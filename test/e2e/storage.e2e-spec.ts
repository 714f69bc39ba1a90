import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Problem } from '../../src/platform/errors/problem.js';
import { Storage } from '../../src/platform/storage/storage.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { afterRest, startS3Server } from '../support/s3-server.js';

const LENGTH = 300_001;

describe.each(['postgres', 's3'] as const)('storage in %s', (place) => {
  let s3: Awaited<ReturnType<typeof startS3Server>>;
  let kitchen: Kitchen;
  let storage: Storage;
  beforeAll(async () => {
    s3 = await startS3Server();
    kitchen = await startKitchen(place === 's3' ? s3.settings : {});
    storage = kitchen.nest.get(Storage);
  });
  afterAll(async () => {
    await kitchen.close();
    await s3.close();
  });

  const rowsOf = (key: string) => kitchen.sql`select is_kept from stored_files where key = ${key}`;
  /** Bytes that really lie somewhere, whatever the list of files says. */
  const liesSomewhere = async (key: string) =>
    (await kitchen.sql`select from stored_chunks where key = ${key}`).length > 0 ||
    (await readdir(s3.directory, { recursive: true })).some((name) => name.includes(key));
  const grow = (key: string) =>
    kitchen.sql`update stored_files set created_at = now() - interval '61 minutes' where key = ${key}`;

  it('gives back what was stored, whole and in part', async () => {
    const bytes = randomBytes(LENGTH);
    const file = await storage.add(bytes);
    const part = async (start: number, end: number) => buffer(await storage.open(file, { start, end }));

    expect(file).toMatchObject({ place, byteSize: LENGTH });
    expect((await part(0, LENGTH - 1)).equals(bytes)).toBe(true);
    for (const [start, end] of [
      [0, 1],
      [LENGTH - 1, LENGTH - 1],
      [131_071, 131_072],
      [5, 280_000],
    ] as const)
      expect((await part(start, end)).equals(bytes.subarray(start, end + 1))).toBe(true);
    expect(await liesSomewhere(file.key)).toBe(true);
  });

  it('keeps what is kept, and forgets what nobody kept for an hour', async () => {
    const [kept, forgotten, young] = [
      await storage.add(randomBytes(9)),
      await storage.add(randomBytes(9)),
      await storage.add(randomBytes(9)),
    ];
    await storage.keep([kept.key]);
    for (const { key } of [kept, forgotten]) await grow(key);

    await storage.collect();

    expect(await Promise.all([kept, forgotten, young].map(({ key }) => liesSomewhere(key)))).toEqual([
      true,
      false,
      true,
    ]);
    expect(await rowsOf(forgotten.key)).toEqual([]);
  });

  it('takes back at once what was added in vain, and nothing that is kept', async () => {
    const [kept, vain] = [await storage.add(randomBytes(9)), await storage.add(randomBytes(9))];
    await storage.keep([kept.key]);

    await storage.discard([kept.key, vain.key]);

    expect(await Promise.all([kept, vain].map(({ key }) => liesSomewhere(key)))).toEqual([true, false]);
  });

  it('does not keep what was forgotten meanwhile', async () => {
    const { key } = await storage.add(randomBytes(9));
    await grow(key);
    await storage.collect();

    await expect(storage.keep([key])).rejects.toMatchObject({ definition: { code: 'storage.unavailable' } });
  });

  it('deletes what is released, however often that has to be tried', async () => {
    const { key } = await storage.add(randomBytes(9));
    await storage.keep([key]);
    await kitchen.sql`select release_stored_files(array[${key}::uuid])`;
    expect(await liesSomewhere(key)).toBe(place === 's3');

    await storage.collect();

    expect(await liesSomewhere(key)).toBe(false);
    expect(await rowsOf(key)).toEqual([]);
  });
});

describe('a bucket that is away', () => {
  it('is an error that says so, and what should go from it goes later', async () => {
    const s3 = await startS3Server();
    const kitchen = await startKitchen(s3.settings);
    const storage = kitchen.nest.get(Storage);
    const file = await storage.add(randomBytes(9));
    await s3.stop();

    const unavailable = { definition: { code: 'storage.unavailable', status: 503 } };
    await expect(storage.add(randomBytes(9))).rejects.toMatchObject(unavailable);
    await expect(storage.open(file, { start: 0, end: 8 })).rejects.toMatchObject(unavailable);
    await kitchen.sql`select release_stored_files(array[${file.key}::uuid])`;
    await expect(storage.collect()).rejects.toMatchObject(unavailable);
    expect(await kitchen.sql`select from stored_files where key = ${file.key}`).toHaveLength(1);

    // After two in a row it is left alone for a while, even if it is back.
    await s3.start();
    const resting = (await storage.add(randomBytes(9)).catch((error: unknown) => error)) as Problem;
    expect(resting).toMatchObject(unavailable);
    expect(resting.details.cause).toBeUndefined();
    await afterRest(() => storage.collect());
    expect(await kitchen.sql`select from stored_files where key = ${file.key}`).toEqual([]);

    await kitchen.close();
    await s3.close();
  }, 60_000);
});
