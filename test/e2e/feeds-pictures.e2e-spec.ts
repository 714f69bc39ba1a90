import Parser from 'rss-parser';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment } from '../support/comments.js';
import { fetchBytes, photo, picture } from '../support/photos.js';
import { post } from '../support/posts.js';

const ORIGIN = 'https://kitchen.example';
type Item = Record<string, unknown>;

describe('feeds of posts with photos', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let postId: string;
  let byteLength: number;
  let address: string;

  beforeAll(async () => {
    kitchen = await startKitchen({ PUBLIC_URL: ORIGIN });
    ada = await kitchen.member();
    const { id } = await photo(kitchen, ada, { bytes: await picture('png', { width: 640, height: 480, noise: true }) });
    const written = await post(ada, { title: 'With a photo', photoIds: [id], tags: ['tea'] });
    await post(ada, { title: 'Without' });
    await comment(ada, written.id, 'A comment');
    postId = written.id;
    const { coverPhoto } = (await kitchen.guest.get(`/posts/${postId}`)).body;
    address = ORIGIN + (coverPhoto.url as string);
    byteLength = (await fetchBytes(kitchen, coverPhoto.url as string)).bytes.length;
  });
  afterAll(() => kitchen.close());

  it('say in RSS how long the file of the cover is', async () => {
    const { items } = await new Parser().parseString((await kitchen.guest.get('//feeds/posts.rss')).text);

    expect(byteLength).toBeGreaterThan(1_000);
    expect(items.find(({ title }) => title === 'With a photo')?.enclosure).toEqual({
      url: address,
      length: String(byteLength),
      type: 'image/webp',
    });
    expect(items.find(({ title }) => title === 'Without')?.enclosure).toBeUndefined();
  });

  it.each([
    ['posts', () => '//feeds/posts.json'],
    ['comments', () => `//feeds/posts/${postId}/comments.json`],
  ])('are JSON Feed 1.1 field by field: %s', async (_what, path) => {
    const { body } = (await kitchen.guest.get(path())) as { body: Item & { items: Item[] } };
    const { items, ...top } = body;

    expect(top).toEqual({
      version: 'https://jsonfeed.org/version/1.1',
      title: expect.any(String),
      description: expect.any(String),
      home_page_url: expect.stringMatching(/^https:\/\/kitchen\.example\//),
      feed_url: `${ORIGIN}${path().slice(1)}`,
    });
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    for (const item of items) expect(faultsOf(item)).toEqual([]);
  });

  it('attach the cover in JSON, with its length', async () => {
    const { body } = await kitchen.guest.get('//feeds/posts.json?tag=tea');

    expect(body.items).toEqual([
      expect.objectContaining({
        image: address,
        attachments: [{ url: address, mime_type: 'image/webp', size_in_bytes: byteLength }],
      }),
    ]);
  });
});

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isAddress = (value: unknown) => isText(value) && /^https?:\/\//.test(value as string);
const isDate = (value: unknown) =>
  isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value as string);
const areAll = (check: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(check);
const isAuthor = (value: unknown) => isText((value as Item)['name']) || isAddress((value as Item)['url']);
const isAttachment = (value: unknown) => {
  const { url, mime_type: type, size_in_bytes: size } = value as Item;
  return isAddress(url) && isText(type) && (size === undefined || Number.isInteger(size));
};

/** What https://jsonfeed.org/version/1.1 says of the fields of an item; it knows no others that we send. */
const FIELDS: Record<string, (value: unknown) => boolean> = {
  ...{ id: isText, url: isAddress, title: isText, content_html: isText, summary: isText, image: isAddress },
  ...{ date_published: isDate, date_modified: isDate, authors: areAll(isAuthor), tags: areAll(isText) },
  attachments: areAll(isAttachment),
};

function faultsOf(item: Item): string[] {
  const faults = Object.entries(item).flatMap(([name, value]) => (FIELDS[name]?.(value) === true ? [] : [name]));
  return [...faults, ...['id', 'content_html'].filter((name) => !(name in item)).map((name) => `no ${name}`)];
}
