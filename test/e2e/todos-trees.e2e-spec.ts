import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { NO_ID, titlesOf, todo, type TodoAnswer, todoChain, todoList } from '../support/todos.js';

const TWENTY = Array.from({ length: 20 }, (_, i) => i);

describe('todos under todos', () => {
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

  const under = (parent: { id: string }, title: string, details: object = {}) =>
    todo(ada, { title, parentId: parent.id, ...details });
  /** One below the other. */
  const chain = (titles: string, details: object = {}) => todoChain(ada, titles, details);
  const get = async ({ id }: { id: string }) => (await ada.api.get(`/todos/${id}`)).body;
  const patch = (moved: { id: string }, changes: object) => ada.api.patch(`/todos/${moved.id}`, changes);
  const complete = (which: { id: string }) => ada.api.put(`/todos/${which.id}/completion`);
  const reopen = (which: { id: string }) => ada.api.delete(`/todos/${which.id}/completion`);
  const done = async () => (await titlesOf(ada, 'done=true&sort=newest')).sort().join('');
  const depths = async () => {
    const rows = await kitchen.sql<{ title: string; depth: number }>`
      select title, depth from todos where owner_id = ${ada.id} order by title`;
    return rows.map(({ title, depth }) => `${title}${depth}`).join(' ');
  };
  const refusalOf = ({ status, body }: { status: number; body: { errors?: { pointer: string; code: string }[] } }) => [
    status,
    body.errors?.[0]?.pointer,
    body.errors?.[0]?.code,
  ];

  it('are in the list of their parent, are found by it and counted with it', async () => {
    const list = await todoList(ada);
    const cake = await todo(ada, { title: 'Cake', listId: list.id });
    const eggs = await under(cake, 'Eggs');
    await under(cake, 'Flour', { listId: list.id });
    await under(eggs, 'Ask the neighbour');
    await complete(eggs);

    expect(await get(eggs)).toMatchObject({ parentId: cake.id, listId: list.id });
    expect(await get(cake)).toMatchObject({ parentId: null, subtaskCounts: { done: 1, total: 2 } });
    expect(await titlesOf(ada, `parent=${cake.id}`)).toEqual(['Eggs', 'Flour']);
    expect(await titlesOf(ada, `list=${list.id}&parent=none`)).toEqual(['Cake']);
    const [listed] = (await ada.api.get(`/todos?parent=none&list=${list.id}`)).body.items;
    expect(listed).toEqual(await get(cake));
  });

  it('are five levels deep at most, whether made or moved there', async () => {
    const [a, b, , , e] = (await chain('abcde')) as [TodoAnswer, TodoAnswer, TodoAnswer, TodoAnswer, TodoAnswer];
    expect(refusalOf(await ada.api.post('/todos', { title: 'f', parentId: e.id }))).toEqual([
      422,
      '/parentId',
      'todos.too_deep',
    ]);
    const [x, y] = (await chain('xy')) as [TodoAnswer, TodoAnswer];
    expect(refusalOf(await patch(a, { parentId: x.id }))).toEqual([422, '/parentId', 'todos.too_deep']);
    expect(refusalOf(await patch(b, { parentId: y.id }))).toEqual([422, '/parentId', 'todos.too_deep']);
    expect((await patch(b, { parentId: x.id })).body.parentId).toBe(x.id);
    expect(await depths()).toBe('a1 b2 c3 d4 e5 x1 y2');
    expect((await patch(b, { parentId: null })).body.parentId).toBeNull();
    expect(await depths()).toBe('a1 b1 c2 d3 e4 x1 y2');
  });

  it('are never below themselves', async () => {
    const [a, b, c] = (await chain('abc')) as [TodoAnswer, TodoAnswer, TodoAnswer];
    for (const parent of [a, b, c])
      expect(refusalOf(await patch(a, { parentId: parent.id }))).toEqual([422, '/parentId', 'todos.own_descendant']);
    expect(await depths()).toBe('a1 b2 c3');
  });

  it('are kept from cycles and from a sixth level by the database itself', async () => {
    const [a, , c] = await chain('abcde');
    const move = kitchen.sql`update todos set parent_id = ${c!.id}, parent_depth = 3, depth = 4 where id = ${a!.id}`;
    await expect(move).rejects.toThrow('todos_depth_check');
    const deeper = kitchen.sql`
      insert into todos (id, owner_id, list_id, title, position, parent_id, parent_depth, depth)
      select ${NO_ID}, owner_id, list_id, 'f', 'a0', id, depth, 6 from todos where title = 'e' and owner_id = ${ada.id}`;
    await expect(deeper).rejects.toThrow('todos_depth_check');
    expect(await depths()).toBe('a1 b2 c3 d4 e5');
  });

  it('are never below themselves after parallel moves under each other', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await todo(ada), await todo(ada)];
      const answers = await Promise.all([patch(a, { parentId: b.id }), patch(b, { parentId: a.id })]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    }
  });

  it('form no cycle and no sixth level when many of two lists are moved under each other at once', async () => {
    const [one, two] = [await todoList(ada), await todoList(ada)];
    const made = await Promise.all(TWENTY.map((i) => todo(ada, { title: `t${i}`, listId: (i % 2 ? one : two).id })));
    const moves = await Promise.all(
      [...TWENTY, ...TWENTY].map((_, i) => patch(made[(i * 7) % 20]!, { parentId: made[(i * 11 + 3) % 20]!.id })),
    );
    expect(moves.filter(({ status }) => ![200, 422].includes(status)).map(({ text }) => text)).toEqual([]);
    const [counts] = await kitchen.sql`
      with recursive reached as (
        select id, list_id, 1 as depth from todos where owner_id = ${ada.id} and parent_id is null
        union all
        select todos.id, todos.list_id, reached.depth + 1 from todos
        join reached on todos.parent_id = reached.id and todos.list_id = reached.list_id)
      select count(*)::int as reached, max(reached.depth) <= 5 as "isShallow",
        bool_and(reached.depth = todos.depth) as "isExact"
      from reached join todos using (id)`;
    expect(counts).toEqual({ reached: 20, isShallow: true, isExact: true });
  });

  it('go along when what is above them goes to another list', async () => {
    const list = await todoList(ada);
    const [a, b, c] = (await chain('abc')) as [TodoAnswer, TodoAnswer, TodoAnswer];
    const before = await ada.api.get(`/todos/${c.id}`);
    await patch(a, { listId: list.id });
    expect([(await get(b)).listId, (await get(c)).listId]).toEqual([list.id, list.id]);
    // The change is one of theirs as well.
    const stale = { 'if-match': before.headers.get('etag')! };
    expect((await ada.api.patch(`/todos/${c.id}`, { title: 'C' }, stale)).status).toBe(412);

    expect((await patch(b, { listId: a.listId })).body).toMatchObject({ parentId: null, listId: a.listId });
    expect(await get(c)).toMatchObject({ parentId: b.id, listId: a.listId });
    expect((await patch(c, { parentId: a.id })).body).toMatchObject({ parentId: a.id, listId: list.id });
    expect(await depths()).toBe('a1 b1 c2');
  });

  it('refuse parents that are foreign, gone, elsewhere or no ids, by name', async () => {
    const eve = await kitchen.member();
    const [foreign, gone] = [await todo(eve, { title: 'Secret' }), await todo(ada)];
    await ada.api.delete(`/todos/${gone.id}`);
    const elsewhere = await todo(ada, { listId: (await todoList(ada)).id });
    const mine = await todo(ada);
    const bad: [parentId: unknown, code: string, listId?: string][] = [
      [foreign.id, 'todos.not_found'],
      [gone.id, 'todos.not_found'],
      [NO_ID, 'todos.not_found'],
      ['7', 'field.is_uuid'],
      [7, 'field.is_uuid'],
      [[mine.id], 'field.is_uuid'],
      [elsewhere.id, 'todos.parent_in_other_list', mine.listId],
    ];
    for (const [parentId, code, listId] of bad) {
      const fields = { title: 'x', parentId, listId };
      expect(refusalOf(await ada.api.post('/todos', fields))).toEqual([422, '/parentId', code]);
      const moved = await patch(mine, fields);
      expect(refusalOf(moved)).toEqual([422, '/parentId', code]);
      expect(moved.text).not.toContain('Secret');
    }
    expect(await get(mine)).toMatchObject({ title: 'Bake', parentId: null });
  });

  it('are arranged among those with the same parent, and beside nobody else', async () => {
    const cake = await todo(ada, { title: 'Cake' });
    const [a, b, c] = [await under(cake, 'a'), await under(cake, 'b'), await under(cake, 'c')];
    const order = async () => (await titlesOf(ada, `parent=${cake.id}`)).join('');
    await patch(c, { position: { before: a.id } });
    expect(await order()).toBe('cab');
    const other = await todo(ada, { title: 'o' });
    expect(refusalOf(await patch(b, { position: { before: cake.id } }))[2]).toBe('todos.neighbour_not_found');
    expect(refusalOf(await patch(other, { position: { after: a.id } }))[2]).toBe('todos.neighbour_not_found');
    await patch(other, { parentId: cake.id, position: { after: c.id } });
    expect(await order()).toBe('coab');
    await under(cake, 'n', { position: { before: b.id } });
    expect(await order()).toBe('coanb');
  });

  it('are completed with their parent, and just those are opened again with it', async () => {
    const [a, b, c] = (await chain('abc')) as [TodoAnswer, TodoAnswer, TodoAnswer];
    await under(a, 'd');
    await complete(c);
    const completed = await complete(a);
    expect(completed.body).toMatchObject({ isDone: true, subtaskCounts: { done: 2, total: 2 } });
    expect(await done()).toBe('abcd');
    expect((await complete(a)).body).toEqual(completed.body);

    expect((await reopen(a)).body).toMatchObject({ isDone: false, subtaskCounts: { done: 0, total: 2 } });
    expect(await done()).toBe('c');
    expect((await reopen(a)).status).toBe(200);

    // One that was opened and completed on its own meanwhile is not the parent's any more.
    await complete(a);
    await reopen(b);
    expect(await done()).toBe('acd');
    await complete(b);
    await reopen(a);
    expect(await done()).toBe('bc');
  });

  it('give their counts exactly while twenty requests complete and open them', async () => {
    const cake = await todo(ada, { title: 'Cake' });
    const parts = await Promise.all(TWENTY.map((i) => under(cake, `p${i}`)));
    await Promise.all(parts.map((part, i) => (i % 4 ? complete(part) : complete(cake).then(() => reopen(part)))));
    const [row] = await kitchen.sql`
      select count(*)::int as total, count(completed_at)::int as done from todos where parent_id = ${cake.id}`;
    expect((await get(cake)).subtaskCounts).toEqual(row);
    expect(row).toMatchObject({ total: 20 });
  });

  it('are completed once by many who complete the parent with one tag', async () => {
    const made = await ada.api.post('/todos', { title: 'Cake' });
    await under(made.body, 'Eggs');
    const ifMatch = { 'if-match': made.headers.get('etag')! };
    const answers = await Promise.all(
      TWENTY.map(() => ada.api.put(`/todos/${made.body.id}/completion`, undefined, ifMatch)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
  });

  describe('that recur', () => {
    const daily = { due: { date: '2030-01-01' }, recurrence: { rule: 'FREQ=DAILY;COUNT=2' } };

    it('untick what is below them as they move on, and tick it again as they are taken back', async () => {
      const cake = await todo(ada, { title: 'c', ...daily });
      const [a, b] = [await under(cake, 'a'), await under(cake, 'b')];
      await complete(a);
      expect((await complete(cake)).body).toMatchObject({
        isDone: false,
        due: { date: '2030-01-02' },
        subtaskCounts: { done: 0, total: 2 },
      });
      expect(await done()).toBe('');
      await complete(b);
      // The last one: there is nothing left to do.
      expect((await complete(cake)).body).toMatchObject({ isDone: true, subtaskCounts: { done: 2, total: 2 } });
      expect((await reopen(cake)).body).toMatchObject({ isDone: false, due: { date: '2030-01-02' } });
      expect(await done()).toBe('b');
      await reopen(b);
      expect((await reopen(cake)).body).toMatchObject({
        due: { date: '2030-01-01' },
        subtaskCounts: { done: 1, total: 2 },
      });
      expect(await done()).toBe('a');
    });

    it('are completed as a whole with their parent, and opened with it where they were', async () => {
      const cake = await todo(ada, { title: 'c' });
      const oven = await under(cake, 'o', daily);
      await complete(oven);
      await complete(cake);
      expect(await get(oven)).toMatchObject({ isDone: true, due: { date: '2030-01-02' } });
      await reopen(oven);
      expect(await get(oven)).toMatchObject({ isDone: false, due: { date: '2030-01-02' } });
      await complete(oven);
      await reopen(cake);
      expect(await get(oven)).toMatchObject({ isDone: true });
      expect((await ada.api.get(`/todos/${oven.id}/occurrences`)).body.items).toHaveLength(2);
    });
  });
});
