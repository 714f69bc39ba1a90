import { type Kitchen, startKitchen } from '../support/app.js';
import { offencesIn } from '../support/harmless-html.js';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

const PATH = '/posts/preview';

describe('a preview of a text', () => {
  let kitchen: Kitchen;
  let cast: Cast;

  beforeAll(async () => {
    kitchen = await startKitchen();
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());

  /** Rows of every table in which a text could be left behind. */
  const stored = () => kitchen.sql`
    select (select count(*)::int from posts) as posts, (select count(*)::int from post_revisions) as revisions,
      (select count(*)::int from post_slugs) as slugs, (select count(*)::int from pgboss.job where name like 'post%') as jobs`;
  const preview = (body: unknown) => cast.owner.api.post(PATH, { body });

  scenarios(
    () => Promise.resolve({ kitchen, cast }),
    [
      { method: 'POST', title: 'a preview', path: () => PATH, as: 'guest', body: { body: 'x' }, status: 401 },
      {
        method: 'POST',
        title: 'a preview',
        path: () => PATH,
        as: ['owner', 'stranger', 'moderator', 'admin'],
        body: { body: 'Hot **water** first.' },
        status: 200,
        contains: ['<p>Hot <strong>water</strong> first.</p>', '"excerpt":"Hot water first."', '"readingMinutes":1'],
        notContains: ['"id"', 'slug', 'author', 'opening', 'rendererVersion'],
      },
    ],
  );

  it('looks as the post will, but for ids that are the post’s own', async () => {
    const body = '# A *heading*\n\n- [x] done\n\n```js\nlet a = 1;\n```\n\nNoted[^1].\n\n[^1]: A note.';
    const written = await cast.owner.api.post('/posts', { title: 'About tea', body });
    const shown = await preview(body);
    const own = (written.body.id as string).slice(-12);

    expect(shown.status).toBe(200);
    expect(shown.body.html).toContain('hljs-');
    expect((shown.body.html as string).replaceAll('user-content-preview', `user-content-${own}`)).toBe(
      written.body.html,
    );
    expect(shown.body).toMatchObject({
      excerpt: written.body.excerpt,
      readingMinutes: written.body.readingMinutes,
    });
  });

  it('stores nothing', async () => {
    const before = await stored();
    for (const body of ['A text', '#\n'.repeat(40_000), '']) await preview(body);

    expect(await stored()).toEqual(before);
  });

  it.each([
    ['nothing', {}, '/body'],
    ['an empty text', { body: '' }, '/body'],
    ['a blank text', { body: ' \n\t ' }, '/body'],
    ['no text', { body: 7 }, '/body'],
    ['a list', { body: ['a'] }, '/body'],
    ['null', { body: null }, '/body'],
    ['a text that is too long', { body: 'x'.repeat(100_001) }, '/body'],
    ['a NUL', { body: 'a\u0000b' }, '/body'],
    ['half a character', { body: 'a\ud800b' }, '/body'],
    ['more markup than any text has', { body: '#\n'.repeat(40_000) }, '/body'],
    ['what it does not know', { body: 'x', title: 'y' }, '/title'],
  ])('refuses %s by name', async (_what, sent, pointer) => {
    const { status, body } = await cast.owner.api.post(PATH, sent);

    expect([400, 422]).toContain(status);
    expect(body.errors?.map(({ pointer: named }: { pointer: string }) => named)).toEqual([pointer]);
  });

  it('shows nothing that could do harm', async () => {
    for (const text of HOSTILE_TEXTS) {
      const { status, body } = await preview(text);
      expect({ text, status, offences: offencesIn(body.html as string) }).toEqual({ text, status: 200, offences: [] });
    }
  }, 60_000);
});
