import { Housekeeping } from '../../src/platform/jobs/housekeeping.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { NO_ID, titlesOf, todo, type TodoAnswer, todoChain, todoList } from '../support/todos.js';

const TWENTY = Array.from({ length: 20 }, (_, i) => i);

describe('the trash of todos', () => {
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

  const chain = (titles: string, details: object = {}) => todoChain(ada, titles, details);
  const get = async ({ id }: { id: string }) => (await ada.api.get(`/todos/${id}`)).body;
  const remove = async ({ id }: { id: string }) => expect((await ada.api.delete(`/todos/${id}`)).status).toBe(204);
  const restore = ({ id }: { id: string }) => ada.api.post(`/todos/${id}/restoration`);
  const trash = async (what = 'todos') => (await ada.api.get(`/${what}/trash?limit=100`)).body.items;
  const trashed = async () => (await trash()).map(({ title }: TodoAnswer) => title).join('');
  const alive = async () => (await titlesOf(ada)).sort().join('');
  const countOf = async () => (await kitchen.sql`select from todos where owner_id = ${ada.id}`).length;

  it('takes a todo with all below it, hides them everywhere, and gives them back as they were', async () => {
    const [a, b, c] = (await chain('abc', { due: { date: '2026-01-01' }, labels: ['x'] })) as [
      TodoAnswer,
      TodoAnswer,
      TodoAnswer,
    ];
    const before = [await get(b), await get(c)];
    await remove(b);
    expect([(await get(b)).status, (await get(c)).status]).toEqual([404, 404]);
    expect(await get(a)).toMatchObject({ subtaskCounts: { done: 0, total: 0 } });
    expect(await titlesOf(ada, 'label=x&due=overdue')).toEqual(['a']);
    expect((await ada.api.get('/todos/summary')).body).toMatchObject({ open: 1, overdue: 1 });
    for (const request of [
      ada.api.patch(`/todos/${c.id}`, { title: 'C' }),
      ada.api.put(`/todos/${c.id}/completion`),
      ada.api.delete(`/todos/${c.id}/completion`),
      ada.api.delete(`/todos/${c.id}`),
      ada.api.get(`/todos/${c.id}/occurrences`),
    ])
      expect((await request).status).toBe(404);

    const [entry, ...others] = await trash();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ id: b.id, title: 'b', subtaskCounts: { done: 0, total: 0 } });
    expect(Date.parse(entry.purgeAt) - Date.parse(entry.deletedAt)).toBe(30 * 24 * 60 * 60 * 1000);
    expect((await restore(c)).status).toBe(404);

    const restored = await restore(b);
    expect(restored.status).toBe(200);
    const updatedAt = expect.any(String);
    expect([await get(b), await get(c)]).toEqual(before.map((todoThen) => ({ ...todoThen, updatedAt })));
    expect(restored.body).toEqual(await get(b));
    expect(await trashed()).toBe('');
    expect((await restore(b)).body).toMatchObject({ status: 404, code: 'todos.not_in_trash' });
  });

  it('gives a todo back to the top where its parent is gone, elsewhere or too deep, and alone what went alone', async () => {
    const [a, b] = (await chain('ab')) as [TodoAnswer, TodoAnswer];
    await remove(b);
    await remove(a);
    expect(await trashed()).toBe('ab');
    expect((await restore(b)).body).toMatchObject({ parentId: null });
    expect(await alive()).toBe('b');
    await restore(a);

    await ada.api.patch(`/todos/${b.id}`, { parentId: a.id });
    await remove(b);
    const list = await todoList(ada);
    await ada.api.patch(`/todos/${a.id}`, { listId: list.id });
    expect((await restore(b)).body).toMatchObject({ parentId: null, listId: b.listId });

    const [v, w] = (await chain('vw')) as [TodoAnswer, TodoAnswer];
    await remove(w);
    const [, , , s] = (await chain('pqrs')) as [TodoAnswer, TodoAnswer, TodoAnswer, TodoAnswer];
    await ada.api.patch(`/todos/${v.id}`, { parentId: s.id });
    expect((await restore(w)).body).toMatchObject({ parentId: null });
  });

  it('takes a list with its todos, and gives back just those', async () => {
    const list = await todoList(ada, 'Old');
    const [a, b, c] = (await chain('abc', { listId: list.id })) as [TodoAnswer, TodoAnswer, TodoAnswer];
    await remove(c);
    expect((await ada.api.delete(`/todo-lists/${list.id}`)).status).toBe(204);
    expect(await alive()).toBe('');
    expect(await trashed()).toBe('c');
    expect(await trash('todo-lists')).toMatchObject([
      { id: list.id, name: 'Old', todoCount: 2, purgeAt: expect.any(String) },
    ]);
    expect((await restore(a)).status).toBe(404);
    expect((await ada.api.post('/todos', { title: 'x', listId: list.id })).status).toBe(422);
    expect((await ada.api.post('/todos', { title: 'x', parentId: b.id })).status).toBe(422);
    expect((await ada.api.patch(`/todo-lists/${list.id}`, { name: 'x' })).status).toBe(404);

    // Its list is not there, so it goes to the inbox.
    expect((await restore(c)).body).toMatchObject({ parentId: null });
    expect((await get(c)).listId).not.toBe(list.id);
    const restored = await ada.api.post(`/todo-lists/${list.id}/restoration`);
    expect([restored.status, restored.body.name]).toEqual([200, 'Old']);
    expect(await get(b)).toMatchObject({ parentId: a.id, listId: list.id });
    expect(await alive()).toBe('abc');
    expect(await trash('todo-lists')).toEqual([]);
    expect((await ada.api.post(`/todo-lists/${list.id}/restoration`)).status).toBe(404);
  });

  it('gets what was cleared, with its trees; what still has something open below it stays', async () => {
    const [a, b] = (await chain('ab')) as [TodoAnswer, TodoAnswer];
    const [c, d, e] = (await chain('cde')) as [TodoAnswer, TodoAnswer, TodoAnswer];
    await ada.api.put(`/todos/${a.id}/completion`);
    await ada.api.put(`/todos/${c.id}/completion`);
    await ada.api.delete(`/todos/${d.id}/completion`);
    expect((await ada.api.delete('/todos?done=true')).body).toEqual({ deletedCount: 3 });
    expect(await alive()).toBe('cd');
    expect((await trashed()).split('').sort().join('')).toBe('ae');
    expect((await restore(a)).body).toMatchObject({ isDone: true, subtaskCounts: { done: 1, total: 1 } });
    expect((await restore(e)).body).toMatchObject({ parentId: d.id });
    expect((await get(b)).parentId).toBe(a.id);
  });

  it('is emptied for good: one, all, or what was there for thirty days', async () => {
    const list = await todoList(ada);
    const [a] = await chain('ab');
    const [c] = await chain('cd');
    const kept = await todo(ada, { title: 'k' });
    await chain('lm', { listId: list.id });
    await remove(a!);
    await remove(c!);
    expect((await ada.api.delete(`/todos/trash?id=${kept.id}`)).status).toBe(404);
    expect((await ada.api.delete(`/todos/trash?id=${a!.id}`)).body).toEqual({ deletedCount: 1 });
    expect((await ada.api.delete('/todos/trash?id=7')).status).toBe(400);
    expect((await ada.api.delete(`/todos/trash?id=${a!.id}`)).status).toBe(404);
    expect((await ada.api.delete('/todos/trash')).body).toEqual({ deletedCount: 1 });
    expect(await countOf()).toBe(3);

    await ada.api.delete(`/todo-lists/${list.id}`);
    await remove(kept);
    await kitchen.sql`update todos set deleted_at = deleted_at - interval '30 days' where id = ${kept.id}`;
    expect(await trash()).toEqual([]);
    expect((await restore(kept)).status).toBe(404);
    await kitchen.nest.get(Housekeeping).runAll();
    expect(await countOf()).toBe(2);
    await kitchen.sql`update todo_lists set deleted_at = deleted_at - interval '30 days' where id = ${list.id}`;
    expect((await ada.api.delete(`/todo-lists/trash?id=${list.id}`)).status).toBe(404);
    await kitchen.nest.get(Housekeeping).runAll();
    expect(await countOf()).toBe(0);
  });

  it('of a list is emptied for good with its todos', async () => {
    const list = await todoList(ada);
    await chain('ab', { listId: list.id });
    await ada.api.delete(`/todo-lists/${list.id}`);
    expect((await ada.api.delete(`/todo-lists/trash?id=${list.id}`)).body).toEqual({ deletedCount: 1 });
    expect(await countOf()).toBe(0);
  });

  it('is nobody else’s', async () => {
    const list = await todoList(ada, 'Secret list');
    const mine = await todo(ada, { title: 'Secret' });
    await ada.api.delete(`/todo-lists/${list.id}`);
    await remove(mine);
    for (const role of ['user', 'moderator', 'admin'] as const) {
      const { api } = await kitchen.member({ role });
      for (const answer of [
        await api.get('/todos/trash'),
        await api.get('/todo-lists/trash'),
        await api.delete('/todos/trash'),
        await api.post(`/todos/${mine.id}/restoration`),
        await api.delete(`/todos/trash?id=${mine.id}`),
        await api.post(`/todo-lists/${list.id}/restoration`),
        await api.delete(`/todo-lists/trash?id=${list.id}`),
      ]) {
        expect([200, 404]).toContain(answer.status);
        expect(answer.text).not.toContain('Secret');
      }
    }
    expect(await trashed()).toBe('Secret');
    expect(await trash('todo-lists')).toHaveLength(1);
  });

  it('leaves no todo alive below one that it has, however many are made, moved, opened and deleted at once', async () => {
    const parents = await Promise.all(TWENTY.map((i) => todo(ada, { title: `p${i}` })));
    const parts = await Promise.all(parents.map(({ id }, i) => todo(ada, { title: `c${i}`, parentId: id })));
    await Promise.all(parents.map(({ id }) => ada.api.put(`/todos/${id}/completion`)));
    const answers = await Promise.all(
      parents.flatMap(({ id }, i) => [
        ada.api.delete(`/todos/${parts[i]!.id}/completion`),
        i % 3 ? ada.api.delete('/todos?done=true') : ada.api.delete(`/todos/${id}`),
        ada.api.post('/todos', { title: 'n', parentId: id }),
        ada.api.patch(`/todos/${parts[(i + 1) % 20]!.id}`, { parentId: id }),
        ada.api.post(`/todos/${id}/restoration`),
      ]),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const torn = await kitchen.sql`
      select child.title from todos as child join todos as parent on parent.id = child.parent_id
      where (child.deleted_at is null) <> (parent.deleted_at is null)`;
    expect(torn).toEqual([]);
  });

  it('comes page by page, last deleted first', async () => {
    for (const title of 'abcd') await remove(await todo(ada, { title }));
    const first = (await ada.api.get('/todos/trash?limit=3')).body;
    expect(first.items.map(({ title }: TodoAnswer) => title).join('')).toBe('dcb');
    const second = (await ada.api.get(`/todos/trash?limit=3&cursor=${first.nextCursor}`)).body;
    expect(second.items.map(({ title }: TodoAnswer) => title).join('')).toBe('a');
    expect((await ada.api.get(`/todos?cursor=${first.nextCursor}`)).status).toBe(400);
    expect((await ada.api.post(`/todos/${NO_ID}/restoration`)).status).toBe(404);
  });
});

