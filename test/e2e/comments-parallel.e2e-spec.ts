import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import type { Answer } from '../support/api.js';
import { chain, comment, counts, publish, type SeenComment } from '../support/comments.js';

describe('comments written at the same time', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;
  let postId: string;

  beforeAll(async () => {
    // More connections than usual in tests, so that the database has something to decide.
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
  });
  beforeEach(async () => {
    postId = await publish(ada);
  });
  afterEach(async () => {
    const { said, real, ...wrong } = await counts(kitchen, postId);
    expect({ said, ...wrong }).toEqual({ said: real, wrongReplyCounts: 0, forgottenTombstones: 0 });
  });
  afterAll(() => kitchen.close());

  const times = <T>(count: number, act: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, i) => act(i)));
  const remove = ({ api }: Member, { id }: SeenComment) => api.delete(`/comments/${id}`);
  const reply = ({ api }: Member, parent: SeenComment) =>
    api.post(`/posts/${postId}/comments`, { body: `reply ${newId()}`, parentId: parent.id });
  const statuses = (answers: Answer[]) => answers.map(({ status }) => status);

  it('are all counted: 60 replies and 30 deletions of several members', async () => {
    const members = [ada, bob, await kitchen.member(), await kitchen.member()];
    const root = await comment(ada, postId, 'root');
    const doomed: SeenComment[] = [];
    for (let i = 0; i < 30; i++) doomed.push(await comment(bob, postId, `doomed ${i}`, root.id));
    const answers = await times(90, (i) => (i % 3 === 0 ? remove(bob, doomed[i / 3]!) : reply(members[i % 4]!, root)));

    expect(statuses(answers)).toEqual(Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? 204 : 201)));
    expect((await kitchen.guest.get(`/comments/${root.id}`)).body.replyCount).toBe(60);
    expect((await kitchen.guest.get(`/posts/${postId}`)).body.commentCount).toBe(61);
  });

  it('are all counted when a whole thread is torn down from all sides', async () => {
    const [a, b, c] = await chain(bob, postId, ['a', 'b', 'c']);
    const leaves = await times(30, (i) => comment(bob, postId, `leaf ${i}`, [a, b, c][i % 3]!.id));
    const answers = await Promise.all([a!, ...leaves, b!, c!].map((one) => remove(bob, one)));

    expect(new Set(statuses(answers))).toEqual(new Set([204]));
    expect(await kitchen.sql`select from comments where post_id = ${postId}`).toEqual([]);
  });

  it('end as a reply under a tombstone or as a refused reply, when the parent is deleted meanwhile', async () => {
    for (let round = 0; round < 15; round++) {
      const parent = await comment(bob, postId, `parent ${round}`);
      const [removed, replied] = await Promise.all(
        round % 2 ? [remove(bob, parent), reply(ada, parent)] : [reply(ada, parent), remove(bob, parent)].reverse(),
      );
      const left = await kitchen.guest.get(`/comments/${parent.id}`);

      expect(removed!.status).toBe(204);
      if (replied!.status === 201) expect(left.body).toMatchObject({ isDeleted: true, body: null, replyCount: 1 });
      else expect([replied!.status, replied!.body.code, left.status]).toEqual([422, 'comments.parent_not_found', 404]);
    }
  });

  it('are deleted once, however many ask for it', async () => {
    const [parent, child] = await chain(bob, postId, ['parent', 'child']);
    for (const one of [child!, parent!]) {
      const answers = await times(20, () => remove(bob, one));
      expect(statuses(answers).sort()).toEqual([204, ...Array<number>(19).fill(404)]);
    }
  });

  it('clear their tombstone away when the last two replies go together', async () => {
    for (let round = 0; round < 10; round++) {
      const parent = await comment(bob, postId, `parent ${round}`);
      const replies = [await comment(bob, postId, 'one', parent.id), await comment(ada, postId, 'two', parent.id)];
      await remove(bob, parent);
      await Promise.all([remove(bob, replies[0]!), remove(ada, replies[1]!)]);

      expect((await kitchen.guest.get(`/comments/${parent.id}`)).status).toBe(404);
    }
  });

  it('let one of 50 edits with the same If-Match through', async () => {
    const { id } = await comment(bob, postId, 'before');
    const etag = (await bob.api.get(`/comments/${id}`)).headers.get('etag')!;
    const answers = await times(50, (i) =>
      bob.api.patch(`/comments/${id}`, { body: `edit ${i}` }, { 'if-match': etag }),
    );
    const won = answers.filter(({ status }) => status === 200);

    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(49);
    expect((await bob.api.get(`/comments/${id}`)).body.body).toBe(won[0]!.body.body);
  });

  it('let an edit or a deletion with the same If-Match through, never both', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await comment(bob, postId, `before ${round}`);
      const ifMatch = { 'if-match': (await bob.api.get(`/comments/${id}`)).headers.get('etag')! };
      const [edited, removed] = await Promise.all([
        bob.api.patch(`/comments/${id}`, { body: 'after' }, ifMatch),
        bob.api.delete(`/comments/${id}`, ifMatch),
      ]);

      expect([
        [200, 412],
        [404, 204],
      ]).toContainEqual([edited.status, removed.status]);
    }
  });

  it('are one comment when they have one Idempotency-Key', async () => {
    const send = (member: Member, body: string) =>
      member.api.post(`/posts/${postId}/comments`, { body }, { 'idempotency-key': 'once' });
    const answers = await times(50, () => send(bob, 'once only'));
    const created = answers.filter(({ status }) => status === 201);

    expect(
      answers.filter(({ status, body }) => status === 409 && body.code === 'idempotency.in_progress'),
    ).toHaveLength(50 - created.length);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    expect(created.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    const again = await send(bob, 'once only');
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([
      201,
      created[0]!.body,
      'true',
    ]);
    expect(again.headers.get('location')).toBe(created[0]!.headers.get('location'));
    expect((await send(bob, 'something else')).status).toBe(422);
    expect((await send(ada, 'mine')).status).toBe(201);
    expect((await kitchen.guest.get(`/posts/${postId}`)).body.commentCount).toBe(2);
  });

  it('are stored or refused, and all are counted, while their post is deleted', async () => {
    const doomed = await comment(bob, postId, 'doomed');
    const [removed, deleted, ...answers] = await Promise.all([
      remove(bob, doomed),
      ada.api.delete(`/posts/${postId}`),
      ...Array.from({ length: 20 }, (_, i) => bob.api.post(`/posts/${postId}/comments`, { body: `x ${i}` })),
    ]);

    expect(deleted.status).toBe(204);
    expect([204, 404]).toContain(removed.status);
    for (const { status, body } of answers)
      expect([201, 'posts.not_found']).toContain(status === 201 ? 201 : body.code);
  });

  describe('with something being deleted that they stand on', () => {
    /** Answers to what `act` asks while a statement of another session is done but not committed. */
    async function during(statement: string, id: string, act: () => Promise<Answer>): Promise<Answer> {
      const other = new pg.Client({ connectionString: kitchen.databaseUrl });
      await other.connect();
      try {
        await other.query('begin');
        await other.query(statement, [id]);
        const answer = act();
        await somebodyWaits();
        await other.query('commit');
        return await answer;
      } finally {
        await other.end();
      }
    }

    async function somebodyWaits(): Promise<void> {
      const waiting = () => kitchen.sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      for (let looks = 0; looks < 300 && (await waiting()).length === 0; looks++) await setTimeout(10);
    }

    it('are refused when it was the post', async () => {
      const answer = await during('delete from posts where id = $1', postId, () =>
        bob.api.post(`/posts/${postId}/comments`, { body: 'too late' }),
      );
      expect([answer.status, answer.body.code]).toEqual([404, 'posts.not_found']);
    });

    it('are refused when it was the publication of the post', async () => {
      const unpublish = `update posts set status = 'draft', published_at = null where id = $1`;
      const answer = await during(unpublish, postId, () =>
        bob.api.post(`/posts/${postId}/comments`, { body: 'too late' }),
      );

      expect([answer.status, answer.body.code]).toEqual([404, 'posts.not_found']);
    });

    it('are refused when it was the account of their author', async () => {
      const carol = await kitchen.member();
      const answer = await during('delete from users where id = $1', carol.id, () =>
        carol.api.post(`/posts/${postId}/comments`, { body: 'too late' }),
      );
      expect([answer.status, answer.body.code]).toEqual([409, 'comments.author_gone']);
    });

    it('are not there to be deleted any more when it was the post', async () => {
      const { id } = await comment(bob, postId, 'x');
      const answer = await during('delete from posts where id = $1', postId, () => bob.api.delete(`/comments/${id}`));

      expect([answer.status, answer.body.code]).toEqual([404, 'comments.not_found']);
    });
  });
});
