import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { titlesOf, todo, type TodoAnswer, todoList } from '../support/todos.js';

const FIFTY = Array.from({ length: 50 }, (_, i) => i);

/** Until two others wait for what this session holds. */
async function twoWait(session: pg.Client): Promise<void> {
  const waiting = 'select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))';
  while ((await session.query(waiting)).rowCount !== 2) await delay(5);
}

describe('todos under parallel requests', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    // Enough connections for requests to meet.
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member();
  });

  it.each([
    ['plain changes', (i: number) => ({ title: `t${i}` })],
    [
      'due dates',
      (i: number) => ({ title: `t${i}`, due: { date: `2026-12-${String((i % 28) + 1).padStart(2, '0')}` } }),
    ],
    ['moves', (i: number, other: TodoAnswer) => ({ title: `t${i}`, position: { after: other.id } })],
  ])('let one of fifty %s with one tag through', async (_, changes) => {
    const { body, headers } = await ada.api.post('/todos', { title: 'Bake' });
    const other = await todo(ada);
    const ifMatch = { 'if-match': headers.get('etag')! };
    const answers = await Promise.all(FIFTY.map((i) => ada.api.patch(`/todos/${body.id}`, changes(i, other), ifMatch)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(49);
    expect((await ada.api.get(`/todos/${body.id}`)).body).toEqual(won[0]!.body);
    const [row] = await kitchen.sql`select version from todos where id = ${body.id}`;
    expect(row).toEqual({ version: 2 });
  });

  it('keep every part of a due date that is patched', async () => {
    const due = { date: '2026-11-24', time: '10:00', timezone: 'Europe/Berlin' };
    const made = await Promise.all(FIFTY.map(() => todo(ada, { due })));
    const parts = [{ date: '2026-12-24' }, { time: '18:30' }, { timezone: 'Asia/Tokyo' }];
    await Promise.all(made.flatMap(({ id }) => parts.map((part) => ada.api.patch(`/todos/${id}`, { due: part }))));
    const rows = await kitchen.sql`
      select distinct due_date::text as date, due_time::text as time, due_timezone as timezone, due_at as at
      from todos where owner_id = ${ada.id}`;
    expect(rows).toEqual([
      { date: '2026-12-24', time: '18:30:00', timezone: 'Asia/Tokyo', at: new Date('2026-12-24T09:30:00Z') },
    ]);
  });

  it('make one of fifty with one Idempotency-Key', async () => {
    const send = () => ada.api.post('/todos', { title: 'Bake' }, { 'idempotency-key': 'once' });
    const answers = await Promise.all(FIFTY.map(send));
    const created = answers.filter(({ status }) => status === 201);
    expect(created.length).toBeGreaterThan(0);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(created.map(({ body }) => body.id)).size).toBe(1);
    expect(await kitchen.sql`select 1 from todos where owner_id = ${ada.id}`).toHaveLength(1);
    const repeated = await send();
    expect([repeated.status, repeated.body.id, repeated.headers.get('idempotency-replayed')]).toEqual([
      201,
      created[0]!.body.id,
      'true',
    ]);
    expect((await ada.api.post('/todos', { title: 'Other' }, { 'idempotency-key': 'once' })).status).toBe(422);
  });

  it('answer each tick with the state that it made', async () => {
    const { id } = await todo(ada);
    const answers = await Promise.all(
      FIFTY.map((i) => (i % 2 ? ada.api.delete(`/todos/${id}/completion`) : ada.api.put(`/todos/${id}/completion`))),
    );
    for (const [i, { status, body }] of answers.entries()) {
      expect([status, body.isDone, body.completedAt !== null]).toEqual([200, i % 2 === 0, i % 2 === 0]);
    }
    const { body } = await ada.api.get(`/todos/${id}`);
    expect(body.isDone).toBe(body.completedAt !== null);
  });

  it('are done once, at one time, however often that is said', async () => {
    const { id } = await todo(ada);
    const answers = await Promise.all(FIFTY.map(() => ada.api.put(`/todos/${id}/completion`)));
    expect(answers.map(({ status }) => status)).toEqual(FIFTY.map(() => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1);
  });

  it('are ticked off by one of fifty with one tag', async () => {
    const { body, headers } = await ada.api.post('/todos', { title: 'Bake' });
    const ifMatch = { 'if-match': headers.get('etag')! };
    const answers = await Promise.all(FIFTY.map(() => ada.api.put(`/todos/${body.id}/completion`, undefined, ifMatch)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(49);
  });

  it('are deleted once', async () => {
    const { id } = await todo(ada);
    const answers = await Promise.all(FIFTY.map(() => ada.api.delete(`/todos/${id}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(49).fill(404)]);
  });

  it.each(['position', 'due', 'newest'])(
    'sorted by %s are neither skipped nor doubled while others are made',
    async (sort) => {
      const due = (i: number) => (i % 3 ? { date: '2026-12-01', time: i % 2 ? '10:00' : undefined } : undefined);
      await Promise.all(FIFTY.map((i) => todo(ada, { title: `old ${i}`, due: due(i) })));
      const reading = { isOver: false };
      const writing = (async () => {
        for (let i = 0; !reading.isOver; i++) await todo(ada, { title: `new ${i}`, due: due(i) });
      })();
      const titles = await titlesOf(ada, `sort=${sort}`, 3);
      reading.isOver = true;
      await writing;
      const old = titles.filter((title) => title.startsWith('old'));
      expect(old.sort()).toEqual(FIFTY.map((i) => `old ${i}`).sort());
      expect(new Set(titles).size).toBe(titles.length);
    },
  );

  it('find no list that somebody is deleting at this moment', async () => {
    const list = await todoList(ada);
    const session = new pg.Client({ connectionString: kitchen.databaseUrl });
    await session.connect();
    await session.query('begin');
    await session.query('delete from todo_lists where id = $1', [list.id]);
    const creating = ada.api.post('/todos', { title: 'Too late', listId: list.id });
    const moving = todo(ada).then(({ id }) => ada.api.patch(`/todos/${id}`, { listId: list.id }));
    await twoWait(session);
    await session.query('commit');
    await session.end();
    for (const { status, body } of await Promise.all([creating, moving])) {
      expect([status, body.errors?.[0].pointer]).toEqual([422, '/listId']);
    }
    expect(await titlesOf(ada)).toEqual(['Bake']);
  });

  it('that are cleared while others are ticked off are all gone or all there', async () => {
    const made = await Promise.all(FIFTY.map((i) => todo(ada, { title: `t${i}` })));
    const answers = await Promise.all(
      made.flatMap(({ id }, i) => [
        ada.api.put(`/todos/${id}/completion`),
        ...(i % 10 ? [] : [ada.api.delete('/todos?done=true')]),
      ]),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const cleared = answers.reduce((sum, { body }) => sum + ((body.deletedCount as number | undefined) ?? 0), 0);
    expect((await titlesOf(ada, 'done=true')).length + cleared).toBe(50);
    expect(await titlesOf(ada, 'done=false')).toEqual([]);
  });

  it('answer a move to a list with that list, however many others move it, too', async () => {
    const lists = [await todoList(ada), await todoList(ada)];
    const { id } = await todo(ada);
    for (let round = 0; round < 10; round++) {
      const moves = await Promise.all(lists.map((list) => ada.api.patch(`/todos/${id}`, { listId: list.id })));
      expect(moves.map(({ status, body }) => [status, body.listId])).toEqual(lists.map((list) => [200, list.id]));
    }
  });

  it('are not taken back to their old list by one who only wanted another place', async () => {
    const list = await todoList(ada);
    const neighbour = await todo(ada, { title: 'Neighbour' });
    for (let round = 0; round < 10; round++) {
      const { id } = await todo(ada, { title: 'Moving' });
      const [away] = await Promise.all([
        ada.api.patch(`/todos/${id}`, { listId: list.id }),
        ada.api.patch(`/todos/${id}`, { position: { before: neighbour.id } }),
      ]);
      expect(away.status).toBe(200);
      expect((await ada.api.get(`/todos/${id}`)).body.listId).toBe(list.id);
    }
  });

  it('are cleared by several at once without waiting for each other in a circle', async () => {
    const list = await todoList(ada);
    await kitchen.sql`
      insert into todos (id, owner_id, list_id, title, completed_at, position, due_at)
      select gen_random_uuid(), ${ada.id}, ${list.id}, 'Done', now(), 'a' || n, 'infinity' from generate_series(1, 3000) n`;
    const clearing = ['/todos?done=true', `/todos?done=true&list=${list.id}`, '/todos?done=true'];
    const answers = await Promise.all(clearing.map((path) => ada.api.delete(path)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.reduce((sum, { body }) => sum + (body.deletedCount as number), 0)).toBe(3000);
  });
});
