import { setTimeout as delay } from 'node:timers/promises';
import { Housekeeping } from '../../src/platform/jobs/housekeeping.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';
import { titlesOf, todo, todoList } from '../support/todos.js';

interface Change {
  type: 'todo' | 'list';
  id: string;
  isDeleted: boolean;
  todo?: Record<string, unknown>;
  list?: Record<string, unknown>;
}

/** A client with a copy of its own. */
class Replica {
  readonly items = new Map<string, unknown>();
  token: string | undefined;

  constructor(
    private readonly owner: Member,
    private readonly limit = 100,
  ) {}

  /** Asks until there is no more. @returns what came, in order. */
  async sync(): Promise<Change[]> {
    const seen: Change[] = [];
    for (;;) {
      const since = this.token === undefined ? '' : `&since=${this.token}`;
      const { status, body, text } = await this.owner.api.get(`/todos/changes?limit=${this.limit}${since}`);
      if (status !== 200) throw new Error(text);
      for (const change of body.items as Change[]) {
        if (change.isDeleted) this.items.delete(change.id);
        else this.items.set(change.id, change.todo ?? change.list);
      }
      seen.push(...(body.items as Change[]));
      this.token = body.token as string;
      if (!body.hasMore) return seen;
    }
  }
}

describe('changes of todos', () => {
  let kitchen: Kitchen;
  let other: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '8' });
    other = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, DATABASE_POOL_SIZE: '4' });
  });
  afterAll(async () => {
    await other.close();
    await kitchen.close();
  });
  beforeEach(async () => {
    ada = await kitchen.member();
  });

  async function table(owner: Member): Promise<Map<string, unknown>> {
    const items = new Map<string, unknown>();
    for (const path of ['todos', 'todo-lists']) {
      let cursor = '';
      do {
        const { body } = await owner.api.get(`/${path}?limit=100${cursor && `&cursor=${cursor}`}`);
        for (const item of body.items) items.set(item.id, item);
        cursor = body.nextCursor ?? '';
      } while (cursor);
    }
    return items;
  }

  it('are everything at first, then only what changed, each once and the last one last', async () => {
    const a = await todo(ada, { title: 'a' });
    const b = await todo(ada, { title: 'b' });
    const replica = new Replica(ada);
    const first = await replica.sync();
    expect(first.map(({ type }) => type).sort()).toEqual(['list', 'todo', 'todo']);
    expect(replica.items).toEqual(await table(ada));
    expect(await replica.sync()).toEqual([]);

    await ada.api.patch(`/todos/${b.id}`, { title: 'b2' });
    await ada.api.patch(`/todos/${a.id}`, { title: 'a2' });
    await ada.api.patch(`/todos/${b.id}`, { title: 'b3' });
    expect((await replica.sync()).map((change) => change.todo?.['title'])).toEqual(['a2', 'b3']);
    expect(replica.items).toEqual(await table(ada));
  });

  it('are nothing for whoever never had a todo, and begin with the first one', async () => {
    const replica = new Replica(ada);
    expect(await replica.sync()).toEqual([]);
    await todo(ada);
    expect((await replica.sync()).map(({ type }) => type).sort()).toEqual(['list', 'todo']);
  });

  it('tell of moves, completion, recurrence, counts above, trash, restoration, and the end', async () => {
    const replica = new Replica(ada, 2);
    const list = await todoList(ada, 'Other');
    const parent = await todo(ada, { title: 'parent' });
    const child = await todo(ada, { title: 'child', parentId: parent.id });
    const weekly = await todo(ada, { due: { date: '2026-01-01' }, recurrence: { rule: 'FREQ=WEEKLY' } });
    await replica.sync();
    const steps: [() => Promise<unknown>, string[]][] = [
      [() => ada.api.put(`/todos/${child.id}/completion`), [child.id, parent.id]],
      [() => ada.api.put(`/todos/${weekly.id}/completion`), [weekly.id]],
      [() => ada.api.delete(`/todos/${weekly.id}/completion`), [weekly.id]],
      [() => ada.api.patch(`/todos/${parent.id}`, { listId: list.id }), [child.id, parent.id]],
      [() => ada.api.delete(`/todos/${child.id}`), [child.id, parent.id]],
      [() => ada.api.post(`/todos/${child.id}/restoration`), [child.id, parent.id]],
      [() => ada.api.delete(`/todo-lists/${list.id}`), [child.id, parent.id, list.id]],
      [() => ada.api.post(`/todo-lists/${list.id}/restoration`), [child.id, parent.id, list.id]],
      [() => ada.api.delete(`/todos/${parent.id}`), [child.id, parent.id]],
      [() => ada.api.delete('/todos/trash'), [child.id, parent.id]],
      [() => ada.api.patch(`/todo-lists/${list.id}`, { name: 'New' }), [list.id]],
    ];
    for (const [step, changed] of steps) {
      await step();
      expect((await replica.sync()).map(({ id }) => id).sort()).toEqual(changed.sort());
      expect(replica.items).toEqual(await table(ada));
    }
    expect(replica.items.has(parent.id)).toBe(false);
  });

  it('leave out what was rolled back, and what was deleted before a client began', async () => {
    const gone = await todo(ada, { title: 'gone' });
    await ada.api.delete(`/todos/${gone.id}`);
    await ada.api.delete('/todos/trash');
    const replica = new Replica(ada);
    expect((await replica.sync()).map(({ id }) => id)).not.toContain(gone.id);
    const operations = [
      { method: 'POST', path: '/todos', body: { title: 'Never' } },
      { method: 'DELETE', path: `/todos/${gone.id}` },
    ];
    expect((await ada.api.post('/todos/batch', { operations })).status).toBe(422);
    expect(await replica.sync()).toEqual([]);
  });

  it('tell a client that is on its first pages what was deleted of those', async () => {
    for (let i = 0; i < 4; i++) await todo(ada, { title: `t${i}` });
    const first = (await ada.api.get('/todos/changes?limit=3')).body;
    const seen = (first.items as Change[]).find(({ type }) => type === 'todo') as Change;
    expect(first.hasMore).toBe(true);
    await ada.api.delete(`/todos/${seen.id}`);
    await ada.api.delete('/todos/trash');
    const next = (await ada.api.get(`/todos/changes?since=${first.token}`)).body;
    expect(next.items).toContainEqual({ type: 'todo', id: seen.id, isDeleted: true });
    expect(next.items).toHaveLength(3);
  });

  it('wait for a transaction that took its time rather than pass it by', async () => {
    const [slow, quick] = [await todo(ada, { title: 'slow' }), await todo(ada, { title: 'quick' })];
    const replica = new Replica(ada);
    await replica.sync();
    const { default: pg } = await import('pg');
    const session = new pg.Client(kitchen.databaseUrl);
    await session.connect();
    await session.query('begin');
    await session.query(`update todos set title = 'slow2', version = version + 1 where id = $1`, [slow.id]);
    await ada.api.patch(`/todos/${quick.id}`, { title: 'quick2' });
    expect((await replica.sync()).map(({ id }) => id)).toEqual([quick.id]);
    await session.query('commit');
    await session.end();
    expect((await replica.sync()).map(({ id }) => id)).toEqual([slow.id]);
    expect(replica.items).toEqual(await table(ada));
  });

  it('miss nothing under many writers on two replicas, whatever the reader’s page', async () => {
    const lists = [await todoList(ada, 'one'), await todoList(ada, 'two')];
    const readers = [new Replica(ada, 1), new Replica(ada, 7), new Replica(ada)];
    let isWriting = true;
    const reading = readers.map(async (reader) => {
      while (isWriting) await reader.sync();
    });
    const write = async (writer: number) => {
      const { api } =
        writer % 2 ? ada : { api: new (await import('../support/api.js')).Api(other.origin, ada.accessToken) };
      const ids: string[] = [];
      for (let round = 0; round < 12; round++) {
        const details = { title: `${writer}.${round}`, listId: lists[round % 2]?.id, parentId: null };
        const made = (await api.post('/todos', details)).body.id as string;
        const operations = [
          { method: 'PATCH', path: `/todos/${made}`, body: { priority: 1 + (round % 4) } },
          { method: 'POST', path: '/todos', body: { title: `under ${made}`, parentId: made } },
          { method: 'PUT', path: `/todos/${made}/completion` },
        ];
        await api.post('/todos/batch', { operations });
        ids.push(made);
        const earlier = ids[Math.floor(round / 2)] as string;
        await api.patch(`/todos/${earlier}`, { listId: lists[writer % 2]?.id });
        if (round % 3 === 0) await api.delete(`/todos/${earlier}`);
        if (round % 6 === 0) await api.post(`/todos/${earlier}/restoration`);
        if (round % 5 === 0) await api.delete('/todos/trash');
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    isWriting = false;
    await Promise.all(reading);

    const truth = await table(ada);
    expect(truth.size).toBeGreaterThan(30);
    for (const reader of readers) {
      await reader.sync();
      expect(reader.items).toEqual(truth);
      await delay(0);
    }
  }, 120_000);

  it('miss none of 400 todos that are changed once each, by sessions that hold nothing in common', async () => {
    const { id: listId } = await todoList(ada, 'many');
    const rows = await kitchen.sql<{ id: string }>`
      insert into todos (id, owner_id, list_id, title, position)
      select gen_random_uuid(), ${ada.id}, ${listId}, 'before', 'a' || n from generate_series(1, 400) as n returning id`;
    const reader = new Replica(ada);
    await reader.sync();
    const { default: pg } = await import('pg');
    const writing = { isOver: false };
    const reading = (async () => {
      while (!writing.isOver) await reader.sync();
    })();
    const write = async (writer: number) => {
      const session = new pg.Client(kitchen.databaseUrl);
      await session.connect();
      for (const { id } of rows.filter((_, index) => index % 8 === writer))
        await session.query(`update todos set title = 'after', version = version + 1 where id = $1`, [id]);
      await session.end();
    };
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    writing.isOver = true;
    await reading;

    const truth = await table(ada);
    await reader.sync();
    expect(reader.items).toEqual(truth);
  }, 60_000);

  it('are refused to a token whose deletions are forgotten, and go on for one that missed none', async () => {
    const [a, b] = [await todo(ada), await todo(ada)];
    const early = new Replica(ada);
    await early.sync();
    await ada.api.delete(`/todos/${a.id}`);
    await ada.api.delete('/todos/trash');
    const late = new Replica(ada);
    await late.sync();
    const sweep = () => kitchen.nest.get(Housekeeping).runAll();
    await kitchen.sql`update todo_changes set deleted_at = now() - interval '89 days' where item_id = ${a.id}`;
    await sweep();
    expect((await ada.api.get(`/todos/changes?since=${early.token}`)).status).toBe(200);
    await kitchen.sql`update todo_changes set deleted_at = now() - interval '91 days' where item_id = ${a.id}`;
    await sweep();
    expect((await ada.api.get(`/todos/changes?since=${early.token}`)).body).toMatchObject({
      status: 410,
      code: 'todos.sync_expired',
    });
    await ada.api.patch(`/todos/${b.id}`, { title: 'b2' });
    expect((await late.sync()).map(({ id }) => id)).toEqual([b.id]);
    const anew = new Replica(ada);
    await anew.sync();
    expect(anew.items).toEqual(await table(ada));
  });

  it('refuse tokens of others, altered ones and bad numbers, and go with the account', async () => {
    await todo(ada);
    const replica = new Replica(ada);
    await replica.sync();
    const eve = await kitchen.member();
    for (const since of [replica.token, 'x', '', `${replica.token}A`])
      expect((await eve.api.get(`/todos/changes?since=${since}`)).body).toMatchObject({ status: 400 });
    for (const limit of ['0', '501', 'x'])
      expect((await ada.api.get(`/todos/changes?limit=${limit}`)).body).toMatchObject({ status: 400 });
    await kitchen.sql`delete from users where id = ${ada.id}`;
    expect(await kitchen.sql`select from todo_changes where owner_id = ${ada.id}`).toEqual([]);
    expect(await kitchen.sql`select from todo_sync where owner_id = ${ada.id}`).toEqual([]);
    expect(await titlesOf(eve)).toEqual([]);
  });
});

describe('changes of todos are private', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  beforeAll(async () => {
    kitchen = await startKitchen();
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());
  const set = async () => {
    await todo(cast.owner, { title: 'Surprise party' });
    return { kitchen, cast };
  };
  const path = () => '/todos/changes';
  const rows: Scenario<Awaited<ReturnType<typeof set>>>[] = [
    { title: 'tells its own', as: 'owner', method: 'GET', path, status: 200, contains: ['Surprise', '"token"'] },
    {
      ...{ title: 'tells nothing of others', as: ['stranger', 'moderator', 'admin'] },
      ...{ method: 'GET', path, status: 200, contains: ['"items":[]'], notContains: ['Surprise'] },
    },
    { title: 'needs somebody', as: 'guest', method: 'GET', path, status: 401, notContains: ['Surprise'] },
  ];
  scenarios(set, rows);
});
