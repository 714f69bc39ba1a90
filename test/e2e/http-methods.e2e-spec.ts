import { type Kitchen, startKitchen } from '../support/app.js';

const FORM = { 'content-type': 'multipart/form-data; boundary=x' };
const PATCH = { 'content-type': 'application/merge-patch+json' };

describe('an address', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen({ CORS_ORIGINS: 'https://app.example' });
  });
  afterAll(() => kitchen.close());

  const ask = (method: string, path: string, headers = {}) => kitchen.guest.send(method, path, undefined, headers);

  it.each([
    ['DELETE', '/posts', 'GET, HEAD, POST, OPTIONS'],
    ['PUT', '/posts/some-slug', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
    ['PUT', '/posts/feed/?page=1', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
    ['POST', '/users/ada', 'GET, HEAD, OPTIONS'],
    ['GET', '/auth/login', 'POST, OPTIONS'],
    ['HEAD', '/auth/login', 'POST, OPTIONS'],
    ['PROPFIND', '/posts', 'GET, HEAD, POST, OPTIONS'],
    ['PATCH', '/photos/019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10/thumb.webp', 'GET, HEAD, OPTIONS'],
    ['DELETE', '//assets/site.css', 'GET, HEAD, OPTIONS'],
    ['POST', '//openapi.json', 'GET, HEAD, OPTIONS'],
  ])('refuses %s %s with 405 and says what it has', async (method, path, methods) => {
    const answer = await ask(method, path);

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(methods);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    if (method === 'HEAD') expect(answer.text).toBe('');
    else expect(answer.body).toMatchObject({ status: 405, code: 'http.method_not_allowed' });
  });

  it.each([
    ['GET', '/nothing/here'],
    ['DELETE', '/nothing'],
    ['HEAD', '//nothing'],
    ['POST', '//nothing'],
    ['GET', '//assets/nothing.css'],
  ])('at which nothing is answers %s %s with 404 and no methods', async (method, path) => {
    const answer = await ask(method, path);

    expect(answer.status).toBe(404);
    expect(answer.headers.get('allow')).toBeNull();
  });

  it('says that it does not have the method before it looks at the body', async () => {
    expect(await kitchen.guest.put('/posts', '--x--\r\n', FORM)).toMatchObject({ status: 405 });
    expect(await kitchen.guest.put('/nothing', '--x--\r\n', FORM)).toMatchObject({ status: 404 });
    expect(await kitchen.guest.put('/posts', 'hello', { 'content-type': 'text/plain' })).toMatchObject({ status: 405 });
  });

  it('tells its methods to OPTIONS, but not to a browser, which asks what a page may do', async () => {
    const preflight = { origin: 'https://app.example', 'access-control-request-method': 'DELETE' };

    expect((await ask('OPTIONS', '/auth/login')).headers.get('allow')).toBe('POST, OPTIONS');
    expect((await ask('OPTIONS', '/nothing')).headers.get('allow')).toBeNull();
    const answer = await ask('OPTIONS', '/auth/login', preflight);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('allow')).toBeNull();
    expect(answer.headers.get('access-control-allow-methods')).toContain('DELETE');
  });

  it('takes a patch by its own media type, as JSON', async () => {
    const { api } = await kitchen.member();

    const answer = await api.patch(
      '/users/me',
      { bio: 'Bakes.' },
      { 'content-type': `${PATCH['content-type']}; charset=utf-8` },
    );
    expect(answer).toMatchObject({ status: 200, body: { bio: 'Bakes.' } });
    expect(await api.patch('/users/me', { bio: null }, PATCH)).toMatchObject({ status: 200, body: { bio: null } });
    expect(await api.patch('/users/me', { unknown: 1 }, PATCH)).toMatchObject({ status: 422 });
    expect(await api.patch('/users/me', '{"bio":', PATCH)).toMatchObject({ status: 400 });
  });

  it('takes a patch for a patch only', async () => {
    const { api } = await kitchen.member();

    expect(await api.post('/todos', { title: 'Knead' }, PATCH)).toMatchObject({ status: 415 });
    expect((await api.get('/todos')).body.items).toEqual([]);
  });

  it('says which types a patch may have to one that has another', async () => {
    const { api } = await kitchen.member();

    const answer = await api.patch('/users/me', '[]', { 'content-type': 'application/json-patch+json' });
    expect(answer).toMatchObject({ status: 415, body: { code: 'http.unsupported_media_type' } });
    expect(answer.headers.get('accept-patch')).toBe('application/json, application/merge-patch+json');
  });
});
