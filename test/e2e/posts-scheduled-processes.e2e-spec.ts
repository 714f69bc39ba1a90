import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { Api } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';
import type { SeenPost } from '../support/posts.js';

const ACCOUNT = { username: 'ada', email: 'ada@example.com', password: 'a walk in the park 42' };

/** Two processes of the operating system, as in production. */
describe('scheduled posts, and processes that come and go', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    environment = {
      DATABASE_URL: database.url,
      JWT_SECRET: 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA',
      DATABASE_POOL_SIZE: '2',
    };
  });
  afterAll(async () => {
    killAll();
    await client.end();
    await database.drop();
  });

  /** Asks a guest's question over and over, and notes when the answer was still no. */
  const published = async ({ guest }: KitchenProcess, { id, publishAt }: SeenPost): Promise<SeenPost> => {
    for (;;) {
      const asked = new Date().toISOString();
      const { status, body } = await guest.get(`/posts/${id}`);
      if (status === 200) {
        expect(new Date().toISOString() >= publishAt!).toBe(true);
        expect((body as SeenPost).publishedAt! >= publishAt!).toBe(true);
        return body as SeenPost;
      }
      expect({ asked, status }).toEqual({ asked, status: 404 });
      await setTimeout(50);
    }
  };
  const write = async (api: Api, count: number, millis: number): Promise<SeenPost[]> => {
    const publishAt = new Date(Date.now() + millis).toISOString();
    const answers = [];
    for (let n = 0; n < count; n++)
      answers.push(await api.post('/posts', { title: `Post ${n}`, body: '…', publishAt, tags: ['timely'] }));
    expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(201));
    return answers.map(({ body }) => body as SeenPost);
  };
  /** One version for the writing, one for the publication; one revision; one row of each tag. */
  const traces = async (posts: readonly SeenPost[]) => {
    const { rows } = await client.query<{ version: number; tags: number; revisions: number }>(
      `select version, (select count(*)::int from post_tags where post_id = posts.id) as tags,
        (select count(*)::int from post_revisions where post_id = posts.id) as revisions
       from posts where id = any($1)`,
      [posts.map(({ id }) => id)],
    );
    return rows;
  };

  it('are published once, never before their time, by whichever process; also when the one that took them is killed', async () => {
    const [first, second] = await Promise.all([startProcess(environment), startProcess(environment)]);
    const { body: session } = await first.guest.post('/auth/register', ACCOUNT);
    const api = new Api(first.origin, session.accessToken as string);

    const shared = await write(api, 6, 4_000);
    const shown = await Promise.all(shared.map((each, index) => published(index % 2 === 0 ? first : second, each)));
    expect(shown.map(({ status }) => status)).toEqual(Array(6).fill('published'));
    expect(await traces(shared)).toEqual(Array(6).fill({ version: 2, tags: 1, revisions: 1 }));

    const orphaned = await write(api, 3, 3_000);
    expect((await first.end('SIGKILL')).signal).toBe('SIGKILL');
    await Promise.all(orphaned.map((each) => published(second, each)));
    expect(await traces(orphaned)).toEqual(Array(3).fill({ version: 2, tags: 1, revisions: 1 }));

    const late = await write(new Api(second.origin, session.accessToken as string), 2, 3_000);
    expect((await second.end('SIGKILL')).signal).toBe('SIGKILL');
    await client.query('select pg_sleep_until($1)', [late[0]!.publishAt]);
    expect((await traces(late)).map(({ version }) => version)).toEqual([1, 1]);
    const third = await startProcess(environment);
    await Promise.all(late.map((each) => published(third, each)));
    expect(await traces(late)).toEqual(Array(2).fill({ version: 2, tags: 1, revisions: 1 }));
    expect((await third.end()).code).toBe(0);
  }, 120_000);
});
