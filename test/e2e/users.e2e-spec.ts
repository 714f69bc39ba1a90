import { type Cast, castOf, scenarios } from '../support/scenarios.js';
import { type Kitchen, startKitchen } from '../support/app.js';

describe('members', () => {
  let kitchen: Kitchen;
  let cast: Cast;

  beforeAll(async () => {
    kitchen = await startKitchen();
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());

  const everybody = ['guest', 'owner', 'stranger', 'moderator', 'admin'] as const;
  const signedIn = ['owner', 'stranger', 'moderator', 'admin'] as const;

  scenarios(
    () => Promise.resolve({ kitchen, cast }),
    [
      {
        title: 'a public profile',
        as: everybody,
        method: 'GET',
        path: ({ cast: { owner } }) => `/users/${owner.username}`,
        status: 200,
        contains: ['"displayName"', '"createdAt"'],
        notContains: ['@example.com', '"email"', '"role"', '"timezone"', '"id"', 'version'],
      },
      {
        title: 'a profile of nobody',
        as: everybody,
        method: 'GET',
        path: () => '/users/nobody',
        status: 404,
        code: 'users.not_found',
      },
      {
        title: 'my account',
        as: 'guest',
        method: 'GET',
        path: () => '/users/me',
        status: 401,
        notContains: ['"email"'],
      },
      {
        title: 'my account',
        as: signedIn,
        method: 'GET',
        path: () => '/users/me',
        status: 200,
        contains: ['"email"'],
        notContains: ['password', 'version'],
      },
      {
        title: 'my profile, changed',
        as: 'guest',
        method: 'PATCH',
        path: () => '/users/me',
        body: { bio: 'x' },
        status: 401,
      },
      {
        title: 'my profile, changed',
        as: signedIn,
        method: 'PATCH',
        path: () => '/users/me',
        body: { bio: 'Hello' },
        status: 200,
        contains: ['"bio":"Hello"'],
      },
    ],
  );

  it('finds a profile by its name in any capitals', async () => {
    expect((await kitchen.guest.get(`/users/${cast.owner.username.toUpperCase()}`)).status).toBe(200);
  });

  it('keeps what a merge patch leaves out and clears what it sets to null', async () => {
    const { api } = await kitchen.member();
    await api.patch('/users/me', { displayName: 'Ada', bio: 'Hello', timezone: 'Europe/London' });
    const { body } = await api.patch('/users/me', { bio: null });

    expect(body).toMatchObject({ displayName: 'Ada', bio: null, timezone: 'Europe/London' });
  });

  it.each([
    ['an empty display name', { displayName: ' ' }, '/displayName'],
    ['no display name', { displayName: null }, '/displayName'],
    ['an over-long display name', { displayName: 'x'.repeat(81) }, '/displayName'],
    ['an over-long biography', { bio: 'x'.repeat(1001) }, '/bio'],
    ['a biography that is a number', { bio: 7 }, '/bio'],
    ['a time zone that does not exist', { timezone: 'Mars/Olympus' }, '/timezone'],
    ['an offset in place of a time zone', { timezone: '+01:00' }, '/timezone'],
    ['no time zone', { timezone: null }, '/timezone'],
    ['a field that is not for members to set', { role: 'admin' }, '/role'],
    ['an id', { id: '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10' }, '/id'],
    ['the prototype', '{"__proto__":{"role":"admin"}}', undefined],
  ])('refuses %s and changes nothing', async (_what, body, pointer) => {
    const { api } = await kitchen.member();
    const before = await api.get('/users/me');
    const answer = await api.patch('/users/me', body);

    expect(answer.status).toBe(pointer === undefined ? 400 : 422);
    expect(answer.body.errors?.map((error: { pointer: string }) => error.pointer)).toEqual(pointer && [pointer]);
    expect((await api.get('/users/me')).text).toBe(before.text);
  });

  it('lets one of 50 parallel changes with the same If-Match through', async () => {
    const { api } = await kitchen.member();
    const etag = (await api.get('/users/me')).headers.get('etag')!;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => api.patch('/users/me', { bio: `change ${i}` }, { 'if-match': etag })),
    );
    const [won] = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status === 412);

    expect(lost).toHaveLength(49);
    const now = await api.get('/users/me');
    expect(now.body).toEqual(won!.body);
    expect(new Set(lost.map(({ headers }) => headers.get('etag')))).toEqual(new Set([now.headers.get('etag')]));
    expect(lost[0]!.body.code).toBe('http.precondition_failed');
  });

  it.each(['*', undefined])('changes any version under If-Match %s', async (header) => {
    const { api } = await kitchen.member();
    expect((await api.patch('/users/me', { bio: 'x' }, header ? { 'if-match': header } : {})).status).toBe(200);
  });

  it.each(['"never"', '"0.x"', 'unquoted', '"1"', 'W/"99.abc"'])('refuses If-Match %s', async (header) => {
    const { api } = await kitchen.member();
    expect((await api.patch('/users/me', { bio: 'x' }, { 'if-match': header })).status).toBe(412);
  });
});
