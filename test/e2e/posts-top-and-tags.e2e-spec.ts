import { TagsRepository } from '../../src/modules/posts/tags/tags.repository.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { post, readAll, type SeenPost, titlesOf } from '../support/posts.js';

describe('posts by likes, by date, and their tags', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let fans: Member[];

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
    fans = await Promise.all(Array.from({ length: 4 }, () => kitchen.member()));
    const written: [title: string, likes: number, publishedAt: string, tags: string[]][] = [
      ['Old favourite', 4, '2026-01-10T12:00:00Z', ['tea', 'teapots']],
      ['Older, as liked', 2, '2026-02-01T00:00:00Z', ['tea', 'milk']],
      ['Newer, as liked', 2, '2026-02-28T23:59:59.999Z', ['coffee']],
      ['Unloved', 0, '2026-03-01T00:00:00Z', ['tea']],
      ['Latest', 1, '2026-03-05T08:00:00Z', ['tea', 'milk']],
    ];
    for (const [title, likes, publishedAt, tags] of written) {
      const { id } = await post(ada, { title, tags });
      for (const { api } of fans.slice(0, likes)) await api.put(`/posts/${id}/like`);
      await kitchen.sql`update posts set published_at = ${publishedAt} where id = ${id}`;
      await kitchen.sql`update post_tags set published_at = ${publishedAt} where post_id = ${id}`;
    }
    await post(ada, { title: 'Hidden', status: 'draft', tags: ['tea', 'secret'] });
  });
  afterAll(() => kitchen.close());

  it.each([
    ['sort=top', ['Old favourite', 'Newer, as liked', 'Older, as liked', 'Latest', 'Unloved']],
    ['sort=top&tag=tea', ['Old favourite', 'Older, as liked', 'Latest', 'Unloved']],
    ['sort=top&from=2026-02-01', ['Newer, as liked', 'Older, as liked', 'Latest', 'Unloved']],
    ['sort=top&from=2026-02-01&to=2026-02-28', ['Newer, as liked', 'Older, as liked']],
    ['from=2026-02-01&to=2026-02-28', ['Newer, as liked', 'Older, as liked']],
    ['from=2026-03-01T01:00:00%2B01:00', ['Latest', 'Unloved']],
    ['from=2026-03-01T00:00:00.001Z', ['Latest']],
    ['to=2026-02-01T00:00:00Z', ['Older, as liked', 'Old favourite']],
    ['to=2026-01-09', []],
    ['from=2026-03-02&to=2026-03-01', []],
    ['from=2026-02-01&tag=tea&sort=oldest', ['Older, as liked', 'Unloved', 'Latest']],
  ])('are listed by ?%s', async (query, titles) => {
    expect(titlesOf(await kitchen.guest.get(`/posts?${query}`))).toEqual(titles);
    expect(titlesOf(await kitchen.guest.get(`/posts?${query}&author=${ada.username}`))).toEqual(titles);
    const paged = await readAll(kitchen, `/posts?${query}&limit=1`);
    expect(paged.map(({ title }) => title)).toEqual(titles);
  });

  it.each([
    ['from=yesterday', '/from'],
    ['from=2026-02-30', '/from'],
    ['to=2026-02-01T00:00:00', '/to'],
    ['to=', '/to'],
    ['from=2026-01-01&from=2026-01-02', '/from'],
  ])('refuse ?%s by name', async (query, pointer) => {
    const { status, body } = await kitchen.guest.get(`/posts?${query}`);

    expect({ status, pointer: body.errors?.[0].pointer }).toEqual({ status: 400, pointer });
  });

  it('keep their order while others are written: no page skips or doubles one', async () => {
    const before = (await readAll(kitchen, '/posts?sort=top&limit=100')).map(({ title }) => title);
    const seen = await readAll(kitchen, '/posts?sort=top&limit=2&to=2026-12-31', () =>
      post(fans[0]!, { title: 'New' }),
    );
    const titles = seen.map(({ title }: SeenPost) => title).filter((title) => title !== 'New');

    expect(titles).toEqual(before);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    await kitchen.sql`delete from posts where title = 'New'`;
  });

  describe('tags', () => {
    const tags = async (query = '') => (await kitchen.guest.get(`/tags${query}`)).body.items;

    it('are counted as published posts have them, the most used first', async () => {
      expect(await tags()).toEqual([
        { tag: 'tea', postCount: 4 },
        { tag: 'milk', postCount: 2 },
        { tag: 'coffee', postCount: 1 },
        { tag: 'teapots', postCount: 1 },
      ]);
    });

    it('are found by how they begin, in any case and script', async () => {
      const { id } = await post(ada, { tags: ['Küche', '100%', '_x'].slice(0, 1) });

      expect(await tags('?q=TEA')).toEqual([
        { tag: 'tea', postCount: 4 },
        { tag: 'teapots', postCount: 1 },
      ]);
      expect(await tags('?q=k%C3%BC')).toEqual([{ tag: 'küche', postCount: 1 }]);
      for (const nothing of ['?q=ea', '?q=%25', '?q=_', '?q=secret', '?q=\\']) expect(await tags(nothing)).toEqual([]);
      await ada.api.delete(`/posts/${id}`);
      expect(await tags('?q=k')).toEqual([]);
    });

    it('are counted exactly while many write, settle and read at once', async () => {
      const settle = () => kitchen.nest.get(TagsRepository).settle();
      const before = await tags('?q=race');
      const writers = fans.map(async (fan, index) => {
        const { id } = await post(fan, { tags: ['race-a', 'race-b', `race-${index}`] });
        await Promise.all([settle(), kitchen.guest.get('/tags')]);
        await fan.api.patch(`/posts/${id}`, { tags: index % 2 ? ['race-b', 'race-c'] : ['race-c', 'race-a'] });
        return id;
      });
      const ids = await Promise.all(writers);

      const expected = [
        { tag: 'race-c', postCount: 4 },
        { tag: 'race-a', postCount: 2 },
        { tag: 'race-b', postCount: 2 },
      ];
      expect({ before, now: await tags('?q=race') }).toEqual({ before: [], now: expected });
      await Promise.all([settle(), settle()]);
      expect(await tags('?q=race')).toEqual(expected);
      for (const [index, id] of ids.entries()) await fans[index]!.api.delete(`/posts/${id}`);
      expect(await tags('?q=race')).toEqual([]);
    });

    it('are paged through', async () => {
      const first = await kitchen.guest.get('/tags?limit=3');
      const second = await kitchen.guest.get(`/tags?limit=3&cursor=${first.body.nextCursor}`);

      expect([...first.body.items, ...second.body.items]).toEqual(await tags());
      expect(second.body.nextCursor).toBeNull();
    });

    it.each(['q=a&q=b', 'sort=name', 'limit=0', `q=${'x'.repeat(101)}`, 'cursor=x'])('refuse ?%s', async (query) => {
      expect((await kitchen.guest.get(`/tags?${query}`)).status).toBe(400);
    });
  });
});
