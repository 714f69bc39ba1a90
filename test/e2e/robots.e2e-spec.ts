import { type Kitchen, startKitchen } from '../support/app.js';
import { photo } from '../support/photos.js';
import { post } from '../support/posts.js';

/** As RFC 9309 §2.2.2 has it: the longest rule that matches decides, and `allow` where two are as long. */
function isAllowed(robots: string, path: string): boolean {
  const rules = [...robots.matchAll(/^(Allow|Disallow): *(\S+)$/gim)].map(([, kind = '', pattern = '']) => ({
    isAllowed: kind === 'Allow',
    length: pattern.length,
    matches: new RegExp(
      `^${pattern
        .replace(/[.?+^()[\]{}|\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replace(/\$(?!$)/g, '\\$')}`,
    ).test(path),
  }));
  const [decisive] = rules
    .filter(({ matches }) => matches)
    .sort((a, b) => b.length - a.length || Number(b.isAllowed) - Number(a.isAllowed));
  return decisive?.isAllowed ?? true;
}

describe('crawlers', () => {
  let kitchen: Kitchen;
  let robots: string;
  let page: string;
  let signed: string;

  beforeAll(async () => {
    kitchen = await startKitchen();
    const ada = await kitchen.member();
    const { id } = await photo(kitchen, ada);
    const { slug } = await post(ada, { title: 'Tea', photoIds: [id] });
    page = (await kitchen.guest.get(`//blog/${slug}`)).text;
    robots = (await kitchen.guest.get('//robots.txt')).text;
    // One that nobody else may see.
    const own = (await ada.api.get(`/photos/${(await photo(kitchen, ada)).id}`)).body;
    signed = own.url as string;
  });
  afterAll(() => kitchen.close());

  it('may look at pages and at all that they show', () => {
    const shown = [...page.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, address = '']) => address);
    const pictures = shown.filter((address) => address.includes('.webp'));

    expect(pictures.length).toBeGreaterThan(1);
    expect(shown.filter((address) => !isAllowed(robots, address))).toEqual([]);
    expect(isAllowed(robots, '/blog?tag=tea')).toBe(true);
  });

  it('may not ask the API, nor follow addresses that are signed for somebody', () => {
    expect(signed).toContain('signature=');
    const paths = ['/api/v1/posts', '/api/v1/photos', '/api/v1/photos/some-id', '/api/v1/search?q=x.webp', signed];
    expect(paths.filter((path) => isAllowed(robots, path))).toEqual([]);
  });
});
