import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type HostileUpload, hostileUploads } from '../support/hostile-files.js';
import { form, photo, picture, send } from '../support/photos.js';

describe('files that mean harm', () => {
  let kitchen: Kitchen;
  let mallory: Member;
  let others: string[] = [];
  let uploads: HostileUpload[];
  beforeAll(async () => {
    uploads = await hostileUploads();
    others = await leftOnDisk();
    kitchen = await startKitchen();
    mallory = await kitchen.member();
    // What a decoder takes for itself once is not counted against the files.
    await photo(kitchen, await kitchen.member(), { bytes: await picture('jpeg', { width: 2000, height: 1500 }) });
  }, 60_000);
  afterAll(() => kitchen.close());

  const stored = async () => {
    const [row] = await kitchen.sql`
      select (select count(*) from photos)::int as photos, (select count(*) from images)::int as images,
        (select count(*) from stored_files)::int as files, (select count(*) from stored_chunks)::int as chunks`;
    return row;
  };
  /** But for what processes that were killed have left, some time ago. */
  const leftOnDisk = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('kitchen-upload-') && !others.includes(name));
  /** Other suites upload as well, so what is there is given the time to go. */
  const leftInTheEnd = async () => {
    const until = Date.now() + 10_000;
    while ((await leftOnDisk()).length > 0 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return leftOnDisk();
  };

  it('are refused, each with a reason, without much memory, and leave nothing behind', async () => {
    expect(uploads.length).toBeGreaterThan(200);
    const before = await stored();
    global.gc?.();
    const start = process.memoryUsage().rss;
    let most = 0;
    const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - start)), 5);

    const wrong: object[] = [];
    for (const { title, body, contentType } of uploads) {
      const answer = await send(kitchen, mallory, { body, contentType });
      const isRefused = answer.status >= 400 && answer.status < 500 && typeof answer.body.code === 'string';
      if (!isRefused) wrong.push({ title, status: answer.status, text: answer.text.slice(0, 200) });
    }
    clearInterval(sampling);

    expect(wrong).toEqual([]);
    expect(await stored()).toEqual(before);
    expect(await leftInTheEnd()).toEqual([]);
    expect(most).toBeLessThan(150e6);
  }, 180_000);

  it('do not keep others from saving theirs', async () => {
    const ada = await kitchen.member();
    const attacks = uploads.slice(0, 30).map(({ body, contentType }) => send(kitchen, mallory, { body, contentType }));

    expect((await send(kitchen, ada, form(await picture()))).status).toBe(201);
    expect((await Promise.all(attacks)).filter(({ status }) => status < 400)).toEqual([]);
  }, 60_000);

  /** A file of which only the beginning has come. */
  const begin = () => {
    const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
    const headers = {
      authorization: `Bearer ${mallory.accessToken}`,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 1_000_000,
    };
    const upload = request(`${kitchen.origin}/api/v1/photos`, { method: 'POST', headers });
    upload.on('error', () => undefined).write(Buffer.concat([Buffer.from(head), Buffer.alloc(100_000)]));
    return upload;
  };
  const giveUp = async (upload: ReturnType<typeof begin>) => {
    upload.destroy();
    await new Promise((resolve) => upload.once('close', resolve));
  };

  it('and do not arrive leave as many places to others as they have', async () => {
    const slow = Array.from({ length: 50 }, begin);
    while ((await leftOnDisk()).length < 50) await new Promise((resolve) => setTimeout(resolve, 5));

    const another = await send(kitchen, mallory, form(await picture()));
    expect(another).toMatchObject({ status: 429, body: { code: 'uploads.too_many_at_once' } });
    expect(another.headers.get('retry-after')).toBe('5');
    expect((await send(kitchen, await kitchen.member(), form(await picture()))).status).toBe(201);

    await Promise.all(slow.map(giveUp));
    expect(await leftInTheEnd()).toEqual([]);
    expect((await send(kitchen, mallory, form(await picture()))).status).toBe(201);
  }, 30_000);

  it('that stop in the middle leave nothing', async () => {
    for (let n = 0; n < 5; n++) {
      const upload = begin();
      while ((await leftOnDisk()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await giveUp(upload);
    }
    expect(await leftInTheEnd()).toEqual([]);
  }, 30_000);
});
