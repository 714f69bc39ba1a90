import { XMLParser } from 'fast-xml-parser';
import Parser from 'rss-parser';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment } from '../support/comments.js';
import { post, type SeenPost } from '../support/posts.js';

const ORIGIN = 'https://kitchen.example';
const NASTY = 'Tea ]]> & <b>"milk"</b> \u0001\u000b\ufffe 🫖';
const CLEAN = 'Tea ]]> & <b>"milk"</b>  🫖';

/** Whether it is well-formed, and nothing in it is what XML leaves out. */
function parseXml(text: string) {
  // eslint-disable-next-line no-control-regex -- it is these that must not be there
  expect(text).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is one more package for the same
  return new XMLParser({ ignoreAttributes: false }).parse(text, true);
}

describe('feeds', () => {
  let kitchen: Kitchen;
  let named: Kitchen;
  let ada: Member;
  let tea: SeenPost;

  beforeAll(async () => {
    kitchen = await startKitchen();
    named = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, PUBLIC_URL: ORIGIN });
    ada = await kitchen.member();
    await ada.api.patch('/users/me', { displayName: 'Ada & <Lovelace>' });
    await post(await kitchen.member(), { title: 'By somebody else', body: '…', tags: ['milk'] });
    await post(ada, { title: 'A draft', body: 'secret', status: 'draft', tags: ['tea'] });
    const body = 'See [there](/there?a=1&b=2), [here](#here) and ![it](/x.png).\n\n`]]>` & more \u0002';
    tea = await post(ada, { title: NASTY, body, excerpt: 'Short & <sweet>', tags: ['tea', 'küche'] });
    await comment(ada, tea.id, 'First ]]> & *more*');
    const { id } = await comment(ada, tea.id, 'Second, which is deleted');
    await ada.api.delete(`/comments/${id}`);
    const concealed = await comment(ada, tea.id, 'Third, which is deleted for others');
    await ada.api.put(`/comments/${concealed.id}/concealment`);
  });
  afterAll(async () => {
    await named.close();
    await kitchen.close();
  });

  const read = (path: string, headers = {}) => named.guest.get(`/${path}`, headers);

  it('depend on nothing but what may be compressed, from memory as from the database', async () => {
    const answers = [await read('/feeds/posts.rss'), await read('/feeds/posts.rss')];
    for (const { headers } of answers) expect(headers.get('vary') ?? 'accept-encoding').toMatch(/^accept-encoding$/i);
  });

  it.each(['rss', 'atom'])('are well-formed and understood by a feed reader: %s', async (format) => {
    const { status, headers, text } = await read(`/feeds/posts.${format}`);
    parseXml(text);
    const feed = await new Parser().parseString(text);
    const [first, second, ...others] = feed.items;

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(`application/${format}+xml; charset=utf-8`);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.get('link')).toContain(`<${ORIGIN}/feeds/posts.${format}>; rel="self"`);
    expect(feed).toMatchObject({ title: 'Posts', link: `${ORIGIN}/blog`, feedUrl: `${ORIGIN}/feeds/posts.${format}` });
    expect(second!.title).toBe('By somebody else');
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      link: `${ORIGIN}/blog/${tea.slug}`,
      isoDate: new Date(
        Math.floor(Date.parse(tea.publishedAt!) / (format === 'rss' ? 1000 : 1)) * (format === 'rss' ? 1000 : 1),
      ).toISOString(),
    });
    const content = format === 'rss' ? (first!['content:encoded'] as string) : first!.content!;
    expect(content).toContain(`href="${ORIGIN}/there?a=1&amp;b=2"`);
    expect(content).toContain(`href="${ORIGIN}/blog/${tea.slug}#here"`);
    expect(content).toContain(`src="${ORIGIN}/x.png"`);
    expect(content).toContain('<code>]]&gt;</code>');
    expect(text).not.toContain('secret');
  });

  it('say in RSS who wrote it and about what, in plain text, without an address', async () => {
    const { rss } = parseXml((await read(`/feeds/posts.rss?author=${ada.username}`)).text);
    const { item } = rss.channel;

    expect(item).toMatchObject({ title: CLEAN, 'dc:creator': 'Ada & <Lovelace>', category: ['tea', 'küche'] });
    expect(item.guid).toEqual({ '#text': `urn:uuid:${tea.id}`, '@_isPermaLink': 'false' });
    expect(item.author).toBeUndefined();
  });

  it('say in Atom when it was published and changed, and give titles as the HTML that they are said to be', async () => {
    const { feed } = parseXml((await read('/feeds/posts.atom?tag=tea')).text);

    expect(feed.entry).toMatchObject({
      id: `urn:uuid:${tea.id}`,
      title: {
        '#text': CLEAN.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
        '@_type': 'html',
      },
      author: { name: 'Ada & <Lovelace>' },
      published: tea.publishedAt,
      updated: tea.updatedAt > tea.publishedAt! ? tea.updatedAt : tea.publishedAt,
    });
    expect(feed.id).toBe(`${ORIGIN}/blog?tag=tea`);
  });

  it('are JSON Feed 1.1, too', async () => {
    const { headers, body } = await read('/feeds/posts.json');

    expect(headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
    expect(body).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: `${ORIGIN}/blog`,
      feed_url: `${ORIGIN}/feeds/posts.json`,
    });
    expect(body.items[0]).toMatchObject({
      ...{ id: `urn:uuid:${tea.id}`, url: `${ORIGIN}/blog/${tea.slug}`, title: CLEAN },
      ...{ authors: [{ name: 'Ada & <Lovelace>' }], tags: ['tea', 'küche'], date_published: tea.publishedAt },
      summary: 'Short & <sweet>',
    });
  });

  it('are of an author, of a tag, or of both', async () => {
    const titles = async (query: string) =>
      ((await read(`/feeds/posts.json?${query}`)).body.items as { title: string }[]).map(({ title }) => title);

    expect(await titles('tag=milk')).toEqual(['By somebody else']);
    expect(await titles('tag=K%C3%9CCHE')).toEqual([CLEAN]);
    expect(await titles(`author=${ada.username.toUpperCase()}`)).toEqual([CLEAN]);
    expect(await titles(`author=${ada.username}&tag=milk`)).toEqual([]);
    expect(await titles('author=nobody')).toEqual([]);
  });

  it('are of the comments on a post, without deleted ones', async () => {
    for (const format of ['rss', 'atom', 'json']) {
      const { status, text } = await read(`/feeds/posts/${tea.id}/comments.${format}`);
      if (format !== 'json') parseXml(text);

      expect(status).toBe(200);
      expect(text).toContain('<em>more</em>');
      expect(text).toContain(`${ORIGIN}/blog/${tea.slug}#comment-`);
      expect(text).not.toContain('which is deleted');
    }
    const draft = await post(ada, { status: 'draft' });
    expect((await read(`/feeds/posts/${draft.id}/comments.rss`)).status).toBe(404);
  });

  it('are not sent again while nothing has changed', async () => {
    const { headers } = await read('/feeds/posts.rss');
    const [etag, lastModified] = [headers.get('etag')!, headers.get('last-modified')!];

    expect(Date.parse(lastModified)).toBeLessThanOrEqual(Date.now());
    for (const condition of [{ 'if-none-match': etag }, { 'if-modified-since': lastModified }])
      expect(await read('/feeds/posts.rss', condition)).toMatchObject({ status: 304, text: '' });
    for (const condition of [
      { 'if-none-match': '"other"' },
      { 'if-none-match': '"other"', 'if-modified-since': lastModified },
      { 'if-modified-since': new Date(0).toUTCString() },
      { 'if-modified-since': 'yesterday' },
    ])
      expect((await read('/feeds/posts.rss', condition)).status).toBe(200);
  });

  it('take the address by which they were asked for, where none is configured', async () => {
    const { text } = await kitchen.guest.get('//feeds/posts.rss');

    expect(text).toContain(`<link>${kitchen.origin}/blog</link>`);
    expect(text).not.toContain(ORIGIN);
  });

  it.each([
    ['/feeds/posts.xml', 400],
    ['/feeds/posts.rss?page=2', 400],
    ['/feeds/posts.rss?author=', 400],
    ['/feeds/posts.rss?tag=a&tag=b', 400],
    ['/feeds/posts/nonsense/comments.rss', 400],
    ['/feeds/posts/019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10/comments.rss', 404],
    ['/sitemaps/posts-0.xml', 400],
    ['/sitemaps/posts-2.xml', 404],
    ['/sitemaps/x.xml', 400],
  ])('%s is refused with %i', async (path, status) => {
    expect((await read(path)).status).toBe(status);
  });

  it('tell crawlers of every published post', async () => {
    const { headers, text } = await read('/sitemap.xml');
    const { urlset } = parseXml(text);
    const locations = (urlset.url as { loc: string }[]).map(({ loc }) => loc);

    expect(headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(urlset['@_xmlns']).toBe('http://www.sitemaps.org/schemas/sitemap/0.9');
    expect(locations).toContain(`${ORIGIN}/blog/${tea.slug}`);
    expect(locations).toContain(`${ORIGIN}/blog`);
    expect(text).not.toContain('a-draft');
    expect((await read('/robots.txt')).text).toContain(`\nSitemap: ${ORIGIN}/sitemap.xml\n`);
    expect((await read('/sitemaps/posts-1.xml')).status).toBe(200);
  });

  it('tell crawlers of files where the posts are too many for one', async () => {
    const many = await startKitchen();
    try {
      const { id } = await many.member();
      await many.sql`
        insert into posts (id, author_id, slug, title, body, html, opening, status, reading_minutes, published_at)
        select gen_random_uuid(), ${id}, 'post-' || n, 'x', 'x', 'x', 'x', 'published', 1, now() - n * interval '1 s'
        from generate_series(1, 10001) as n`;
      const { sitemapindex } = parseXml((await many.guest.get('//sitemap.xml')).text);
      const paths = (sitemapindex.sitemap as { loc: string }[]).map(({ loc }) => loc.slice(many.origin.length));
      const counts = [];
      for (const path of paths) counts.push((await many.guest.get(`/${path}`)).text.match(/<loc>/g)!.length);

      expect(paths).toEqual(['/sitemaps/posts-1.xml', '/sitemaps/posts-2.xml']);
      expect(counts).toEqual([10_000, 1]);
    } finally {
      await many.close();
    }
  }, 30_000);
});