describe('what was in the trash for too long', () => {
  it('is gone after all replicas looked after it at once, whoever’s it was', async () => {
    const warnings: string[] = [];
    const log = { write: (line: string) => void warnings.push(line) };
    const here = await startKitchen({ LOG_LEVEL: 'warn' }, log);
    const there = await startKitchen({ LOG_LEVEL: 'warn', DATABASE_URL: here.databaseUrl }, log);
    const members = await Promise.all(Array.from({ length: 12 }, () => here.member()));
    for (const member of members) await todo(member, { title: 'Kept' });
    for (let round = 0; round < 3; round++) {
      // Mixed, so that each has to do with all of them, in one order or another.
      await here.sql`
        insert into todos (id, owner_id, list_id, title, position, deleted_at)
        select gen_random_uuid(), owner_id, id, 'Old', 'a' || n, now() - interval '31 days'
        from todo_lists cross join generate_series(1, 100) as n order by random()`;
      const replicas = [here, there, here, there];
      await Promise.all(replicas.map((kitchen) => kitchen.nest.get(Housekeeping).runAll()));
      await here.nest.get(Housekeeping).runAll();
    }
    expect(await here.sql`select title from todos group by title`).toEqual([{ title: 'Kept' }]);
    expect(warnings).toEqual([]);
    await there.close();
    await here.close();
  }, 60_000);
});
