import { Housekeeping } from '../../src/platform/jobs/housekeeping.js';
import { Api } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';
import { personalToken } from '../support/tokens.js';

const DAY = 24 * 60 * 60 * 1000;

describe('personal access tokens', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;
  let cast: Cast;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
    cast = await castOf(kitchen);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  interface Context {
    kitchen: Kitchen;
    cast: Cast;
    id: string;
    token: string;
  }
  const path = ({ id }: Context) => `/auth/tokens/${id}`;
  const code = 'auth.token_not_found';
  const secret = ['"token"', 'kpt_', 'hash'];
  const rows: Scenario<Context>[] = [
    { title: 'the list', as: 'guest', method: 'GET', path: () => '/auth/tokens', status: 401 },
    { title: 'the list', as: 'owner', method: 'GET', path: () => '/auth/tokens', status: 200, notContains: secret },
    { title: 'one', as: 'guest', method: 'GET', path, status: 401 },
    {
      title: 'one',
      as: 'owner',
      method: 'GET',
      path,
      status: 200,
      contains: ['"name":"A program"', '"scopes":["read"]', '"isExpired":false'],
      notContains: [...secret, 'userId'],
    },
    { title: 'one', as: ['stranger', 'moderator', 'admin'], method: 'GET', path, status: 404, code },
    { title: 'one', as: 'guest', method: 'DELETE', path, status: 401 },
    { title: 'one', as: ['stranger', 'moderator', 'admin'], method: 'DELETE', path, status: 404, code },
    { title: 'one', as: 'owner', method: 'DELETE', path, status: 204 },
    { title: 'no id', as: 'owner', method: 'DELETE', path: () => '/auth/tokens/42', status: 400 },
    { title: 'a new one', as: 'guest', method: 'POST', path: () => '/auth/tokens', body: {}, status: 401 },
  ];
  scenarios(async () => {
    const made = await personalToken(kitchen, cast.owner, ['read']);
    await kitchen.sql`delete from personal_tokens where user_id = ${cast.owner.id} and id <> ${made.id}`;
    return { kitchen, cast, ...made };
  }, rows);

  it('are made with a name, scopes and an end, and shown this once', async () => {
    const ada = await kitchen.member();
    const wanted = { name: ' Backup ', scopes: ['posts:read', 'todos:write'] };
    const { status, body, headers } = await ada.api.post('/auth/tokens', wanted);

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'Backup',
      scopes: ['posts:read', 'todos:write'],
      createdAt: expect.any(String),
      lastUsedAt: null,
      expiresAt: expect.any(String),
      isExpired: false,
      token: expect.stringMatching(/^kpt_[0-9A-Za-z]{38}$/),
    });
    expect(Math.round((Date.parse(body.expiresAt) - Date.now()) / DAY)).toBe(90);
    const shown = await ada.api.get(headers.get('location')!.replace('/api/v1', ''));
    const { token: _, ...rest } = body;
    expect(shown.body).toEqual(rest);
    expect((await ada.api.get('/auth/tokens')).body).toEqual({ items: [rest], nextCursor: null });
  });

  it.each([
    ['no name', { name: undefined }, '/name'],
    ['a blank name', { name: '  ' }, '/name'],
    ['a name that is too long', { name: 'x'.repeat(101) }, '/name'],
    ['a NUL in the name', { name: 'a\0b' }, '/name'],
    ['no scopes', { scopes: [] }, '/scopes'],
    ['a scope that does not exist', { scopes: ['posts:own'] }, '/scopes'],
    ['a scope of account security', { scopes: ['auth:write'] }, '/scopes'],
    ['a scope twice', { scopes: ['read', 'read'] }, '/scopes'],
    ['a scope that is null', { scopes: [null] }, '/scopes'],
    ['scopes that are a text', { scopes: 'read' }, '/scopes'],
    ['an end that is past', { expiresAt: new Date(Date.now() - 1000).toISOString() }, '/expiresAt'],
    ['an end too far away', { expiresAt: new Date(Date.now() + 367 * DAY).toISOString() }, '/expiresAt'],
    ['an end that is no moment', { expiresAt: 'tomorrow' }, '/expiresAt'],
    ['an end in the year 275760', { expiresAt: '+275760-09-13T00:00:00.000Z' }, '/expiresAt'],
    ['another field', { userId: '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10' }, '/userId'],
    ['a token of one’s own choice', { token: 'kpt_mine' }, '/token'],
  ])('are not made with %s', async (_what, change, pointer) => {
    const ada = await kitchen.member();
    const { status, body } = await ada.api.post('/auth/tokens', { name: 'Backup', scopes: ['read'], ...change });

    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect((await ada.api.get('/auth/tokens')).body.items).toEqual([]);
  });

  it('are not made by who signed in long ago, until they have proved once more who they are', async () => {
    const ada = await kitchen.member();
    await kitchen.sql`update sessions set proved_at = now() - interval '11 minutes' where user_id = ${ada.id}`;

    const { body } = await ada.api.post('/auth/tokens', { name: 'Later', scopes: ['read'] });
    expect(body).toMatchObject({ status: 403, code: 'auth.step_up_required' });
    expect((await ada.api.get('/auth/tokens')).body.items).toEqual([]);
  });

  it('act for their member, within their scopes', async () => {
    const ada = await kitchen.member();
    const { api } = await personalToken(kitchen, ada, ['posts:write', 'users:read']);
    const posted = await api.post('/posts', { title: 'By a program', body: 'It works.' });

    expect(posted).toMatchObject({ status: 201, body: { author: { username: ada.username } } });
    expect((await api.get('/users/me')).body.username).toBe(ada.username);
    expect((await api.get('/posts')).status).toBe(200);
    expect((await api.get('/todos')).body).toMatchObject({ status: 403, code: 'auth.insufficient_scope' });
    expect((await api.post('/todos', { title: 'x' })).text).toContain('todos:write');
    expect((await ada.api.get('/todos')).body.items).toEqual([]);
  });

  it('are taken whatever the case of the scheme, and only in this header', async () => {
    const { token } = await personalToken(kitchen, await kitchen.member(), ['read']);

    expect((await kitchen.guest.get('/todos', { authorization: `bearer  ${token}` })).status).toBe(200);
    expect((await kitchen.guest.get(`/todos?access_token=${token}`)).status).toBe(401);
    expect((await kitchen.guest.get('/todos', { authorization: `Basic ${token}` })).status).toBe(401);
    expect((await kitchen.guest.get('/todos', { authorization: token })).status).toBe(401);
    expect((await kitchen.guest.get('/todos', { 'x-api-key': token })).status).toBe(401);
  });

  it('have none of the rights of their member as a moderator or admin', async () => {
    const post = await kitchen
      .member()
      .then(({ api }) => api.post('/posts', { title: 'Somebody else’s', body: 'Hands off.' }));
    for (const member of [cast.moderator, cast.admin]) {
      const { api } = await personalToken(kitchen, member, ['write']);
      expect((await api.delete(`/posts/${post.body.id}`)).status).toBe(403);
    }
    expect((await kitchen.guest.get(`/posts/${post.body.id}`)).status).toBe(200);
    expect((await cast.moderator.api.delete(`/posts/${post.body.id}`)).status).toBe(204);
  });

  it.each([
    ['mistyped', (token: string) => token.slice(0, -1) + (token.endsWith('x') ? 'y' : 'x')],
    ['cut off', (token: string) => token.slice(0, 20)],
    ['nobody’s', () => 'kpt_000000000000000000000000000000001bbeKA'],
    ['nothing but the prefix', () => 'kpt_'],
    ['30,000 characters long', (token: string) => token.repeat(700)],
  ])('are refused when they are %s, on guarded and optional routes', async (_what, change) => {
    const { token } = await personalToken(kitchen, await kitchen.member(), ['read']);
    const api = new Api(kitchen.origin, change(token));
    for (const route of ['/users/me', '/posts', '/auth/tokens']) {
      const { status, body, headers } = await api.get(route);
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.personal_token_refused' });
      expect(headers.get('www-authenticate')).toBe('Bearer realm="kitchen", error="invalid_token"');
    }
  });

  it('are refused from the next request on when they are revoked, on the other process too, in 50 trials', async () => {
    const ada = await kitchen.member();
    let accepted = 0;
    for (let trial = 0; trial < 50; trial++) {
      const { id, token, api } = await personalToken(kitchen, ada, ['read']);
      const there = new Api(replica.origin, token);
      expect([(await api.get('/todos')).status, (await there.get('/todos')).status]).toEqual([200, 200]);
      await ada.api.delete(`/auth/tokens/${id}`);
      for (const client of [there, api]) if ((await client.get('/todos')).status !== 401) accepted++;
    }
    expect(accepted).toBe(0);
  }, 30_000);

  it('are refused once they have expired, although this process remembers them', async () => {
    const ada = await kitchen.member();
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { body } = await ada.api.post('/auth/tokens', { name: 'Short', scopes: ['read'], expiresAt });
    const api = new Api(kitchen.origin, body.token);
    expect((await api.get('/todos')).status).toBe(200);
    while (new Date() <= new Date(expiresAt)) await new Promise((resolve) => setTimeout(resolve, 50));

    expect((await api.get('/todos')).body.code).toBe('auth.personal_token_refused');
    expect((await ada.api.get('/auth/tokens')).body.items).toMatchObject([{ name: 'Short', isExpired: true }]);
  });

  it('rest while their member is suspended, and end with the account, on the other process too', async () => {
    const ada = await kitchen.member();
    const { token } = await personalToken(kitchen, ada, ['read']);
    const there = new Api(replica.origin, token);
    const suspension = `/users/${ada.username}/suspension`;
    expect((await there.get('/todos')).status).toBe(200);
    await cast.admin.api.put(suspension, { reason: 'Spam' });
    expect((await there.get('/todos')).body.code).toBe('auth.personal_token_refused');
    await cast.admin.api.delete(suspension);
    expect((await there.get('/todos')).status).toBe(200);
    await kitchen.sql`with gone as (delete from users where id = ${ada.id} returning id)
      select pg_notify('member_changed', id::text) from gone`;

    while ((await there.get('/todos')).status === 200) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await kitchen.sql`select from personal_tokens where user_id = ${ada.id}`).toEqual([]);
  });

  it('say when they were last used, and write it once a minute', async () => {
    const ada = await kitchen.member();
    const { id, token } = await personalToken(kitchen, ada, ['read']);
    const used = () => kitchen.sql<{ at: Date }>`select last_used_at as at from personal_tokens where id = ${id}`;
    for (const { origin } of [kitchen, replica]) await new Api(origin, token).get('/todos');
    const [first] = await used();
    expect((await ada.api.get(`/auth/tokens/${id}`)).body.lastUsedAt).toBe(first!.at.toISOString());

    const [aMinuteAgo] = await kitchen.sql<{ at: Date }>`
      update personal_tokens set last_used_at = now() - interval '61 seconds' where id = ${id}
      returning last_used_at as at, pg_notify('member_changed', ${ada.id})`;
    const later = async () => {
      await new Api(kitchen.origin, token).get('/todos');
      return (await used())[0]!.at > aMinuteAgo!.at;
    };
    // As soon as it has heard that it should ask anew.
    while (!(await later()));
  });

  it('are at most 50, also when 20 are asked for at once; expired ones count until they are deleted', async () => {
    const ada = await kitchen.member();
    await kitchen.sql`
      insert into personal_tokens (id, user_id, name, scopes, token_hash, expires_at)
      select gen_random_uuid(), ${ada.id}, 'Old', '{read}', gen_random_uuid()::text, now() - interval '40 days'
      from generate_series(1, 45)`;
    const make = () => ada.api.post('/auth/tokens', { name: 'New', scopes: ['read'] });
    const answers = await Promise.all(Array.from({ length: 20 }, make));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['auth.too_many_tokens']),
    );
    await kitchen.nest.get(Housekeeping).runAll();
    expect((await make()).status).toBe(201);
  });

  it('work with an Idempotency-Key', async () => {
    const { api } = await personalToken(kitchen, await kitchen.member(), ['todos:write']);
    const key = { 'idempotency-key': 'once' };
    const [first, second] = [
      await api.post('/todos', { title: 'Once' }, key),
      await api.post('/todos', { title: 'Once' }, key),
    ];

    expect(second.body.id).toBe(first.body.id);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await api.get('/todos')).body.items).toHaveLength(1);
  });

  it('are made once under an Idempotency-Key, and not shown again, because they are nowhere kept', async () => {
    const ada = await kitchen.member();
    const make = () =>
      ada.api.post('/auth/tokens', { name: 'Once', scopes: ['read'] }, { 'idempotency-key': 'a-token' });
    const [first, second] = [await make(), await make()];

    expect(second.status).toBe(201);
    expect(second.body).toEqual({ ...first.body, token: null });
    expect((await ada.api.get('/auth/tokens')).body.items).toHaveLength(1);
    expect((await new Api(kitchen.origin, first.body.token).get('/todos')).status).toBe(200);
  });

  it('leave an entry in the audit log when they are made and revoked, without themselves', async () => {
    const ada = await kitchen.member();
    const { id, token } = await personalToken(kitchen, ada, ['read']);
    await ada.api.delete(`/auth/tokens/${id}`);
    const { body, text } = await ada.api.get('/users/me/security-events');

    expect(body.items.slice(0, 2)).toMatchObject([
      { event: 'auth.token_revoked', isMine: true, details: { name: 'A program' } },
      { event: 'auth.token_created', isMine: true, details: { name: 'A program', scopes: ['read'] } },
    ]);
    expect(text).not.toContain(token.slice(0, 20));
  });

  it('go when the password is reset by mail, because an intruder may have made them', async () => {
    const ada = await kitchen.member();
    const { token, api } = await personalToken(kitchen, ada, ['read']);
    expect((await api.get('/todos')).status).toBe(200);
    await resetPassword(ada);

    expect((await api.get('/todos')).status).toBe(401);
    expect((await new Api(replica.origin, token).get('/todos')).status).toBe(401);
  });

  async function resetPassword({ id }: Member): Promise<void> {
    await kitchen.sql`
      insert into mail_tokens (id, user_id, purpose, email, token_hash, expires_at)
      values (gen_random_uuid(), ${id}, 'reset', (select email from users where id = ${id}),
        rtrim(translate(encode(sha256('kpr_test'), 'base64'), '+/', '-_'), '='), now() + interval '1 hour')`;
    const { status } = await kitchen.guest.post('/auth/password/reset', {
      token: 'kpr_test',
      newPassword: 'a walk in the rain 43',
    });
    expect(status).toBe(204);
  }
});

describe('a mistyped personal access token', () => {
  it('is refused without asking the database', async () => {
    const kitchen = await startKitchen();
    try {
      const { token } = await personalToken(kitchen, await kitchen.member(), ['read']);
      await kitchen.sql`alter table personal_tokens rename to elsewhere`;
      const typo = token.slice(0, -1) + (token.endsWith('x') ? 'y' : 'x');

      expect((await new Api(kitchen.origin, typo).get('/todos')).status).toBe(401);
      expect((await new Api(kitchen.origin, token).get('/todos')).status).toBe(500);
    } finally {
      await kitchen.close();
    }
  });
});
