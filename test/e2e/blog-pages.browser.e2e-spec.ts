import type { Browser, Page } from 'playwright-core';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { complaintsOf, itInBrowser, openBrowser } from '../support/browser.js';
import { comment } from '../support/comments.js';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';
import { photo, picture, type SeenPhoto } from '../support/photos.js';
import { post } from '../support/posts.js';

describe('the blog in a browser', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let browser: Browser | undefined;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(async () => {
    await browser?.close();
    await kitchen.close();
  });

  const open = async (path: string): Promise<{ page: Page; complaints: string[] }> => {
    browser ??= await openBrowser();
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    await page.goto(kitchen.origin + path);
    return { page, complaints };
  };

  it('shows a post with its author, text and comments, and where its feeds are', async () => {
    const { id, slug } = await post(ada, { title: 'Tea & <milk>', body: 'Hot **water** first.', tags: ['tea'] });
    const { id: parent } = await comment(ada, id, 'I *agree*.');
    await comment(ada, id, 'So do I.', parent);
    const { text, headers } = await kitchen.guest.get(`//blog/${slug}`);

    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('<h1>Tea &#38; &#60;milk&#62;</h1>');
    for (const part of ['<strong>water</strong>', '<em>agree</em>', 'So do I.', ada.username, 'Comments (2)', '#tea'])
      expect(text).toContain(part);
    expect(text).not.toContain('<script');
    for (const [, link] of text.matchAll(/(?:href|src)="(\/[^"]*)"/g)) {
      const { status } = await kitchen.guest.get(`/${link!.replaceAll('&#38;', '&')}`);
      expect({ link, status }).toEqual({ link, status: 200 });
    }
  });

  it('leads from an earlier slug to the current one, and says in HTML that a post is not there', async () => {
    const { id, slug } = await post(ada, { title: 'A first title' });
    await ada.api.patch(`/posts/${id}`, { title: 'A second title' });
    const draft = await post(ada, { title: 'Not yet', status: 'draft' });

    const moved = await kitchen.guest.get(`//blog/${slug}`);
    expect({ status: moved.status, location: moved.headers.get('location') }).toEqual({
      status: 301,
      location: '/blog/a-second-title',
    });
    for (const missing of ['no-such-post', draft.slug, draft.id]) {
      const { status, headers, text } = await kitchen.guest.get(`//blog/${missing}`);
      expect({ missing, status }).toEqual({ missing, status: 404 });
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(text).toContain('There is no such post');
      expect(text).not.toContain('Not yet');
    }
  });

  it('lists posts, the newest first, page by page, of an author or with a tag', async () => {
    const bob = await kitchen.member();
    for (let i = 0; i < 23; i++) await post(bob, { title: `Pot ${i}`, tags: ['pots'] });
    const titles = (text: string) => [...text.matchAll(/<h2><a [^>]*>([^<]*)/g)].map(([, title]) => title);
    const first = (await kitchen.guest.get(`//blog?author=${bob.username}&tag=pots`)).text;
    const [, next] = /href="([^"]*)" rel="next"/.exec(first)!;

    expect(titles(first)).toHaveLength(20);
    expect(titles(first)[0]).toBe('Pot 22');
    expect(titles((await kitchen.guest.get(`/${next!.replaceAll('&#38;', '&')}`)).text)).toEqual([
      'Pot 2',
      'Pot 1',
      'Pot 0',
    ]);
    expect((await kitchen.guest.get('//blog?author=nobody')).text).toContain('There is nothing here yet.');
    expect((await kitchen.guest.get('//blog?cursor=x')).status).toBe(400);
  });

  itInBrowser()(
    'runs nothing of what is written or searched for, whatever it is',
    async () => {
      const body = HOSTILE_TEXTS.slice(0, 60).join('\n\nhippogriff\n\n');
      const { id, slug } = await post(ada, { title: '<img src=x onerror=alert(1)> hippogriff', body });
      await comment(ada, id, HOSTILE_TEXTS.slice(60, 120).join('\n\nhippogriff\n\n'));
      const { body: found } = await ada.api.get('/search?q=hippogriff');
      const highlights = (found.items as { highlight: Record<string, string> }[]).flatMap(({ highlight }) =>
        Object.values(highlight),
      );
      const { page } = await open(`/blog/${slug}`);
      const dialogs: string[] = [];
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      const offences = await page.evaluate<string[]>(`
      [...document.querySelectorAll('*')].flatMap((element) =>
        [...element.attributes]
          .filter(({ name, value }) => name.startsWith('on') || /^\\s*javascript:/i.test(value))
          .map(({ name, value }) => element.tagName + ' ' + name + '=' + value))`);
      expect(offences).toEqual([]);
      expect(await page.locator('script, iframe, object, embed, form, svg').count()).toBe(0);

      // A page without a policy of its own, as a front end may be.
      await page.goto('about:blank');
      await page.setContent(highlights.join('<hr>'));
      const elements = await page.evaluate<string[]>(
        `[...new Set([...document.body.querySelectorAll('*')].map(({ tagName }) => tagName))].sort()`,
      );
      await page.waitForTimeout(200);
      expect(highlights.join('')).toContain('<mark>hippogriff</mark>');
      expect(elements).toEqual(['HR', 'MARK']);
      expect(dialogs).toEqual([]);
    },
    60_000,
  );

  itInBrowser()(
    'shows the photos of a post, and feeds name the cover',
    async () => {
      const { id: photoId } = await photo(kitchen, ada, { alt: 'A pot of "tea"' });
      const { slug } = await post(ada, { title: 'With a photo', body: '…', photoIds: [photoId], tags: ['pictured'] });
      const { page, complaints } = await open(`/blog/${slug}`);
      const [alt, width] = await page.evaluate<[string, number]>(
        `(({ alt, naturalWidth }) => [alt, naturalWidth])(document.querySelector('.photos img'))`,
      );
      const url = `${kitchen.origin}/api/v1/photos/${photoId}/large.webp`;

      expect({ alt, isShown: width > 0, complaints }).toEqual({ alt: 'A pot of "tea"', isShown: true, complaints: [] });
      for (const format of ['rss', 'atom', 'json']) {
        const { text } = await kitchen.guest.get(`//feeds/posts.${format}?tag=pictured`);
        expect(text).toContain(url);
        expect(text).toContain('image/webp');
      }
      expect((await fetch(url)).status).toBe(200);
    },
    60_000,
  );

  itInBrowser()(
    'shows each size of a photo and its placeholder on a page from elsewhere, to be kept for ever',
    async () => {
      const { id } = await photo(kitchen, ada, { bytes: await picture('jpeg', { width: 1200, height: 800 }) });
      await post(ada, { photoIds: [id] });
      const { variants, placeholder } = (await kitchen.guest.get(`/photos/${id}`)).body as SeenPhoto;
      const sizes = Object.values(variants);
      browser ??= await openBrowser();
      const page = await browser.newPage();
      const answers: [number, string | undefined, string | undefined][] = [];
      page.on('response', (response) => {
        const { 'content-type': type, 'cache-control': caching } = response.headers();
        if (!response.url().startsWith('data:')) answers.push([response.status(), type, caching]);
      });
      const images = [placeholder, ...sizes.map(({ url }) => kitchen.origin + url)];
      const shown = [];
      for (let time = 0; time < 2; time++) {
        await page.setContent(images.map((src) => `<img src="${src}">`).join(''), { waitUntil: 'load' });
        shown.push(await page.evaluate('[...document.images].map(({ naturalWidth }) => naturalWidth)'));
      }

      const widths = [expect.any(Number), ...sizes.map(({ width }) => width)];
      expect(shown).toEqual([widths, widths]);
      expect(sizes.map(({ width }) => width)).toEqual([320, 960, 1200]);
      expect(answers.slice(0, 3)).toEqual(Array(3).fill([200, 'image/webp', 'public, max-age=31536000, immutable']));
    },
    60_000,
  );

  itInBrowser()(
    'loads all that it needs from here',
    async () => {
      const { slug } = await post(ada, { title: 'A quiet page', body: '| a |\n|:-:|\n| b |' });
      const { page, complaints } = await open(`/blog/${slug}`);

      expect(await page.locator('h1').innerText()).toBe('A quiet page');
      expect(complaints).toEqual([]);
    },
    60_000,
  );
});
