import type { Browser, Page } from 'playwright-core';
import { renderArticle } from '../../src/platform/markdown/article.js';
import { readConversation } from '../../src/platform/markdown/markdown.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { itInBrowser, openBrowser } from '../support/browser.js';
import { comment } from '../support/comments.js';
import { HOSTILE_DOCUMENTS, HOSTILE_TEXTS } from '../support/hostile-texts.js';
import { post } from '../support/posts.js';

/** So many texts have a word of their own, by which they are found together, on one page. */
const OF_A_WORD = 50;
/** One for each thing that is looked for. */
const RAW = [
  '<script>alert(1)</script>',
  '<p onclick=alert(1)>x</p>',
  '<a href=" javascript:alert(1)">x</a>',
  '<link rel=stylesheet href="https://evil.example/x.css">',
];
const ALLOWED_PROTOCOLS = ['http:', 'https:', 'mailto:'];

interface Hit {
  highlight: Record<string, string>;
}

/** As a front end without any policy of its own would: straight into the page. */
describe('hostile texts in a browser', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let browser: Browser | undefined;

  beforeAll(async () => {
    kitchen = await startKitchen({ RATE_LIMITS: 'off', COMMENT_REPEAT_MINUTES: '0' });
    ada = await kitchen.member();
  });
  afterAll(async () => {
    await browser?.close();
    await kitchen.close();
  });

  /** Everything in a page of these fragments that runs, or would run if somebody touched it. */
  const offencesOf = async (fragments: readonly string[]): Promise<string[]> => {
    browser ??= await openBrowser();
    const page = await browser.newPage();
    const offences = watch(page);
    await page.route('**/*', (route) => route.abort());
    await page.setContent(
      `<!doctype html><title>all</title>${fragments.map((html) => `<div>${html}</div>`).join('\n')}`,
      { waitUntil: 'load' },
    );
    offences.push(...(await page.evaluate<string[]>(`(${LOOK})(${JSON.stringify(ALLOWED_PROTOCOLS)})`)));
    // What an event runs has its dialog by now: each of them stops the page until it is dismissed.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
    await page.close();
    return offences;
  };

  itInBrowser()(
    'are seen to do harm when nothing is done about them',
    async () => {
      const kinds = new Set<string>();
      for (const text of RAW) for (const offence of await offencesOf([text])) kinds.add(offence.split(' ')[0]!);
      expect([...kinds].sort()).toEqual(['attribute', 'dialog', 'element', 'link', 'request']);
    },
    60_000,
  );

  itInBrowser()(
    'do none in what is made of them for posts and comments, wherever in a text they stand',
    async () => {
      expect(new Set(HOSTILE_DOCUMENTS).size).toBeGreaterThanOrEqual(500);
      const html = HOSTILE_DOCUMENTS.flatMap((text, index) => [
        renderArticle(text, `n${index}`)!.html,
        readConversation(text).toHtml((username) => `/members/${username}`),
      ]);
      expect(await offencesOf(html)).toEqual([]);
    },
    60_000,
  );

  itInBrowser()(
    'do none either in what the routes answer, nor in what a search shows of them',
    async () => {
      const html: string[] = [];
      const { id: postId } = await post(ada, { title: 'Under which all comments stand' });
      for (const [index, text] of HOSTILE_TEXTS.entries()) {
        const found = `${wordOf(index)}\n\n${text}\n\n${wordOf(index)}`;
        const title = `${text.replaceAll(/\s+/g, ' ').slice(0, 150)} ${wordOf(index)}`;
        const written = await post(ada, { title, body: found });
        const said = (await comment(ada, postId, found)) as unknown as { html: string };
        html.push(written.html, said.html);
      }
      const highlights: string[] = [];
      for (let first = 0; first < HOSTILE_TEXTS.length; first += OF_A_WORD) {
        for (const type of ['posts', 'comments']) {
          const { body } = await ada.api.get(`/search?q=${wordOf(first)}&type=${type}&limit=${OF_A_WORD}`);
          highlights.push(...(body.items as Hit[]).flatMap(({ highlight }) => Object.values(highlight)));
        }
      }

      expect(highlights.length).toBeGreaterThanOrEqual(2 * HOSTILE_TEXTS.length);
      expect(highlights.join('')).toContain('<mark>');
      expect(await offencesOf([...html, ...highlights])).toEqual([]);
    },
    120_000,
  );
});

function wordOf(index: number): string {
  return `hippogriff${'abcdefghijklmnopqrstuvwxyz'[Math.floor(index / OF_A_WORD)]}`;
}

function watch(page: Page): string[] {
  const offences: string[] = [];
  page.on('dialog', (dialog) => {
    offences.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    // Pictures from elsewhere are what Markdown is for; all else would be a script, a style, a frame or a way out.
    if (request.resourceType() !== 'image') offences.push(`request ${request.resourceType()} ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (frame.url() !== 'about:blank') offences.push(`navigation ${frame.url()}`);
  });
  return offences;
}

/** Runs in the page: what stands there, and then every event that a handler might wait for. */
const LOOK = `(allowed) => {
  const offences = [];
  const all = [...document.body.querySelectorAll('*')];
  for (const element of all) {
    const name = element.tagName.toLowerCase();
    if (/^(script|style|iframe|object|embed|applet|form|button|textarea|select|link|meta|base|svg|math|template|noscript|body)$/.test(name)
      || name.includes('-')) offences.push('element ' + name);
    for (const { name: key, value } of element.attributes) {
      if (/^(on|srcdoc|formaction|action|srcset|name$)/i.test(key)) offences.push('attribute ' + name + ' ' + key + '=' + value);
      if (key === 'style' && !/^text-align: ?(left|center|right);?$/.test(value)) offences.push('attribute style ' + value);
    }
    const address = element.href ?? element.src;
    if (typeof address === 'string' && address !== '' && element.hasAttribute(element.href === undefined ? 'src' : 'href')) {
      const { protocol } = new URL(address, 'https://here.example/');
      if (!allowed.includes(protocol) && !address.startsWith(document.URL + '#')) offences.push('link ' + name + ' ' + address);
    }
  }
  for (const element of all) {
    for (const event of ['mouseover', 'focus', 'error', 'load', 'toggle', 'begin', 'start', 'click']) {
      const fired = new Event(event, { cancelable: true });
      element.dispatchEvent(fired);
    }
  }
  return offences;
}`;
