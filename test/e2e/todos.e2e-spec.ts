import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { NO_ID } from '../support/todos.js';
import { statementsOfRequests } from '../support/statements.js';

describe('todos', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member();
  });

  it('begin with a title and end up in the inbox', async () => {
    const created = await ada.api.post('/todos', { title: '  Buy flour ' });
    expect(created.status).toBe(201);
    const [inbox] = (await ada.api.get('/todo-lists')).body.items;
    expect(created.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      listId: inbox.id,
      parentId: null,
      title: 'Buy flour',
      notes: null,
      isDone: false,
      completedAt: null,
      priority: 4,
      labels: [],
      due: null,
      recurrence: null,
      position: expect.any(String),
      reminders: [],
      subtaskCounts: { done: 0, total: 0 },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: created.body.createdAt,
    });
    expect(inbox).toMatchObject({ isInbox: true, name: 'Inbox' });
    expect(created.headers.get('location')).toBe(`/api/v1/todos/${created.body.id}`);
    const read = await ada.api.get(`/todos/${created.body.id}`);
    expect(read.body).toEqual(created.body);
    expect(read.headers.get('etag')).toBe(created.headers.get('etag'));
  });

  it('keep everything that is said about them', async () => {
    const { body: list } = await ada.api.post('/todo-lists', { name: 'Kitchen' });
    const todo = {
      title: 'T'.repeat(500),
      listId: list.id,
      notes: 'n'.repeat(20_000),
      priority: 1,
      labels: ['kitchen', ' errand ', 'errand', '{"quoted",}', 'ERRAND'],
      due: { date: '2028-02-29', time: '09:05', timezone: 'Asia/Kathmandu' },
    };
    const { status, body } = await ada.api.post('/todos', todo);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...todo, labels: ['kitchen', 'errand', '{"quoted",}', 'ERRAND'] });
  });

  it('are changed by a merge patch: absent keeps, null clears', async () => {
    const { body: before } = await ada.api.post('/todos', {
      title: 'Bake',
      notes: 'Rye',
      labels: ['bread'],
      due: { date: '2026-12-01' },
    });
    const { status, body } = await ada.api.patch(`/todos/${before.id}`, {
      notes: null,
      due: null,
      priority: 2,
      labels: [],
    });
    expect(status).toBe(200);
    const { updatedAt, ...rest } = before;
    expect(body).toEqual({
      ...rest,
      notes: null,
      due: null,
      priority: 2,
      labels: [],
      updatedAt: expect.any(String),
    });
    expect(body.updatedAt >= updatedAt).toBe(true);
    expect((await ada.api.get(`/todos/${before.id}`)).body).toEqual(body);
  });

  it('are ticked off once, whatever is repeated, and opened again', async () => {
    const { body: todo } = await ada.api.post('/todos', { title: 'Bake' });
    const done = await ada.api.put(`/todos/${todo.id}/completion`);
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ id: todo.id, isDone: true, completedAt: done.body.updatedAt });
    const again = await ada.api.put(`/todos/${todo.id}/completion`);
    expect([again.status, again.body]).toEqual([200, done.body]);
    expect(again.headers.get('etag')).toBe(done.headers.get('etag'));

    const opened = await ada.api.delete(`/todos/${todo.id}/completion`);
    expect(opened.status).toBe(200);
    expect(opened.body).toMatchObject({ isDone: false, completedAt: null });
    expect((await ada.api.delete(`/todos/${todo.id}/completion`)).body).toEqual(opened.body);
    expect((await ada.api.get(`/todos/${todo.id}`)).body).toEqual(opened.body);
  });

  it('are gone once deleted', async () => {
    const { body: todo } = await ada.api.post('/todos', { title: 'Bake' });
    expect((await ada.api.delete(`/todos/${todo.id}`)).status).toBe(204);
    const answers = await Promise.all([
      ada.api.get(`/todos/${todo.id}`),
      ada.api.delete(`/todos/${todo.id}`),
      ada.api.patch(`/todos/${todo.id}`, { title: 'x' }),
      ada.api.put(`/todos/${todo.id}/completion`),
      ada.api.delete(`/todos/${todo.id}/completion`),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'todos.not_found']));
    expect((await ada.api.get('/todos')).body.items).toEqual([]);
  });

  it('answer If-None-Match with 304, and a stale If-Match with 412 and the current tag', async () => {
    const created = await ada.api.post('/todos', { title: 'Bake' });
    const path = `/todos/${created.body.id}`;
    const stale = { 'if-match': created.headers.get('etag')! };
    expect((await ada.api.get(path, { 'if-none-match': created.headers.get('etag')! })).status).toBe(304);
    const changed = await ada.api.patch(path, { title: 'Bake bread' }, stale);
    expect(changed.status).toBe(200);

    const refused = await Promise.all([
      ada.api.patch(path, { title: 'Burn' }, stale),
      ada.api.patch(path, { due: { date: '2026-12-01' } }, stale),
      ada.api.patch(path, { position: { before: NO_ID } }, stale),
      ada.api.put(`${path}/completion`, undefined, stale),
      ada.api.delete(`${path}/completion`, stale),
      ada.api.delete(path, stale),
    ]);
    expect(refused.map(({ status, headers }) => [status, headers.get('etag')])).toEqual(
      refused.map(() => [412, changed.headers.get('etag')]),
    );
    expect((await ada.api.get(path)).body).toEqual(changed.body);
    const current = { 'if-match': changed.headers.get('etag')! };
    expect((await ada.api.put(`${path}/completion`, undefined, current)).body.isDone).toBe(true);
  });

  it('that are done are cleared together, in one list or everywhere, and only one’s own', async () => {
    const eve = await kitchen.member();
    const { body: list } = await ada.api.post('/todo-lists', { name: 'Kitchen' });
    const make = async (member: Member, todo: object, isDone: boolean) => {
      const { body } = await member.api.post('/todos', todo);
      if (isDone) await member.api.put(`/todos/${body.id}/completion`);
    };
    await make(ada, { title: 'inbox, done' }, true);
    await make(ada, { title: 'inbox, open' }, false);
    await make(ada, { title: 'list, done', listId: list.id }, true);
    await make(ada, { title: 'list, done too', listId: list.id }, true);
    await make(ada, { title: 'list, open', listId: list.id }, false);
    await make(eve, { title: 'hers, done' }, true);

    for (const query of [
      '',
      '?done=false',
      `?list=${list.id}`,
      '?done=1',
      '?done=true&done=true',
      '?done=true&list=x',
    ]) {
      expect((await ada.api.delete(`/todos${query}`)).status).toBe(400);
    }
    expect((await eve.api.delete(`/todos?done=true&list=${list.id}`)).body).toEqual({ deletedCount: 0 });
    const cleared = await ada.api.delete(`/todos?done=true&list=${list.id}`);
    expect([cleared.status, cleared.body]).toEqual([200, { deletedCount: 2 }]);
    expect((await ada.api.delete('/todos?done=true')).body).toEqual({ deletedCount: 1 });
    expect((await ada.api.delete('/todos?done=true')).body).toEqual({ deletedCount: 0 });
    const titles = (await ada.api.get('/todos')).body.items.map(({ title }: { title: string }) => title);
    expect(titles).toEqual(['inbox, open', 'list, open']);
    expect((await eve.api.get('/todos')).body.items).toHaveLength(1);
  });

  it('are filtered by list, state, label and priority', async () => {
    const { body: list } = await ada.api.post('/todo-lists', { name: 'Kitchen' });
    await ada.api.post('/todos', { title: 'a', labels: ['x', 'y'], priority: 1 });
    await ada.api.post('/todos', { title: 'b', labels: ['y'], listId: list.id });
    const { body: c } = await ada.api.post('/todos', { title: 'c', listId: list.id, priority: 1 });
    await ada.api.put(`/todos/${c.id}/completion`);
    const titles = async (query: string) => {
      const { status, body } = await ada.api.get(`/todos?${query}`);
      expect(status).toBe(200);
      return body.items.map(({ title }: { title: string }) => title).join('');
    };
    expect(await titles('')).toBe('abc');
    expect(await titles(`list=${list.id}`)).toBe('bc');
    expect(await titles('done=true')).toBe('c');
    expect(await titles('done=false')).toBe('ab');
    expect(await titles('label=y')).toBe('ab');
    expect(await titles('label=Y')).toBe('');
    expect(await titles('priority=1')).toBe('ac');
    expect(await titles(`priority=1&done=false&label=x&sort=newest`)).toBe('a');
    expect(await titles('sort=newest')).toBe('cba');
    expect(await titles(`list=${NO_ID}`)).toBe('');
  });

  it('cost one statement each, to write, tick off, read and list', async () => {
    const { body } = await ada.api.post('/todos', { title: 'The first one makes the inbox' });
    for (const send of [
      () => ada.api.post('/todos', { title: 'Bake', labels: ['bread'] }),
      () => ada.api.put(`/todos/${body.id}/completion`),
      () => ada.api.patch(`/todos/${body.id}`, { title: 'Bake', due: null }),
      () => ada.api.get(`/todos/${body.id}`),
      () => ada.api.get('/todos?done=false&sort=due'),
    ]) {
      const statements = await statementsOfRequests(async () => {
        expect((await send()).status).toBeLessThan(300);
      });
      expect(statements).toHaveLength(1);
    }
  });

  it('of an account that is being deleted are not stored, and nothing breaks', async () => {
    // The session is remembered for a moment, so the request gets as far as the database.
    await ada.api.get('/todos');
    await kitchen.sql`delete from users where id = ${ada.id}`;
    const refused = await ada.api.post('/todos', { title: 'Bake' });
    expect([refused.status, refused.body.code]).toEqual([409, 'todos.owner_gone']);
    expect((await ada.api.get('/todos?due=today')).status).toBe(404);
    expect(await kitchen.sql`select 1 from todos where owner_id = ${ada.id}`).toEqual([]);
  });
});
