import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';

const PASSWORD = 'a walk in the park 42';

describe('sessions', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;
  let counter = 0;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  /** One member signed in three times; each sign-in knows both processes. */
  async function threeTimesIn() {
    const username = `grace_${++counter}`;
    await kitchen.guest.post('/auth/register', { username, email: `${username}@example.com`, password: PASSWORD });
    const agents = ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'curl/8.5.0', ''];
    const signIns = [];
    for (const agent of agents) {
      const { body } = await kitchen.guest.post(
        '/auth/login',
        { login: username, password: PASSWORD },
        { 'user-agent': agent },
      );
      signIns.push({
        here: new Api(kitchen.origin, body.accessToken),
        there: new Api(replica.origin, body.accessToken),
      });
    }
    await Promise.all(signIns.flatMap(({ here, there }) => [here.get('/users/me'), there.get('/users/me')]));
    return signIns as [SignIn, SignIn, SignIn];
  }
  type SignIn = { here: Api; there: Api };

  const statuses = (signIns: SignIn[]) =>
    Promise.all(
      signIns.flatMap(({ here, there }) => [here, there].map(async (api) => (await api.get('/users/me')).status)),
    );

  it('lists where I am signed in, and nothing of anybody else', async () => {
    const stranger = await kitchen.member();
    const [first] = await threeTimesIn();
    const { body, text } = await first.here.get('/auth/sessions');

    expect(body.items).toHaveLength(4);
    expect(body.items.filter(({ current }: { current: boolean }) => current)).toEqual([
      {
        id: expect.any(String),
        device: 'Firefox on Linux',
        ip: '127.0.0.1',
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
        current: true,
      },
    ]);
    expect(body.items.map(({ device }: { device: string }) => device)).toContain('curl');
    expect((await stranger.api.get('/auth/sessions')).body.items).toHaveLength(1);
    expect(text).not.toMatch(/token|generation|hash/i);
  });

  it('logs out here: this token is refused by the next request, on the other process too', async () => {
    const [first, second] = await threeTimesIn();

    expect((await first.here.post('/auth/logout')).status).toBe(204);
    expect((await first.there.get('/users/me')).body).toMatchObject({ status: 401, code: 'auth.session_ended' });
    expect((await first.here.get('/users/me')).status).toBe(401);
    expect(await statuses([second])).toEqual([200, 200]);
  });

  it('logs out the others', async () => {
    const [first, second, third] = await threeTimesIn();

    expect((await first.here.post('/auth/logout?scope=others')).status).toBe(204);
    expect(await statuses([second, third])).toEqual([401, 401, 401, 401]);
    expect(await statuses([first])).toEqual([200, 200]);
  });

  it('logs out everywhere', async () => {
    const signIns = await threeTimesIn();

    expect((await signIns[0].there.post('/auth/logout?scope=all')).status).toBe(204);
    expect(await statuses(signIns)).toEqual(Array<number>(6).fill(401));
  });

  it('refuses the token when the notification was lost, too', async () => {
    const ada = await kitchen.member();
    const there = new Api(replica.origin, ada.accessToken);
    expect((await there.get('/users/me')).status).toBe(200);
    const killed = await kitchen.sql`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and application_name = 'kitchen listener'`;
    expect(killed.length).toBeGreaterThan(0);
    await kitchen.sql`delete from sessions where user_id = ${ada.id}`;

    expect((await there.get('/users/me')).status).toBe(401);
  });

  it('signs out one by its id, but none of anybody else', async () => {
    const [first, second] = await threeTimesIn();
    const stranger = await kitchen.member();
    const { body } = await second.here.get('/auth/sessions');
    const { id } = body.items.find(({ current }: { current: boolean }) => current);

    expect((await stranger.api.delete(`/auth/sessions/${id}`)).body.code).toBe('auth.session_not_found');
    expect(await statuses([second])).toEqual([200, 200]);
    expect((await first.here.delete(`/auth/sessions/${id}`)).status).toBe(204);
    expect(await statuses([second])).toEqual([401, 401]);
    expect((await first.here.delete(`/auth/sessions/${id}`)).status).toBe(404);
  });

  it.each([
    ['POST', '/auth/logout?scope=nobody', 400],
    ['POST', '/auth/logout?scope=all&scope=current', 400],
    ['POST', '/auth/logout?everywhere=true', 400],
    ['DELETE', '/auth/sessions/42', 400],
    ['DELETE', '/auth/sessions/019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10', 404],
  ])('answers %s %s with %i and signs nobody out', async (method, path, status) => {
    const ada = await kitchen.member();

    expect((await ada.api.send(method, path)).status).toBe(status);
    expect((await ada.api.get('/users/me')).status).toBe(200);
  });

  it('may be logged out under an Idempotency-Key', async () => {
    const ada = await kitchen.member();

    expect((await ada.api.post('/auth/logout', undefined, { 'idempotency-key': 'bye' })).status).toBe(204);
    expect((await ada.api.get('/users/me')).status).toBe(401);
  });
});
