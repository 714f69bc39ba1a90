import { randomUUID } from 'node:crypto';
import { Api } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { killAll, type KitchenProcess, runCommand, startProcess } from '../support/process.js';

const SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';
const PASSWORD = 'a walk in the park 42';
const MANY = 24;

/**
 * Two processes as they are deployed, over one database, asked by turns at the same moment. What else holds across processes is
 * shown where it belongs: revocation, roles, suspensions, tokens, limits, scheduled posts, reminders, mails, kept answers.
 */
describe('two processes over one database', () => {
  let database: TestDatabase;
  let environment: Record<string, string>;
  let processes: KitchenProcess[];
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    environment = { DATABASE_URL: database.url, JWT_SECRET: SECRET, RATE_LIMITS: 'off' };
    const talkative = { ...environment, COMMENTS_PER_MINUTE: '0', COMMENTS_PER_POST_AND_MINUTE: '0' };
    processes = await Promise.all([startProcess(talkative), startProcess(talkative)]);
  }, 60_000);
  afterAll(async () => {
    killAll();
    await database.drop();
  });

  const account = () => {
    const username = `twin_${++count}`;
    return { username, email: `${username}@example.com`, password: PASSWORD };
  };
  const register = async () => (await processes[0]!.guest.post('/auth/register', account())).body;
  const on = (n: number, token?: string) => new Api(processes[n % 2]!.origin, token);
  const atOnce = <T>(ask: (n: number) => Promise<T>) => Promise.all(Array.from({ length: MANY }, (_, n) => ask(n)));
  const inAll = (statuses: number[], status: number) => statuses.filter((each) => each === status).length;

  it('give a name to one of many who want it', async () => {
    const wanted = account();
    const statuses = await atOnce(async (n) => {
      const answer = await on(n).post('/auth/register', { ...wanted, email: `${n}-${wanted.email}` });
      return answer.status;
    });

    expect(inAll(statuses, 201)).toBe(1);
    // Who has to wait too long for its password to be hashed is told so.
    expect(statuses.filter((status) => ![201, 409, 503].includes(status))).toEqual([]);
  });

  it('do under a key once what both are asked for', async () => {
    const { accessToken } = await register();
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await atOnce((n) => on(n, accessToken).post('/todos', { title: 'Once' }, headers));
    const later = [
      await on(0, accessToken).post('/todos', { title: 'Once' }, headers),
      await on(1, accessToken).post('/todos', { title: 'Once' }, headers),
    ];

    expect([...new Set(answers.map(({ status }) => status))].filter((status) => ![201, 409].includes(status))).toEqual(
      [],
    );
    for (const { headers, status } of later) {
      expect({ status, replayed: headers.get('idempotency-replayed') }).toEqual({ status: 201, replayed: 'true' });
    }
    expect(later[0]!.text).toBe(later[1]!.text);
    expect((await on(1, accessToken).get('/todos')).body.items).toHaveLength(1);
  });

  it('give one refresh token one successor, and end the session for a copy, wherever it comes', async () => {
    const { refreshToken: first } = await register();
    const successors = await atOnce(async (n) => (await on(n).post('/auth/refresh', { refreshToken: first })).body);
    expect(new Set(successors.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    const second = await on(1).post('/auth/refresh', { refreshToken: successors[0].refreshToken });
    expect(second.status).toBe(200);

    const copied = await on(0).post('/auth/refresh', { refreshToken: first });
    expect({ status: copied.status, code: copied.body.code }).toEqual({
      status: 401,
      code: 'auth.refresh_token_reused',
    });
    for (const n of [0, 1]) expect((await on(n, second.body.accessToken).get('/users/me')).status).toBe(401);
  });

  it('let one of many edit what all have read', async () => {
    const { accessToken } = await register();
    const { body: todo, headers } = await on(0, accessToken).post('/todos', { title: 'Mine' });
    const statuses = await atOnce(async (n) => {
      const edit = await on(n, accessToken).patch(
        `/todos/${todo.id}`,
        { title: `By ${n}` },
        { 'if-match': headers.get('etag')! },
      );
      return edit.status;
    });

    expect(inAll(statuses, 200)).toBe(1);
    expect(inAll(statuses, 412)).toBe(MANY - 1);
  });

  it('keep one order of todos, in which none is lost, however they are made and moved', async () => {
    const { accessToken } = await register();
    const made = await atOnce(
      async (n) => (await on(n, accessToken).post('/todos', { title: `Todo ${n}` })).body.id as string,
    );
    await atOnce((n) =>
      on(n, accessToken).patch(`/todos/${made[n]!}`, { position: { before: made[(n * 7 + 1) % MANY]! } }),
    );
    const orders = [0, 1].map(async (n) => (await on(n, accessToken).get(`/todos?limit=100`)).body.items);
    const [here, there] = (await Promise.all(orders)).map((items: { id: string }[]) => items.map(({ id }) => id));

    expect(here).toEqual(there);
    expect([...here!].sort()).toEqual([...made].sort());
  });

  it('give every post an address of its own, also of the same title', async () => {
    const { accessToken } = await register();
    const slugs = await atOnce(
      async (n) => (await on(n, accessToken).post('/posts', { title: 'The same', body: 'Tea' })).body.slug,
    );

    expect(new Set(slugs).size).toBe(MANY);
  });

  it('count what many do at once, so that nothing is wrong afterwards', async () => {
    const author = await register();
    const { body: post } = await on(0, author.accessToken).post('/posts', { title: 'Liked', body: 'Tea' });
    const fans = [await register(), await register(), await register()];
    await atOnce(async (n) => {
      const fan = on(n, fans[n % fans.length].accessToken);
      await fan.put(`/posts/${post.id}/like`);
      await fan.put(`/users/${author.user.username}/follow`);
      await fan.post(`/posts/${post.id}/comments`, { body: `Nice, for the time number ${n}` });
      if (n % 5 === 0) await fan.delete(`/posts/${post.id}/like`);
    });
    const [here, there] = [await on(0).get(`/posts/${post.id}`), await on(1).get(`/posts/${post.id}`)];

    expect(here.body).toMatchObject({ commentCount: MANY });
    expect(there.text).toBe(here.text.replaceAll(processes[0]!.origin, processes[1]!.origin));
    const { code, output } = await runCommand(environment, ['verify']);
    expect(code === 0 ? 'all is well' : output).toBe('all is well');
  }, 30_000);
});
