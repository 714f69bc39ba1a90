import { type Kitchen, startKitchen } from '../support/app.js';
import { post } from '../support/posts.js';

describe('the query of an address', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen({ CORS_ORIGINS: 'https://app.example' });
  });
  afterAll(() => kitchen.close());

  it.each(['/posts?limit=1&limit=2', '/posts?tag=tea&tag=milk', '/tags?q=a&q=b', '/search?q=a&q=b'])(
    'may not have a parameter twice: %s',
    async (path) => {
      const [, name] = /&(\w+)=/.exec(path)!;
      expect((await kitchen.guest.get(path)).body).toMatchObject({
        status: 400,
        code: 'http.invalid_parameter',
        errors: [{ pointer: `/${name}`, code: 'field.repeated' }],
      });
    },
  );

  it('may name several kinds of things to look for, in one parameter or in several', async () => {
    const author = await kitchen.member();
    await post(author, { title: 'Zwieback' });
    for (const types of ['type=posts,users', 'type=posts&type=users', 'type=posts&type=users,comments']) {
      const { status, body } = await kitchen.guest.get(`/search?q=zwieback&${types}`);
      expect({ status, found: body.items.length }).toEqual({ status: 200, found: 1 });
    }
    expect((await kitchen.guest.get('/search?q=a&type=posts&type=secrets')).status).toBe(400);
  });

  it('is whole in the link to the next page, question marks and all', async () => {
    const author = await kitchen.member();
    for (const title of ['What now', 'What now?', 'And what now?']) await post(author, { title });
    const { headers, body } = await kitchen.guest.get(`/posts?q=what now?&author=${author.username}&limit=1`);
    const [, next = ''] = /^<(.*)>; rel="next"$/.exec(headers.get('link')!)!;
    const { pathname, searchParams } = new URL(next, kitchen.origin);

    expect(pathname).toBe('/api/v1/posts');
    expect(Object.fromEntries(searchParams)).toEqual({
      q: 'what now?',
      author: author.username,
      limit: '1',
      cursor: body.nextCursor,
    });
    expect((await kitchen.guest.get(`/${next}`)).body.items).toHaveLength(1);
  });

  it('may have on pages for people what others append to count visits', async () => {
    const author = await kitchen.member();
    const { slug } = await post(author);
    const pages = ['/', '/blog', `/blog/${slug}`, '/problems', '/problems/posts.not_found'];
    const links = ['/verify-email', '/reset-password', '/sign-in'];
    for (const path of [...pages, ...links]) {
      const { status } = await kitchen.guest.get(`/${path}?utm_source=news&fbclid=1&fbclid=2`, { accept: 'text/html' });
      expect({ path, status }).toEqual({ path, status: 200 });
    }
    const counted = await kitchen.guest.get(`//blog?author=${author.username}&utm_source=news`);
    expect(counted.text).toContain(slug);
    expect(counted.text).not.toContain('utm_source');
    expect((await kitchen.guest.get('//blog?cursor=nonsense')).status).toBe(400);
  });

  it('says nothing to the API that it does not know', async () => {
    expect((await kitchen.guest.get('/posts?utm_source=news')).status).toBe(400);
    expect((await kitchen.guest.get('/users/nobody?utm_source=news')).status).toBe(400);
  });
});
