import { XMLParser } from 'fast-xml-parser';
import Parser from 'rss-parser';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment } from '../support/comments.js';
import { photo } from '../support/photos.js';
import { post, type SeenPost } from '../support/posts.js';

const ORIGIN = 'https://kitchen.example';
const BLOG = 'https://app.example/tea&scones';

describe('where a front end has the blog', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let tea: SeenPost;

  beforeAll(async () => {
    kitchen = await startKitchen({ PUBLIC_URL: ORIGIN, BLOG_URL: `${BLOG}/` });
    ada = await kitchen.member();
    const { id } = await photo(kitchen, ada);
    const body = '[There](/there), [here](#here), [beside](milk)';
    tea = await post(ada, { title: 'Tea', body, photoIds: [id], tags: ['tea'] });
    await comment(ada, tea.id, 'A comment, [see](/there)');
  });
  afterAll(() => kitchen.close());

  const read = (path: string) => kitchen.guest.get(`/${path}`);

  it.each(['rss', 'atom'])('feeds lead there, and have their files and pictures here: %s', async (format) => {
    const { text } = await read(`/feeds/posts.${format}?tag=tea`);
    const feed = await new Parser().parseString(text);

    expect(feed).toMatchObject({ link: `${BLOG}?tag=tea`, feedUrl: `${ORIGIN}/feeds/posts.${format}?tag=tea` });
    expect(feed.items.map(({ link }) => link)).toEqual([`${BLOG}/${tea.slug}`]);
    expect(text).toMatch(/"https:\/\/kitchen\.example\/api\/v1\/photos\/[^"]+\.webp"/);
    expect(text).not.toContain('https://kitchen.example/blog');
  });

  it('addresses in texts are from here if they begin at the root, else from there', async () => {
    const { body } = await read('/feeds/posts.json');

    expect(body.home_page_url).toBe(BLOG);
    expect(body.items[0].content_html).toContain(`href="${ORIGIN}/there"`);
    expect(body.items[0].content_html).toContain(`href="${BLOG}/${tea.slug}#here"`.replaceAll('&', '&amp;'));
    expect(body.items[0].content_html).toContain(`href="${BLOG}/milk"`.replaceAll('&', '&amp;'));
  });

  it('feeds of comments lead there', async () => {
    const { body, headers } = await read(`/feeds/posts/${tea.id}/comments.json`);

    expect(body.home_page_url).toBe(`${BLOG}/${tea.slug}`);
    expect(body.items[0].url).toMatch(`${BLOG}/${tea.slug}#comment-`);
    expect(body.items[0].content_html).toContain(`href="${ORIGIN}/there"`);
    expect(headers.get('link')).toContain(`<${BLOG}/${tea.slug}>; rel="alternate"`);
  });

  it('crawlers are sent there by the sitemap', async () => {
    const { text } = await read('/sitemap.xml');
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is one more package for the same
    const { urlset } = new XMLParser().parse(text, true) as { urlset: { url: { loc: string }[] } };

    expect(urlset.url.map(({ loc }) => loc)).toEqual([BLOG, `${BLOG}/${tea.slug}`]);
    expect((await read('/robots.txt')).text).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`);
  });

  it('and by the page that is here all the same', async () => {
    const { status, text } = await read(`/blog/${tea.slug}`);

    expect(status).toBe(200);
    expect(text).toContain(`<link rel="canonical" href="${BLOG}/${tea.slug}"`.replaceAll('&', '&#38;'));
    expect(text).toContain('href="/blog"');
  });
});
