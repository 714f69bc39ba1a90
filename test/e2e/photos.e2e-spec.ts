import sharp from 'sharp';
import { type Kitchen, startKitchen } from '../support/app.js';
import { fetchBytes, form, photo, picture, send } from '../support/photos.js';

describe('a photo', () => {
  let kitchen: Kitchen;
  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  it('is saved: three sizes, a placeholder, what it shows, and a message', async () => {
    const ada = await kitchen.member();
    const bytes = await picture('jpeg', { width: 2400, height: 1200 });
    const answer = await send(kitchen, ada, form(bytes, { alt: ' Tea ' }));

    expect(answer.status).toBe(201);
    const { id } = answer.body;
    expect(answer.headers.get('location')).toBe(`/api/v1/photos/${id}`);
    expect(answer.body).toMatchObject({
      message: 'Photo saved successfully',
      alt: 'Tea',
      width: 2400,
      height: 1200,
      placeholder: expect.stringMatching(/^data:image\/webp;base64,[\w+/=]{20,400}$/),
      variants: {
        thumb: { width: 320, height: 160 },
        medium: { width: 960, height: 480 },
        large: { width: 1920, height: 960 },
      },
    });
    expect(answer.body.url).toBe(answer.body.variants.large.url);
    let sum = 0;
    for (const { url, width, height } of Object.values<{ url: string; width: number; height: number }>(
      answer.body.variants,
    )) {
      const { status, headers, bytes: shown } = await fetchBytes(kitchen, url);
      expect([status, headers.get('content-type')]).toEqual([200, 'image/webp']);
      expect(await sharp(shown).metadata()).toMatchObject({ format: 'webp', width, height });
      sum += shown.length;
    }
    expect(answer.body.byteSize).toBe(sum);
    const { message: _, ...rest } = answer.body;
    expect((await ada.api.get(`/photos/${id}`)).body).toEqual(rest);
  });

  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('may come as %s, whatever its name says', async (format) => {
    const ada = await kitchen.member();
    const { status, body } = await send(kitchen, ada, form(await picture(format), {}, '../../etc/passwd.exe'));

    expect([status, body.width, body.height]).toEqual([201, 64, 48]);
    expect(JSON.stringify(body)).not.toContain('passwd');
  });

  it('is never made larger: a small one is one file for all sizes', async () => {
    const { id, variants, byteSize } = await photo(kitchen, await kitchen.member());

    expect(Object.values(variants).map(({ width, height }) => [width, height])).toEqual(Array(3).fill([64, 48]));
    const [files] = await kitchen.sql`
      select count(distinct key)::int as count, sum(stored_files.byte_size)::int as bytes
      from photos join images on images.id = image_id
      join stored_files on key in (thumb_key, medium_key, large_key) where photos.id = ${id}`;
    expect(files).toEqual({ count: 1, bytes: byteSize });
  });

  it('that is very high stays as high as WebP can be', async () => {
    const bytes = await picture('png', { width: 100, height: 20_000 });
    const { width, height, variants } = await photo(kitchen, await kitchen.member(), { bytes });

    expect([width, height]).toEqual([100, 20_000]);
    expect(variants.large).toMatchObject({ width: 82, height: 16_383 });
  });

  it('is held upright, and forgets where it was taken', async () => {
    const secret = 'The camera of Ada';
    const bytes = await sharp(await picture('jpeg', { width: 60, height: 40 }))
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Artist: secret, Orientation: '6' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect(bytes.toString('latin1')).toContain(secret);
    const { width, height, variants } = await photo(kitchen, await kitchen.member(), { bytes });

    expect([width, height]).toEqual([40, 60]);
    for (const { url } of Object.values(variants)) {
      const shown = (await fetchBytes(kitchen, url)).bytes;
      const { exif, icc, xmp, orientation } = await sharp(shown).metadata();
      expect([exif, icc, xmp, orientation]).toEqual([undefined, undefined, undefined, undefined]);
      expect(shown.toString('latin1')).not.toContain(secret);
    }
    const [found] =
      await kitchen.sql`select from stored_chunks where position(convert_to(${secret}, 'utf8') in bytes) > 0`;
    expect(found).toBeUndefined();
  });

  it('that moves keeps its first frame', async () => {
    const frames = [await picture('png', { background: '#f00' }), await picture('png', { background: '#00f' })];
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const { height, url } = await photo(kitchen, await kitchen.member(), { bytes });

    expect(height).toBe(48);
    const { data } = await sharp((await fetchBytes(kitchen, url)).bytes)
      .extract({ left: 30, top: 30, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[0]! > 200 && data[2]! < 60).toBe(true);
  });

  it('is described later, or no longer, and only at the version that was seen', async () => {
    const ada = await kitchen.member();
    const { id } = await photo(kitchen, ada);
    const path = `/photos/${id}`;
    const etag = (await ada.api.get(path)).headers.get('etag')!;

    const described = await ada.api.patch(path, { alt: ' Tea ' }, { 'if-match': etag });
    expect([described.status, described.body.alt]).toEqual([200, 'Tea']);
    expect((await ada.api.patch(path, { alt: 'Coffee' }, { 'if-match': etag })).status).toBe(412);
    expect((await ada.api.patch(path, {})).body.alt).toBe('Tea');
    expect((await ada.api.patch(path, { alt: null })).body.alt).toBeNull();
    expect((await ada.api.patch(path, { alt: 'x'.repeat(1001) })).body.errors[0].pointer).toBe('/alt');
    expect((await ada.api.patch(path, { width: 1 })).body.errors[0].pointer).toBe('/width');
    expect((await ada.api.delete(path, { 'if-match': etag })).status).toBe(412);
  });

  it('is listed among mine, newest first, page by page', async () => {
    const ada = await kitchen.member();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.unshift((await photo(kitchen, ada)).id);
    await photo(kitchen, await kitchen.member());

    const first = await ada.api.get('/users/me/photos?limit=2');
    const second = await ada.api.get(`/users/me/photos?limit=2&cursor=${first.body.nextCursor}`);

    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
    expect(first.body.items[0]).toEqual((await ada.api.get(`/photos/${ids[0]}`)).body);
  });

  it('is uploaded once under one Idempotency-Key, however often it is sent', async () => {
    const [ada, bytes] = [await kitchen.member(), await picture()];
    const key = { 'idempotency-key': 'tea' };
    const first = await send(kitchen, ada, form(bytes, { alt: 'Tea' }), key);
    const again = await send(kitchen, ada, form(bytes, { alt: 'Tea' }), key);
    const other = await send(kitchen, ada, form(await picture(), { alt: 'Tea' }), key);
    const reworded = await send(kitchen, ada, form(bytes, { alt: 'Coffee' }), key);

    expect([first.status, again.status, other.status, reworded.status]).toEqual([201, 201, 422, 422]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.text).toBe(first.text);
    expect(other.body.code).toBe('idempotency.key_reused');
    expect((await ada.api.get('/users/me/photos')).body.items).toHaveLength(1);
    const unkept = await kitchen.sql`select from stored_files where not is_kept`;
    expect(unkept).toEqual([]);
  });

  it('is not taken by routes that want JSON, and JSON not by this one', async () => {
    const ada = await kitchen.member();
    const headers = { authorization: `Bearer ${ada.accessToken}` };
    const body = form(await picture());
    const elsewhere = await fetch(`${kitchen.origin}/api/v1/todos`, { method: 'POST', headers, body });
    expect(elsewhere.status).toBe(415);

    for (const answer of [await ada.api.post('/photos', { file: 'x' }), await ada.api.post('/photos')])
      expect([answer.status, answer.body.code]).toEqual([415, 'uploads.not_a_form']);
  });

  it('that nothing has used for seven days is swept away; one that is used, or was until yesterday, stays', async () => {
    const ada = await kitchen.member();
    const [old, young, avatar, released] = [
      await photo(kitchen, ada),
      await photo(kitchen, ada),
      await photo(kitchen, ada),
      await photo(kitchen, ada),
    ];
    await ada.api.patch('/users/me', { avatarPhotoId: avatar.id });
    await kitchen.sql`
      update photos set unused_since = now() - interval '169 hours' where id = any(${[old.id, avatar.id]}::uuid[])`;
    await kitchen.sql`update photos set unused_since = null where id = ${released.id}`;
    const { PhotoSweep } = await import('../../src/modules/photos/photo-sweep.js');

    expect(await kitchen.nest.get(PhotoSweep).sweep()).toBe(1);

    const statuses = [old, young, avatar, released].map(async ({ id }) => (await ada.api.get(`/photos/${id}`)).status);
    expect(await Promise.all(statuses)).toEqual([404, 200, 200, 200]);
    const [mark] = await kitchen.sql`select unused_since from photos where id = ${released.id}`;
    expect(mark!['unused_since']).not.toBeNull();
  });
});
