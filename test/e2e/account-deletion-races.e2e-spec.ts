import pg from 'pg';
import type { Answer } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { chain, comment, counts, publish } from '../support/comments.js';
import { PASSWORD, register, type Registered } from '../support/register.js';
import { todo } from '../support/todos.js';
import { tablesWith } from '../support/traces.js';

const remove = ({ api }: Registered) => api.send('DELETE', '/users/me', { password: PASSWORD });

describe('an account that is deleted while something is written', () => {
  let kitchen: Kitchen;
  let meddler: pg.Client;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '12' });
    meddler = new pg.Client({ connectionString: kitchen.databaseUrl });
    await meddler.connect();
  });
  afterAll(async () => {
    await meddler.end();
    await kitchen.close();
  });

  /** Waits until so many statements of the application wait for a lock. */
  async function waitingForLocks(count: number): Promise<void> {
    for (;;) {
      const [row] = await kitchen.sql<{ n: number }>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and application_name = 'kitchen' and wait_event_type = 'Lock'`;
      if (row!.n >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it('refuses what its member was just writing, each with a code that says why', async () => {
    const [grace, ada] = [await register(kitchen), await kitchen.member()];
    const theirs = await publish(ada);
    const { api } = grace;
    // Another link is wanted than the one that registering asks for.
    await kitchen.sql`delete from mail_tokens where user_id = ${grace.id}`;
    await meddler.query('begin');
    await meddler.query('select from users where id = $1 for update', [grace.id]);
    const writes: [string, Promise<Answer>][] = [
      ['409 posts.author_gone', api.post('/posts', { title: 'Late', body: 'Too late' })],
      ['409 posts.author_gone', api.post('/posts', { title: 'Late', body: 'Twice' }, { 'idempotency-key': 'late' })],
      ['409 comments.author_gone', api.post(`/posts/${theirs}/comments`, { body: 'Too late' })],
      ['409 todos.owner_gone', api.post('/todos', { title: 'Too late' })],
      ['409 todos.owner_gone', api.post('/todo-lists', { name: 'Too late' })],
      ['401 auth.session_ended', api.put('/auth/email', { email: 'late@example.com', password: PASSWORD })],
      ['401 auth.session_ended', api.post('/auth/logout')],
      ['401 auth.session_ended', api.get('/users/me/export')],
      ['404 users.not_found', api.patch('/users/me', { bio: 'Too late' })],
    ];
    const [expected, answers] = [writes.map(([text]) => text), Promise.all(writes.map(([, answer]) => answer))];
    await waitingForLocks(writes.length);
    await meddler.query('delete from users where id = $1', [grace.id]);
    await meddler.query('commit');

    const codes = (await answers).map(({ status, body }) => `${status} ${body?.code}`);

    expect(codes).toEqual(expected);
    expect(await counts(kitchen, theirs)).toMatchObject({ said: 0, real: 0 });
    expect(await tablesWith(kitchen, grace.id)).toEqual([]);
  });

  it('is tried again when PostgreSQL ends it for a deadlock', async () => {
    const grace = await register(kitchen);
    await meddler.query("set deadlock_timeout = '5s'");
    await meddler.query('begin');
    await meddler.query('select from sessions where user_id = $1 for update', [grace.id]);
    const removed = remove(grace);
    await waitingForLocks(1);
    // Now each waits for the other. The deletion looks first whether that is so, and then it is the one to end.
    await meddler.query('select from users where id = $1 for key share', [grace.id]);
    await meddler.query('commit');

    expect((await removed).status).toBe(204);
    expect(await tablesWith(kitchen, grace.id)).toEqual([]);
  });

  it('goes whole, and leaves threads that are right, while many write in the same places', async () => {
    const [grace, hopper] = [await register(kitchen), await register(kitchen)];
    const ada = await kitchen.member();
    const members = [grace, hopper, ada];
    const posts = await Promise.all(members.map((member, index) => publish(member, `Post ${index}`)));
    const threads = await Promise.all(posts.map((post) => chain(grace, post, ['one', 'two', 'three'])));
    for (const post of posts) await comment(hopper, post, 'from Hopper');
    await todo(grace);

    const writes = members.flatMap(({ api }) =>
      posts.flatMap((post, index) => [
        () => api.post(`/posts/${post}/comments`, { body: 'now', parentId: threads[index]![1]!.id }),
        () => api.post(`/posts/${post}/comments`, { body: 'now, once' }, { 'idempotency-key': post }),
        () => api.delete(`/comments/${threads[index]![2]!.id}`),
        () => api.post('/posts', { title: 'At the same time', body: 'Me, too' }),
        () => api.post('/todos', { title: 'At the same time' }, { 'idempotency-key': `todo ${post}` }),
        () => api.post('/auth/logout?scope=others'),
      ]),
    );
    const half = writes.length / 2;
    const answers = await Promise.all([
      ...writes.slice(0, half).map((write) => write()),
      remove(grace),
      remove(hopper),
      ...writes.slice(half).map((write) => write()),
    ]);

    expect(answers.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
    expect(answers.filter(({ status }) => status === 503).length).toBeLessThan(5);
    for (const member of [grace, hopper]) {
      if (answers.some(({ status }) => status === 503)) await remove(member);
      expect(await tablesWith(kitchen, member.id)).toEqual([]);
    }
    const [mine, theirs] = [posts[0]!, posts[2]!];
    expect((await kitchen.guest.get(`/posts/${mine}`)).status).toBe(404);
    const { said, real, ...wrong } = await counts(kitchen, theirs);
    expect(wrong).toEqual({ wrongReplyCounts: 0, forgottenTombstones: 0 });
    expect(said).toBe(real);
  });
});
