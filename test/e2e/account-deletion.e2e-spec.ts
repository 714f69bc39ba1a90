import { PasswordHasher } from '../../src/modules/auth/password-hasher.js';
import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { comment, counts, publish } from '../support/comments.js';
import { PASSWORD, register, type Registered } from '../support/register.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';
import { todo, todoList } from '../support/todos.js';

const remove = (api: Api, password: unknown = PASSWORD, headers?: Record<string, string>) =>
  api.send('DELETE', '/users/me', { password }, headers);
const codeOf = async (answer: Promise<{ status: number; body: { code: string } }>) => {
  const { status, body } = await answer;
  return { status, code: body.code };
};

describe('deleting the account', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  const isThere = async ({ id }: { id: string }) =>
    (await kitchen.sql`select from users where id = ${id}`).length === 1;

  describe('is for oneself, and takes the password', () => {
    let cast: Cast;
    beforeAll(async () => {
      cast = await castOf(kitchen);
      // Who has none may do without: auth-step-up.e2e-spec.ts.
      const hash = await kitchen.nest.get(PasswordHasher).hash(PASSWORD);
      await kitchen.sql`insert into password_credentials (user_id, password_hash) values (${cast.owner.id}, ${hash})`;
    });
    afterAll(async () => {
      for (const member of Object.values(cast)) expect(await isThere(member)).toBe(true);
    });
    const everybody = ['owner', 'stranger', 'moderator', 'admin'] as const;
    const [method, path] = ['DELETE' as const, () => '/users/me'];

    scenarios(
      () => Promise.resolve({ kitchen, cast }),
      [
        { title: 'the account', as: 'guest', method, path, body: { password: PASSWORD }, status: 401 },
        {
          title: 'the account, with a wrong password',
          as: everybody,
          method,
          path,
          body: { password: 'not the password' },
          status: 403,
          code: 'auth.wrong_password',
          contains: ['/password'],
          notContains: ['argon2', 'not the password'],
        },
        ...[
          [{}, '/password'],
          [{ password: 12 }, '/password'],
          [{ password: null }, '/password'],
          [{ password: ['a'] }, '/password'],
          [{ password: 'nul \0' }, '/password'],
          [{ password: 'half \ud800' }, '/password'],
          [{ password: PASSWORD, id: 'somebody' }, '/id'],
        ].map(([body, pointer]) => ({
          title: `the account, with ${JSON.stringify(body)}`,
          as: 'owner' as const,
          method,
          path,
          body,
          status: 422,
          contains: [pointer as string],
        })),
        {
          title: 'somebody else',
          as: 'admin',
          method,
          path: () => `/users/${cast.owner.username}`,
          body: {},
          status: 405,
        },
      ],
    );
  });

  it('takes everything that is mine, and nothing that is not', async () => {
    const [grace, ada] = [await register(kitchen), await kitchen.member()];
    const mine = await publish(grace, 'A post of Grace');
    const theirs = await publish(ada, 'A post of Ada');
    await comment(ada, mine, 'Under what will be gone');
    const named = await comment(grace, theirs, 'It was me');
    const reply = await comment(ada, theirs, 'I answer', named.id);
    const kept = await todo(ada, { title: 'Keep' });
    await todo(grace, { title: 'Lose', listId: (await todoList(grace)).id });

    const answer = await remove(grace.api);

    expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
    expect((await kitchen.guest.get(`/users/${grace.username}`)).status).toBe(404);
    expect((await kitchen.guest.get(`/posts/${mine}`)).status).toBe(404);
    const left = await kitchen.guest.get(`/comments/${named.id}`);
    expect(left.body).toMatchObject({ author: null, body: 'It was me', isDeleted: false, replyCount: 1 });
    expect(left.text).not.toContain(grace.username);
    expect((await kitchen.guest.get(`/comments/${reply.id}`)).body.author.username).toBe(ada.username);
    expect((await kitchen.guest.get(`/posts/${theirs}`)).body.commentCount).toBe(2);
    expect(await counts(kitchen, theirs)).toEqual({ said: 2, real: 2, wrongReplyCounts: 0, forgottenTombstones: 0 });
    expect((await ada.api.get(`/todos/${kept.id}`)).status).toBe(200);
    expect((await kitchen.guest.post('/auth/login', { login: grace.username, password: PASSWORD })).status).toBe(401);
  });

  it('ends every session from the next request on, on the other process too', async () => {
    const grace = await register(kitchen);
    const there = new Api(replica.origin, grace.accessToken);
    const elsewhere = await grace.signIn();
    for (const api of [grace.api, there, elsewhere]) expect((await api.get('/users/me')).status).toBe(200);

    expect((await remove(there)).status).toBe(204);

    for (const api of [grace.api, there, elsewhere])
      expect(await codeOf(api.get('/users/me'))).toEqual({ status: 401, code: 'auth.session_ended' });
    const refreshed = await kitchen.guest.post('/auth/refresh', { refreshToken: grace.refreshToken });
    expect(refreshed.status).toBe(401);
  });

  it('leaves name and address to whoever comes next', async () => {
    const { api, username, email } = await register(kitchen);
    await remove(api);

    const again = await kitchen.guest.post('/auth/register', { username, email, password: PASSWORD });

    expect(again.status).toBe(201);
  });

  it('counts a wrong password as a login that failed, and changes nothing', async () => {
    const grace = await register(kitchen);
    await remove(grace.api, 'not the password');
    await remove(grace.api, 'nor this one');

    const { body } = await grace.api.get('/users/me/security-events');

    expect(body.items[0]).toMatchObject({ event: 'auth.login_failed', details: { attempts: 1 } });
    const [counter] = await kitchen.sql`select attempts from failed_logins where user_id = ${grace.id}`;
    expect(counter).toEqual({ attempts: 2 });
    expect(await isThere(grace)).toBe(true);
  });

  it('is refused to the last admin, who keeps everything', async () => {
    const admin = await register(kitchen);
    await kitchen.sql`update users set role = 'user' where role = 'admin' and id <> ${admin.id}`.catch(() => undefined);
    await kitchen.sql`update users set role = 'admin' where id = ${admin.id}`;
    await kitchen.sql`update users set role = 'user' where role = 'admin' and id <> ${admin.id}`;
    const post = await publish(admin, 'The last one');

    expect(await codeOf(remove(admin.api))).toEqual({ status: 409, code: 'users.last_admin' });

    expect((await admin.api.get(`/posts/${post}`)).status).toBe(200);
    await kitchen.member({ role: 'admin' });
    expect((await remove(admin.api)).status).toBe(204);
  });

  it('heeds If-Match', async () => {
    const grace = await register(kitchen);
    const seen = (await grace.api.get('/users/me')).headers.get('etag')!;
    const changed = await grace.api.patch('/users/me', { bio: 'New' });
    const current = changed.headers.get('etag')!;

    const stale = await remove(grace.api, PASSWORD, { 'if-match': seen });

    expect({ status: stale.status, etag: stale.headers.get('etag') }).toEqual({ status: 412, etag: current });
    expect(await isThere(grace)).toBe(true);
    expect((await remove(grace.api, PASSWORD, { 'if-match': current })).status).toBe(204);
  });

  it('happens once, of twenty at the same time on two processes', async () => {
    const grace = await register(kitchen);
    await publish(grace, 'Once');
    const apis = [kitchen, replica].map(({ origin }) => new Api(origin, grace.accessToken));

    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => remove(apis[index % 2]!)));
    const statuses = answers.map(({ status }) => status).sort();

    expect(statuses).toEqual([204, ...Array<number>(19).fill(401)]);
    expect(await isThere(grace)).toBe(false);
  });

  it('takes the password that is valid when it happens', async () => {
    const grace: Registered = await register(kitchen);
    const [removed, changed] = await Promise.all([
      remove(grace.api),
      grace.api.put('/auth/password', { currentPassword: PASSWORD, newPassword: 'another horse, another staple' }),
    ]);

    const isGone = !(await isThere(grace));
    expect([removed.status, isGone]).toEqual(isGone ? [204, true] : [403, false]);
    if (!isGone) expect(changed.status).toBe(204);
    expect([204, 401, 403]).toContain(changed.status);
  });
});
