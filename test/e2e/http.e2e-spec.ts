import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Kitchen, startKitchen } from '../support/app.js';

describe('every answer', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen({ CORS_ORIGINS: 'https://app.example' });
  });
  afterAll(() => kitchen.close());

  const login = (body: unknown, headers = {}) => kitchen.guest.post('/auth/login', body, headers);

  it('carries the client’s request id where it is harmless, and a new one where it is not', async () => {
    const good = await kitchen.guest.get('/users/nobody', { 'x-request-id': 'my-id-42' });
    expect(good.headers.get('x-request-id')).toBe('my-id-42');
    expect(good.body.requestId).toBe('my-id-42');

    const bad = await kitchen.guest.get('/users/nobody', { 'x-request-id': '{"level":"error"}' });
    expect(bad.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(bad.headers.get('x-request-id')).toBe(bad.body.requestId);
  });

  it('is problem+json with a type that resolves here when something is wrong', async () => {
    const { status, headers, body } = await kitchen.guest.get('/users/nobody');

    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: `${kitchen.origin}/problems/users.not_found`,
      title: 'There is no such member',
      status,
      detail: expect.any(String),
      instance: '/api/v1/users/nobody',
      code: 'users.not_found',
      requestId: expect.any(String),
    });
    expect((await fetch(body.type)).status).toBe(200);
  });

  it('has the security headers', async () => {
    const { headers } = await kitchen.guest.get('/users/nobody');

    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('may be read by pages of the configured origins only', async () => {
    const ours = await kitchen.guest.get('/users/nobody', { origin: 'https://app.example' });
    const theirs = await kitchen.guest.get('/users/nobody', { origin: 'https://evil.example' });

    expect(ours.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(ours.headers.get('access-control-expose-headers')).toContain('ETag');
    expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
    expect(ours.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('names the origin among what it depends on, beside what else it does', async () => {
    const origin = 'https://app.example';
    const headers = { origin, 'accept-encoding': 'identity' };
    const vary = async (path: string) => (await kitchen.guest.get(path, headers)).headers.get('vary');

    expect(await vary('/posts')).toBe('Origin, Authorization');
    expect(await vary('//problems')).toBe('Origin, Accept, accept-encoding, Authorization');
  });

  it('to a preflight names the methods and costs no authentication', async () => {
    const answer = await kitchen.guest.send('OPTIONS', '/users/me', undefined, {
      origin: 'https://app.example',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,content-type,if-match,idempotency-key',
    });

    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(answer.headers.get('access-control-allow-headers')).toContain('if-match');
  });

  it.each([
    ['malformed JSON', '{"login": "ada"', 400, 'http.malformed_json'],
    ['JSON with a comment', '{"login": "ada" /* hi */}', 400, 'http.malformed_json'],
    ['a prototype key', '{"__proto__": {}}', 400, 'http.malformed_json'],
    ['50,000 brackets', '['.repeat(50_000), 400, 'http.too_deep'],
    ['50,000 braces', '{"a":'.repeat(50_000), 400, 'http.too_deep'],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, 400, 'http.too_deep'],
    ['32 levels', `${'['.repeat(32)}${']'.repeat(32)}`, 422, 'http.validation_failed'],
    [
      'brackets in a string',
      JSON.stringify({ login: '['.repeat(100), password: '\\"[' }),
      401,
      'auth.invalid_credentials',
    ],
    [
      'more than a mebibyte',
      JSON.stringify({ login: 'a', password: 'x'.repeat(1_100_000) }),
      413,
      'http.body_too_large',
    ],
    ['an array', '[]', 422, 'http.validation_failed'],
    ['a number', '42', 422, 'http.validation_failed'],
    ['null', 'null', 422, 'http.validation_failed'],
    ['nothing', '', 422, 'http.validation_failed'],
    ['a lone surrogate', '{"login":"\\ud800","password":"x"}', 422, 'http.validation_failed'],
    ['a NUL in a key', '{"a\\u0000b":1}', 422, 'http.validation_failed'],
  ])('refuses a body of %s', async (_what, body, status, code) => {
    expect((await login(body)).body).toMatchObject({ status, code });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
    'refuses a body of type %s with 415',
    async (type) => {
      expect((await login('login=ada', { 'content-type': type })).body).toMatchObject({ status: 415 });
    },
  );

  it.each([
    ['/users/%00', 400],
    ['/users/%ff', 400],
    [`/users/${'a'.repeat(300)}`, 414],
    ['/nothing/here', 404],
    ['//nothing', 404],
    ['/users/me?x=1', 401],
  ])('answers GET %s with %i', async (path, status) => {
    const answer = await kitchen.guest.get(path);
    expect(answer.body).toMatchObject({ status, code: expect.any(String), requestId: expect.any(String) });
  });

  it.each([
    ['a byte that is not UTF-8', Buffer.from('{"login":"a\xff"}', 'latin1'), {}, 400, 'http.malformed_json'],
    ['a surrogate as bytes', Buffer.from('{"login":"\xed\xa0\x80"}', 'latin1'), {}, 400, 'http.malformed_json'],
    [
      'another charset',
      '{}',
      { 'content-type': 'application/json; charset=iso-8859-1' },
      415,
      'http.unsupported_media_type',
    ],
    ['a compressed form', '{}', { 'content-encoding': 'gzip' }, 415, 'http.unsupported_media_type'],
    [
      '60,000 fields',
      `{${Array.from({ length: 60_000 }, (_, i) => `"f${i}":1`).join()}}`,
      {},
      422,
      'http.validation_failed',
    ],
    ['2,000 elements', JSON.stringify({ login: Array(2000).fill('a') }), {}, 422, 'http.validation_failed'],
  ])('refuses %s', async (_what, body, headers, status, code) => {
    const response = await fetch(`${kitchen.origin}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const answer = (await response.json()) as { errors?: unknown[] };
    expect(answer).toMatchObject({ status, code });
    expect(answer.errors?.length ?? 1).toBe(1);
  });

  it.each(['hasOwnProperty', 'constructor', 'toString', '__defineGetter__'])(
    'refuses a field called %s',
    async (name) => {
      const answer = await login({ login: 'ada', password: 'x', [name]: 1 });
      expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: `/${name}`, code: 'field.unknown' }] });
    },
  );

  it('refuses what a route does not read: query parameters and body fields', async () => {
    const { api } = await kitchen.member();
    const query = await api.post('/todos?unknown=1', { title: 'x' });
    expect(query.body).toMatchObject({
      status: 400,
      code: 'http.invalid_parameter',
      errors: [{ pointer: '/unknown' }],
    });
    const body = await api.post('/auth/logout', { everywhere: true });
    expect(body.body).toMatchObject({ status: 422, errors: [{ pointer: '/everywhere', code: 'field.unknown' }] });
    expect((await api.get('/posts?constructor=1')).status).toBe(400);
    expect((await api.get('/users/me?unknown=1')).status).toBe(400);
    expect((await api.get('/users/me')).status).toBe(200);
  });

  it.each([
    '/docs/../x',
    '/docs/%00',
    '/assets/%00',
    '/assets//site.css',
    '/assets/%2e%2e/main.js',
    '/assets/%5c..%5cmain.js',
  ])('to %s is a refusal, no fault of ours', async (path) => {
    const socket = connect(Number(new URL(kitchen.origin).port), '127.0.0.1');
    socket.end(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 40[04] /);
  });

  it('to OPTIONS without a preflight is empty, and no refusal in plain text', async () => {
    const answer = await kitchen.guest.send('OPTIONS', '/posts');
    expect(answer).toMatchObject({ status: 204, text: '' });
  });

  it('to what is not even HTTP is a problem, too', async () => {
    const socket = connect(Number(new URL(kitchen.origin).port), '127.0.0.1');
    socket.write('GARBAGE\r\n\r\n');
    const answer = await text(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('"code":"http.bad_request"');
  });

  it('is compressed when it is long and the client asks for it', async () => {
    const response = await fetch(`${kitchen.origin}/openapi.json`, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const small = await fetch(`${kitchen.origin}/health/live`, { headers: { 'accept-encoding': 'gzip' } });
    expect(small.headers.get('content-encoding')).toBeNull();
  });

  it('tells that it is alive and ready', async () => {
    expect((await kitchen.guest.get('//health/live')).body).toEqual({ status: 'ok' });
    expect((await kitchen.guest.get('//health/ready')).body).toEqual({ status: 'ok' });
  });
});
