import { Api } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

const PASSWORD = 'a walk in the park 42';
const REASON = 'Advertising in comments';

describe('suspensions', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;
  let cast: Cast;
  let counter = 0;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
    cast = await castOf(kitchen);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  const suspend = ({ username }: Pick<Member, 'username'>, body: unknown = { reason: REASON }) =>
    cast.admin.api.put(`/users/${username}/suspension`, body);
  const lift = ({ username }: Pick<Member, 'username'>) => cast.admin.api.delete(`/users/${username}/suspension`);
  const logIn = (username: string, password = PASSWORD) =>
    kitchen.guest.post('/auth/login', { login: username, password });
  const refresh = (refreshToken: string) => kitchen.guest.post('/auth/refresh', { refreshToken });
  const suspensionOf = ({ id }: Member) =>
    kitchen.sql`select suspension_reason as reason from users where id = ${id} and suspended_until > now()`;

  /** A member with a password. */
  async function register() {
    const username = `grace_${++counter}`;
    const answer = await kitchen.guest.post('/auth/register', {
      username,
      email: `${username}@example.com`,
      password: PASSWORD,
    });
    const { accessToken, refreshToken, user } = answer.body;
    return { id: user.id, username, accessToken, refreshToken, api: new Api(kitchen.origin, accessToken) };
  }

  const path = ({ target }: { target: Member }) => `/users/${target.username}/suspension`;
  const notForOthers = { status: 403, code: 'auth.forbidden', notContains: [REASON, '@example.com'] };

  scenarios(async () => {
    const target = await kitchen.member();
    return { kitchen, cast: { ...cast, owner: target }, target };
  }, [
    { title: 'a suspension', as: 'guest', method: 'PUT', path, body: { reason: REASON }, status: 401 },
    {
      title: 'a suspension',
      as: ['owner', 'stranger', 'moderator'],
      method: 'PUT',
      path,
      body: { reason: REASON },
      ...notForOthers,
    },
    { title: 'a suspension', as: 'admin', method: 'PUT', path, body: { reason: REASON }, status: 204 },
    { title: 'a suspension', as: 'guest', method: 'DELETE', path, status: 401 },
    { title: 'a suspension', as: ['owner', 'stranger', 'moderator'], method: 'DELETE', path, ...notForOthers },
    { title: 'a suspension that is not', as: 'admin', method: 'DELETE', path, status: 204 },
    ...(['PUT', 'DELETE'] as const).map((method) => ({
      title: 'a suspension of nobody',
      as: 'admin' as const,
      method,
      path: () => '/users/nobody/suspension',
      body: method === 'PUT' ? { reason: REASON } : undefined,
      status: 404,
      code: 'users.not_found',
    })),
  ]);

  it('ends every session at once: the next request on the other process is refused', async () => {
    const grace = await register();
    const second = (await logIn(grace.username)).body.accessToken;
    const theirs = [grace.accessToken, second].flatMap((token) => [
      new Api(kitchen.origin, token),
      new Api(replica.origin, token),
    ]);
    for (const api of theirs) expect((await api.get('/users/me')).status).toBe(200);

    expect((await suspend(grace)).status).toBe(204);
    for (const api of theirs) {
      expect((await api.get('/users/me')).body).toMatchObject({ status: 401, code: 'auth.session_ended' });
    }
  });

  it('never accepts a token after the suspension was answered, in 100 trials across two processes', async () => {
    let accepted = 0;
    for (let trial = 0; trial < 100; trial++) {
      const grace = await kitchen.member();
      const there = new Api(replica.origin, grace.accessToken);
      expect((await there.get('/users/me')).status).toBe(200);
      await suspend(grace);
      if ((await there.get('/users/me')).status !== 401) accepted++;
    }
    expect(accepted).toBe(0);
  });

  it('tells reason and end to who has the right password, and nothing to who has not', async () => {
    const grace = await register();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await suspend(grace, { reason: `  ${REASON} `, until });

    const right = await logIn(grace.username);
    expect(right.body).toMatchObject({ status: 403, code: 'auth.suspended', reason: REASON, until });
    expect(right.text).not.toMatch(/accessToken|refreshToken/);
    const wrong = await logIn(grace.username, 'something else');
    const unknown = await logIn('nobody', 'something else');
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  it('tells reason and end to who refreshes, and nothing to who made the token up', async () => {
    const grace = await register();
    const { body } = await refresh(grace.refreshToken);
    await suspend(grace);

    for (const token of [body.refreshToken, grace.refreshToken]) {
      expect((await refresh(token)).body).toMatchObject({
        status: 403,
        code: 'auth.suspended',
        reason: REASON,
        until: null,
      });
    }
    const forged = Buffer.from(body.refreshToken.slice(4), 'base64url').fill(0, 20);
    expect((await refresh(`krt_${forged.toString('base64url')}`)).body.code).toBe('auth.invalid_refresh_token');
  });

  it('is over by itself: logging in works again, the old sessions do not', async () => {
    const grace = await register();
    const until = new Date(Date.now() + 60_000).toISOString();
    await suspend(grace, { reason: REASON, until });
    expect((await logIn(grace.username)).status).toBe(403);
    await kitchen.sql`update users set suspended_until = now() - interval '1 second' where id = ${grace.id}`;

    const again = await logIn(grace.username);
    expect(again.status).toBe(200);
    expect((await new Api(replica.origin, again.body.accessToken).get('/users/me')).status).toBe(200);
    expect((await grace.api.get('/users/me')).status).toBe(401);
    expect((await refresh(grace.refreshToken)).body.code).toBe('auth.invalid_refresh_token');
  });

  it('is over when it is lifted, once and again', async () => {
    const grace = await register();
    await suspend(grace);

    expect([(await lift(grace)).status, (await lift(grace)).status]).toEqual([204, 204]);
    expect((await logIn(grace.username)).status).toBe(200);
    expect((await grace.api.get('/users/me')).status).toBe(401);
    const events = await kitchen.sql`
      select 1 from security_events where subject_id = ${grace.id} and event = 'users.suspension_lifted'`;
    expect(events).toHaveLength(1);
  });

  it('is replaced by the next one', async () => {
    const grace = await register();
    await suspend(grace, { reason: 'First', until: new Date(Date.now() + 60_000).toISOString() });
    await suspend(grace, { reason: 'Second', until: null });

    expect((await logIn(grace.username)).body).toMatchObject({ reason: 'Second', until: null });
  });

  it('lets no session begin unseen while it is made, in 30 trials', async () => {
    for (let trial = 0; trial < 30; trial++) {
      const grace = await kitchen.member();
      const { SessionsService } = await import('../../src/modules/auth/sessions.service.js');
      const { UsersService } = await import('../../src/modules/users/index.js');
      const account = await replica.nest.get(UsersService).getOwn(grace.id);
      const begin = () =>
        replica.nest
          .get(SessionsService)
          .begin(account, { device: 'Tests', ip: '127.0.0.1' })
          .catch(() => undefined);
      const [, ...begun] = await Promise.all([suspend(grace), begin(), begin(), begin()]);

      await lift(grace);
      for (const session of begun.filter((one) => one !== undefined)) {
        expect((await new Api(kitchen.origin, session.accessToken).get('/users/me')).status).toBe(401);
      }
    }
  });

  it('is for no admin: not oneself, nor another', async () => {
    const other = await kitchen.member({ role: 'admin' });
    for (const admin of [cast.admin, other]) {
      expect((await suspend(admin)).body).toMatchObject({ status: 403, code: 'users.admin_not_suspendable' });
      expect((await admin.api.get('/users/me')).status).toBe(200);
      expect(await suspensionOf(admin)).toEqual([]);
    }
  });

  it('is for moderators', async () => {
    const moderator = await kitchen.member({ role: 'moderator' });
    expect((await suspend(moderator)).status).toBe(204);
    expect((await moderator.api.get('/users/me')).status).toBe(401);
  });

  it('keeps from becoming an admin, until it is over', async () => {
    const grace = await kitchen.member();
    await suspend(grace);
    const promote = () => cast.admin.api.patch(`/users/${grace.username}/role`, { role: 'admin' });

    expect((await promote()).body).toMatchObject({ status: 409, code: 'users.suspended_not_promotable' });
    await kitchen.sql`update users set suspended_until = now() - interval '1 second' where id = ${grace.id}`;
    expect((await promote()).status).toBe(200);
    expect((await suspend(grace)).status).toBe(403);
  });

  it('and promotion at the same moment never make a suspended admin, in 30 trials', async () => {
    for (let trial = 0; trial < 30; trial++) {
      const grace = await kitchen.member();
      const answers = await Promise.all([
        suspend(grace),
        cast.admin.api.patch(`/users/${grace.username}/role`, { role: 'admin' }),
      ]);
      const statuses = answers.map(({ status }) => status).join();
      expect(['204,409', '403,200']).toContain(statuses);
    }
  });

  it('is seen by nobody else', async () => {
    const grace = await kitchen.member();
    await suspend(grace);

    expect((await kitchen.guest.get(`/users/${grace.username}`)).text).not.toMatch(/suspen|Advertising/);
  });

  it('keeps the ended sessions for as long as it lasts, and no longer', async () => {
    const { SessionsRepository } = await import('../../src/modules/auth/sessions.repository.js');
    const grace = await register();
    const kept = () => kitchen.sql`select 1 from sessions where user_id = ${grace.id}`;
    await suspend(grace);
    await kitchen.nest.get(SessionsRepository).deleteExpired();
    expect(await kept()).toHaveLength(1);
    expect((await refresh(grace.refreshToken)).status).toBe(403);

    await lift(grace);
    await kitchen.nest.get(SessionsRepository).deleteExpired();
    expect(await kept()).toEqual([]);
  });
});
