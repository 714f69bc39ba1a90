import { RenderingService } from '../../src/modules/posts/index.js';
import type { Article } from '../../src/platform/markdown/article.js';
import { Articles } from '../../src/platform/markdown/articles.js';
import { type Kitchen, type Member, startKitchen, TEST_JWT_SECRET } from '../support/app.js';
import { etagOf, post, type SeenPost } from '../support/posts.js';
import { killAll, runCommand } from '../support/process.js';

/** What an earlier version of the renderer made of every text. */
const OLD = '<p>as it was</p>';

describe('rendering again', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterEach(async () => {
    await kitchen.sql`update posts set renderer_version = (select max(renderer_version) from posts)`;
  });
  afterAll(async () => {
    killAll();
    await kitchen.close();
  });

  const write = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => post(ada, { title: `Post ${i}`, body: `Text *${i}*.` })));
  const age = (posts: readonly SeenPost[]) => kitchen.sql`
    update posts set html = ${OLD}, opening = 'x', reading_minutes = 9, renderer_version = 0
    where id = any(${posts.map(({ id }) => id)})`;
  const rerender = () => kitchen.nest.get(RenderingService).rerender();
  /** Stands between the renderer and who asks it. @returns what takes it away again. */
  const meddle = (how: (read: () => Promise<Article>) => Promise<Article>) => {
    const articles = kitchen.nest.get(Articles);
    const { read } = articles;
    articles.read = (...parameters) => how(() => read.apply(articles, parameters));
    return () => {
      articles.read = read;
    };
  };
  const htmlOf = async ({ id }: SeenPost) => (await ada.api.get(`/posts/${id}`)).body.html as string;

  it('brings what an earlier version rendered up to date, and is no edit', async () => {
    const written = await post(ada, { body: 'Hot *water*.' });
    const before = await ada.api.get(`/posts/${written.id}`);
    await age([written]);
    const tag = await etagOf(ada, written);

    expect(await rerender()).toEqual({ rendered: 1, refused: 0 });
    const after = await ada.api.get(`/posts/${written.id}`);
    expect(after.text).toBe(before.text);
    expect((await ada.api.get(`/posts/${written.id}/revisions`)).body.items).toHaveLength(1);
    // Whoever read it before may still edit it, though a cache has to fetch it again.
    const edit = await ada.api.patch(`/posts/${written.id}`, { title: 'Tea' }, { 'if-match': tag });
    expect({ status: edit.status, html: edit.body.html }).toEqual({ status: 200, html: written.html });
    expect(tag).not.toBe(before.headers.get('etag'));
  });

  it('leaves alone what this version rendered', async () => {
    const [current, outdated] = [await post(ada), await post(ada)];
    await kitchen.sql`update posts set html = ${OLD} where id = ${current.id}`;
    await age([outdated]);

    expect(await rerender()).toEqual({ rendered: 1, refused: 0 });
    expect([await htmlOf(current), await htmlOf(outdated)]).toEqual([OLD, outdated.html]);
    expect(await rerender()).toEqual({ rendered: 0, refused: 0 });
  });

  it('takes what is in the trash, drafts and scheduled posts, too', async () => {
    const kinds = [
      await post(ada),
      await post(ada, { status: 'draft' }),
      await post(ada, { publishAt: '2090-01-01T00:00:00Z' }),
    ];
    await ada.api.delete(`/posts/${kinds[0]!.id}`);
    await age(kinds);

    expect(await rerender()).toEqual({ rendered: 3, refused: 0 });
  });

  it('goes on where it was broken off', async () => {
    const posts = await write(8);
    await age(posts);
    let texts = 0;
    const mend = meddle(async (read) => {
      if (++texts > 3) throw new Error('the machine went away');
      return read();
    });

    await expect(rerender()).rejects.toThrow('the machine went away');
    mend();
    expect(await rerender()).toEqual({ rendered: 5, refused: 0 });
    expect(await Promise.all(posts.map(htmlOf))).toEqual(posts.map(({ html }) => html));
  });

  it('does not undo what is edited meanwhile', async () => {
    const written = await post(ada, { body: 'First.' });
    await age([written]);
    const mend = meddle(async (read) => {
      const article = await read();
      mend();
      expect((await ada.api.patch(`/posts/${written.id}`, { body: 'Second.' })).status).toBe(200);
      return article;
    });
    await rerender();

    expect(await htmlOf(written)).toBe('<p>Second.</p>\n');
  });

  it('goes through more than it takes at once, and leaves what it refuses as it was', async () => {
    const posts = await write(60);
    await age(posts);
    await kitchen.sql`update posts set body = ${'#\n'.repeat(40_000)} where id = ${posts[3]!.id}`;

    expect(await rerender()).toEqual({ rendered: 59, refused: 1 });
    expect(await htmlOf(posts[3]!)).toBe(OLD);
    expect(await htmlOf(posts[59]!)).toBe(posts[59]!.html);
  }, 60_000);

  it('is a command', async () => {
    const written = await post(ada);
    await age([written]);
    const environment = { DATABASE_URL: kitchen.databaseUrl, JWT_SECRET: TEST_JWT_SECRET };
    const { code, output } = await runCommand(environment, ['rerender']);

    expect(code).toBe(0);
    expect(output).toMatch(/"rendered":1,"refused":0,"message":"the posts are rendered by this version"/);
    expect(await htmlOf(written)).toBe(written.html);
  }, 60_000);
});
