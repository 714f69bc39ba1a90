import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { post, readAll, slugsOf, titlesOf } from '../support/posts.js';

describe('lists of posts', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
    await post(ada, { title: 'A1', tags: ['tea', 'milk'] });
    await post(bob, { title: 'B1', tags: ['tea'] });
    await post(ada, { title: 'A2', tags: ['Küche'] });
    await post(ada, { title: 'A3', status: 'draft', tags: ['tea'] });
    await post(ada, { title: 'A4', tags: ['tea'] });
  });
  afterAll(() => kitchen.close());

  it.each([
    ['all', '', ['A4', 'A2', 'B1', 'A1']],
    ['the oldest first', '?sort=oldest', ['A1', 'B1', 'A2', 'A4']],
    ['those with a tag', '?tag=tea', ['A4', 'B1', 'A1']],
    ['those with a tag in capitals', '?tag=TEA', ['A4', 'B1', 'A1']],
    ['those with a tag in any script', '?tag=k%C3%BCche', ['A2']],
    ['those with a tag, the oldest first', '?tag=tea&sort=oldest', ['A1', 'B1', 'A4']],
    ['those with a tag that nobody uses', '?tag=coffee', []],
    ['those with half a tag', '?tag=te', []],
    ['those by nobody', '?author=nobody', []],
  ])('shows %s', async (_what, query, titles) => {
    const answer = await kitchen.guest.get(`/posts${query}`);

    expect(titlesOf(answer)).toEqual(titles);
    expect(answer.body.nextCursor).toBeNull();
    expect(answer.headers.get('link')).toBeNull();
  });

  it('shows those of an author, whatever the capitals', async () => {
    const list = async (query: string) => titlesOf(await kitchen.guest.get(`/posts?author=${query}`));

    expect(await list(ada.username.toUpperCase())).toEqual(['A4', 'A2', 'A1']);
    expect(await list(`${ada.username}&sort=oldest`)).toEqual(['A1', 'A2', 'A4']);
    expect(await list(`${ada.username}&tag=tea`)).toEqual(['A4', 'A1']);
    expect(await list(`${bob.username}&tag=milk`)).toEqual([]);
  });

  it('shows each post without its text', async () => {
    const { body } = await kitchen.guest.get('/posts?tag=milk');

    expect(Object.keys(body.items[0]).sort()).toEqual([
      ...[
        'author',
        'commentCount',
        'coverPhoto',
        'createdAt',
        'excerpt',
        'id',
        'likeCount',
        'photos',
        'publishAt',
        'publishedAt',
      ],
      ...['readingMinutes', 'slug', 'status', 'tags', 'title', 'updatedAt'],
    ]);
  });

  it('answers 304 while nothing has changed', async () => {
    const { headers } = await kitchen.guest.get('/posts?tag=milk');
    const again = await kitchen.guest.get('/posts?tag=milk', { 'if-none-match': headers.get('etag')! });

    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
  });

  it('shows me mine, the latest first, drafts too', async () => {
    const list = async (query: string) => titlesOf(await ada.api.get(`/users/me/posts${query}`));

    expect(await list('')).toEqual(['A4', 'A3', 'A2', 'A1']);
    expect(await list('?status=draft')).toEqual(['A3']);
    expect(await list('?status=published')).toEqual(['A4', 'A2', 'A1']);
    const { body } = await ada.api.get('/users/me/posts?limit=3');
    expect(await list(`?limit=3&cursor=${body.nextCursor}`)).toEqual(['A1']);
  });

  it.each(['/posts?sort=newest&tag=tea', '/posts?sort=oldest', '/posts?sort=oldest&tag=tea'])(
    'pages through %s without skipping or doubling one, with a link to the next page',
    async (path) => {
      const all = slugsOf(await kitchen.guest.get(`${path}&limit=100`));
      const first = await kitchen.guest.get(`${path}&limit=2`);
      const next = `/api/v1${path}&limit=2&cursor=${first.body.nextCursor}`;

      expect(first.headers.get('link')).toBe(`<${next}>; rel="next"`);
      expect((await readAll(kitchen, `${path}&limit=1`)).map(({ slug }) => slug)).toEqual(all);
      expect((await readAll(kitchen, `${path}&limit=2`)).map(({ slug }) => slug)).toEqual(all);
    },
  );

  it('skips and doubles no post while others are written, withdrawn and deleted', async () => {
    const { username, api } = await kitchen.member();
    const cleo = { id: '', username, accessToken: '', refreshToken: '', api };
    const written = [];
    for (let i = 0; i < 30; i++) written.push(await post(cleo, { title: `Steady ${i}`, tags: ['steady'] }));
    const passing = await Promise.all(Array.from({ length: 10 }, () => post(cleo, { tags: ['steady'] })));
    const meddle = async () => {
      const gone = passing.pop();
      if (gone) await api.delete(`/posts/${gone.id}${passing.length % 2 ? '' : '/publication'}`);
      await post(cleo, { tags: ['steady'] });
    };

    for (const path of [`/posts?author=${username}&limit=4`, '/posts?tag=steady&limit=7']) {
      const seen = await readAll(kitchen, path, meddle);
      const steady = seen.filter(({ title }) => title.startsWith('Steady'));
      expect(steady.map(({ title }) => title)).toEqual(written.map(({ title }) => title).reverse());
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    }
  });

  it('orders and pages posts of the same millisecond by their id', async () => {
    const { username, api } = await kitchen.member();
    const cleo = { id: '', username, accessToken: '', refreshToken: '', api };
    const posts = await Promise.all(Array.from({ length: 7 }, () => post(cleo)));
    const { publishedAt } = posts[0]!;
    for (const { id } of posts) await kitchen.sql`update posts set published_at = ${publishedAt} where id = ${id}`;
    const ids = posts.map(({ id }) => id).sort();
    const read = async (sort: string) =>
      (await readAll(kitchen, `/posts?author=${username}&limit=2&sort=${sort}`)).map(({ id }) => id);

    expect(await read('oldest')).toEqual(ids);
    expect(await read('newest')).toEqual(ids.toReversed());
  });

  it.each([
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['limit=ten', '/limit'],
    ['limit=1.5', '/limit'],
    ['limit=', '/limit'],
    ['limit=5&limit=6', '/limit'],
    ['sort=top%27', '/sort'],
    ['sort=title', '/sort'],
    ['sort=', '/sort'],
    ['sort=newest&sort=oldest', '/sort'],
    ['tag=a&tag=b', '/tag'],
    ['tag[x]=a', '/tag[x]'],
    ['tag=%00', '/tag'],
    [`tag=${'x'.repeat(101)}`, '/tag'],
    ['author=a&author=b', '/author'],
    [`author=${'x'.repeat(101)}`, '/author'],
    ['status=draft', '/status'],
    ['page=2', '/page'],
  ])('refuses ?%s by name', async (query, pointer) => {
    const { status, body } = await kitchen.guest.get(`/posts?${query}`);

    expect({ status, pointer: body.errors?.[0].pointer }).toEqual({ status: 400, pointer });
  });

  it.each(['status=hidden', 'status=', 'sort=oldest', 'limit=0'])('refuses ?%s for my posts', async (query) => {
    expect((await ada.api.get(`/users/me/posts?${query}`)).status).toBe(400);
  });

  it('refuses a cursor that is made up, altered, of another sort or of another list', async () => {
    const { nextCursor } = (await kitchen.guest.get('/posts?limit=1')).body;
    const altered = nextCursor.startsWith('A') ? `B${nextCursor.slice(1)}` : `A${nextCursor.slice(1)}`;

    for (const path of [
      '/posts?cursor=x',
      '/posts?cursor=',
      `/posts?cursor=${altered}`,
      `/posts?cursor=${nextCursor}x`,
      `/posts?sort=oldest&cursor=${nextCursor}`,
      `/users/me/posts?cursor=${nextCursor}`,
    ]) {
      expect(await ada.api.get(path)).toMatchObject({ status: 400, body: { code: 'http.invalid_cursor' } });
    }
  });
});
