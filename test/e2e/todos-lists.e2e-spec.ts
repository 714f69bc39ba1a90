import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { todo, type TodoAnswer, todoList } from '../support/todos.js';

describe('lists of todos', () => {
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

  async function lists(): Promise<(TodoAnswer & { name: string; isInbox: boolean })[]> {
    return (await ada.api.get('/todo-lists?limit=100')).body.items;
  }
  const names = async () => (await lists()).map(({ name }) => name).join(' ');

  it('begin with an inbox, once, whoever asks first', async () => {
    // Connections are opened before, so that the requests meet.
    await Promise.all(Array.from({ length: 50 }, () => ada.api.get('/todos')));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        i % 2 ? ada.api.get('/todo-lists') : ada.api.post('/todos', { title: `t${i}` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, i) => (i % 2 ? 200 : 201)));
    const rows = await kitchen.sql`select id from todo_lists where owner_id = ${ada.id}`;
    expect(rows).toHaveLength(1);
    const seen = answers.map(({ body }) => body.listId ?? body.items[0].id);
    expect(new Set(seen)).toEqual(new Set([rows[0]!['id']]));
  });

  it('have a name and a colour', async () => {
    const created = await ada.api.post('/todo-lists', { name: ' Kitchen ', color: '#2E7d32' });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.any(String),
      name: 'Kitchen',
      color: '#2E7d32',
      isInbox: false,
      isArchived: false,
      position: expect.any(String),
      createdAt: expect.any(String),
      updatedAt: created.body.createdAt,
    });
    const path = `/todo-lists/${created.body.id}`;
    expect(created.headers.get('location')).toBe(`/api/v1${path}`);
    const changed = await ada.api.patch(path, { name: 'Pantry', color: null, isArchived: true });
    expect(changed.body).toMatchObject({
      name: 'Pantry',
      color: null,
      isArchived: true,
      position: created.body.position,
    });
    expect((await ada.api.get(path)).body).toEqual(changed.body);
    expect((await ada.api.get(path, { 'if-none-match': changed.headers.get('etag')! })).status).toBe(304);
  });

  it('come page by page, the inbox first, new ones last', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await todoList(ada, name);
    const first = await ada.api.get('/todo-lists?limit=3');
    expect(first.body.items.map((list: { name: string }) => list.name)).toEqual(['Inbox', 'a', 'b']);
    expect(first.headers.get('link')).toContain('rel="next"');
    await todoList(ada, 'e');
    const second = await ada.api.get(`/todo-lists?limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((list: { name: string }) => list.name)).toEqual(['c', 'd', 'e']);
    expect(second.body.nextCursor).toBeNull();
    expect((await ada.api.get(`/todos?cursor=${first.body.nextCursor}`)).status).toBe(400);
  });

  it('are put in another order', async () => {
    const [a, b, c] = [await todoList(ada, 'a'), await todoList(ada, 'b'), await todoList(ada, 'c')];
    const [inbox] = await lists();
    const move = async (list: TodoAnswer, position: object) =>
      expect((await ada.api.patch(`/todo-lists/${list.id}`, { position })).status).toBe(200);
    await move(c, { before: a.id });
    expect(await names()).toBe('Inbox c a b');
    await move(inbox!, { after: b.id });
    expect(await names()).toBe('c a b Inbox');
    await move(a, { before: c.id });
    expect(await names()).toBe('a c b Inbox');
    await move(a, { after: inbox!.id });
    expect(await names()).toBe('c b Inbox a');
    await todoList(ada, 'd');
    expect(await names()).toBe('c b Inbox a d');
    expect((await ada.api.get('/todo-lists?limit=1')).body.items[0].name).toBe('c');
    expect(await kitchen.sql`select 1 from todo_lists where owner_id = ${ada.id} and is_inbox`).toHaveLength(1);
  });

  it('keep a strict order when many are moved to one place at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, (_, i) => todoList(ada, `l${i}`)));
    const [first, ...rest] = made;
    const answers = await Promise.all(
      rest.map(({ id }) => ada.api.patch(`/todo-lists/${id}`, { position: { before: first!.id } })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const positions = (await lists()).map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort());
    expect(positions).toHaveLength(21);
    expect((await lists()).at(-1)!.id).toBe(first!.id);
  });

  it('are deleted with their todos, the inbox never', async () => {
    const list = await todoList(ada, 'Old');
    const gone = await todo(ada, { listId: list.id });
    const kept = await todo(ada);
    const [inbox] = await lists();
    expect((await ada.api.delete(`/todo-lists/${list.id}`)).status).toBe(204);
    expect((await ada.api.get(`/todo-lists/${list.id}`)).status).toBe(404);
    expect((await ada.api.get(`/todos/${gone.id}`)).status).toBe(404);
    expect((await ada.api.get(`/todos/${kept.id}`)).status).toBe(200);

    const refused = await ada.api.delete(`/todo-lists/${inbox!.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'todos.inbox_not_deletable']);
    const archived = await ada.api.patch(`/todo-lists/${inbox!.id}`, { name: 'Old', isArchived: true });
    expect([archived.status, archived.body.code]).toEqual([409, 'todos.inbox_not_archivable']);
    expect((await ada.api.patch(`/todo-lists/${inbox!.id}`, { name: 'In', isArchived: false })).body).toMatchObject({
      name: 'In',
      isInbox: true,
      isArchived: false,
    });
    expect(await lists()).toHaveLength(1);
  });

  it('refuse a stale If-Match', async () => {
    const created = await ada.api.post('/todo-lists', { name: 'Kitchen' });
    const other = await todoList(ada);
    const path = `/todo-lists/${created.body.id}`;
    const stale = { 'if-match': created.headers.get('etag')! };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => ada.api.patch(path, { name: `Kitchen ${i}` }, stale)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
    const current = await ada.api.get(path);
    expect(current.body).toEqual(answers.find(({ status }) => status === 200)!.body);
    const moved = await ada.api.patch(path, { position: { after: other.id } }, stale);
    expect([moved.status, moved.headers.get('etag')]).toEqual([412, current.headers.get('etag')]);
    expect((await ada.api.delete(path, stale)).status).toBe(412);
    expect((await ada.api.delete(path, { 'if-match': current.headers.get('etag')! })).status).toBe(204);
  });

  it('that go away while todos are put into them leave no orphans and no broken answers', async () => {
    const list = await todoList(ada, 'Old');
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        i === 12 ? ada.api.delete(`/todo-lists/${list.id}`) : ada.api.post('/todos', { title: 'x', listId: list.id }),
      ),
    );
    expect(answers.filter((_, i) => i !== 12).every(({ status }) => [201, 422].includes(status))).toBe(true);
    expect(answers[12]!.status).toBe(204);
    expect(await kitchen.sql`select 1 from todos where owner_id = ${ada.id} and deleted_at is null`).toEqual([]);
  });
});
