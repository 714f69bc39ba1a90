import fc from 'fast-check';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { titlesOf, todo, type TodoAnswer, todoList } from '../support/todos.js';

describe('the order of todos', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    // Enough connections for moves to meet.
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member();
  });

  async function move({ id }: TodoAnswer, to: object): Promise<void> {
    const { status, text } = await ada.api.patch(`/todos/${id}`, to);
    if (status !== 200) throw new Error(text);
  }
  async function make(titles: string, details: object = {}): Promise<TodoAnswer[]> {
    const made: TodoAnswer[] = [];
    for (const title of titles) made.push(await todo(ada, { title, ...details }));
    return made;
  }
  async function distinctPositions(): Promise<number> {
    const rows = await kitchen.sql`select distinct position from todos where owner_id = ${ada.id}`;
    return rows.length;
  }
  const order = async (query = '') => (await titlesOf(ada, query)).join('');

  it('is the one in which they were made, until they are moved', async () => {
    const [a, b, c, d] = (await make('abcd')) as [TodoAnswer, TodoAnswer, TodoAnswer, TodoAnswer];
    expect(await order()).toBe('abcd');
    await move(d, { position: { before: a.id } });
    expect(await order()).toBe('dabc');
    await move(a, { position: { after: c.id } });
    expect(await order()).toBe('dbca');
    await move(b, { position: { before: a.id } });
    expect(await order()).toBe('dcba');
    // It is there already.
    await move(b, { position: { after: c.id } });
    await move(b, { position: { before: a.id } });
    expect(await order()).toBe('dcba');
    await todo(ada, { title: 'e', position: { after: c.id } });
    await make('f');
    expect(await order()).toBe('dcebaf');
  });

  it('changes in the list they are moved to, and stays as it was in the other', async () => {
    const list = await todoList(ada);
    const [, b, c] = await make('abc');
    const [x, y] = await make('xy', { listId: list.id });
    await move(b!, { listId: list.id, position: { before: y!.id }, title: 'B' });
    expect(await order(`list=${list.id}`)).toBe('xBy');
    expect(await order(`list=${c!.listId}`)).toBe('ac');
    await move(x!, { listId: c!.listId });
    expect(await order(`list=${c!.listId}`)).toBe('acx');
    const { status, body } = await ada.api.patch(`/todos/${y!.id}`, { position: { after: c!.id } });
    expect([status, body.errors[0].code]).toEqual([422, 'todos.neighbour_not_found']);
    expect(await order(`list=${list.id}`)).toBe('By');
  });

  it('is not changed by naming the list that a todo is in', async () => {
    const [a] = await make('ab');
    await move(a!, { listId: a!.listId.toUpperCase(), title: 'A' });
    expect(await order()).toBe('Ab');
  });

  it('is strict after fifty parallel moves, and nothing is lost', async () => {
    const made = await make('abcdefghij');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const neighbour = made[(i * 7 + 3) % 10]!;
        const moved = made[(i * 7 + 4 + (i % 8)) % 10]!;
        return ada.api.patch(`/todos/${moved.id}`, {
          position: i % 2 ? { before: neighbour.id } : { after: neighbour.id },
        });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect([...(await order())].sort().join('')).toBe('abcdefghij');
    expect(await distinctPositions()).toBe(10);
  });

  it('is as each wanted when fifty go to the front at once', async () => {
    const [first] = await make('a');
    const rest = await Promise.all(Array.from({ length: 50 }, (_, i) => todo(ada, { title: `t${i}` })));
    await Promise.all(rest.map((moved) => move(moved, { position: { before: first!.id } })));
    const titles = await titlesOf(ada);
    expect(titles.at(-1)).toBe('a');
    expect(new Set(titles).size).toBe(51);
    expect(await distinctPositions()).toBe(51);
  });

  it('does not wear out when a todo is put where it is already', async () => {
    const [a, , c] = await make('abc');
    const once = await ada.api.patch(`/todos/${a!.id}`, { position: { before: c!.id } });
    const again = await ada.api.patch(`/todos/${a!.id}`, { position: { before: c!.id } });
    expect(again.body.position).toBe(once.body.position);
    expect(await order()).toBe('bac');
  });

  it('gets short keys again when there is no room left, with everything in its place', async () => {
    const [a, b, c] = await make('abc');
    const other = await todo(ada, { listId: (await todoList(ada)).id, title: 'z' });
    await kitchen.sql`update todos set position = ${`a0${'0'.repeat(97)}1`} where id = ${a!.id}`;
    await kitchen.sql`update todos set position = ${`a0${'0'.repeat(97)}2`} where id = ${b!.id}`;
    await move(c!, { position: { before: b!.id } });
    expect(await order(`list=${a!.listId}`)).toBe('acb');
    const rows = await kitchen.sql<{
      id: string;
      position: string;
    }>`select id, position from todos where owner_id = ${ada.id}`;
    expect(rows.every(({ position }) => position.length < 20)).toBe(true);
    expect(rows.find(({ id }) => id === other.id)!.position).toBe(other.position);
    await make('d');
    expect(await order(`list=${a!.listId}`)).toBe('acbd');
  });

  it('finds room between two that got the same key', async () => {
    const [a, b, c, d] = await make('abcd');
    await kitchen.sql`update todos set position = ${a!.position} where id in (${b!.id}, ${c!.id})`;
    const tied = (await order()).slice(0, 3);
    const first = [a!, b!, c!].find(({ title }) => title === tied[0]);
    await move(d!, { position: { after: first!.id } });
    expect(await order()).toBe(`${tied[0]}d${tied.slice(1)}`);
  });

  it('follows any sequence of what one can do, as an array would', async () => {
    const at = fc.nat({ max: 1_000 });
    const step = fc.oneof(
      fc.record({ does: fc.constant('create' as const) }),
      fc.record({ does: fc.constant('insert' as const), at, side: fc.constantFrom('before', 'after') }),
      fc.record({ does: fc.constant('move' as const), from: at, at, side: fc.constantFrom('before', 'after') }),
      fc.record({ does: fc.constant('delete' as const), at }),
      fc.record({ does: fc.constant('complete' as const), at }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const list = await todoList(ada);
        const model: TodoAnswer[] = [];
        const place = (side: string, { id }: TodoAnswer) => ({ position: { [side]: id } });
        for (const [i, action] of steps.entries()) {
          const title = `t${i}`;
          const nth = (n: number) => n % model.length;
          if (action.does === 'create' || model.length === 0) {
            model.push(await todo(ada, { title, listId: list.id }));
          } else if (action.does === 'insert') {
            const neighbour = nth(action.at);
            const made = await todo(ada, { title, listId: list.id, ...place(action.side, model[neighbour]!) });
            model.splice(action.side === 'before' ? neighbour : neighbour + 1, 0, made);
          } else if (action.does === 'move') {
            const [moved] = model.splice(nth(action.from), 1);
            if (model.length > 0) {
              const neighbour = nth(action.at);
              await move(moved!, place(action.side, model[neighbour]!));
              model.splice(action.side === 'before' ? neighbour : neighbour + 1, 0, moved!);
            } else model.push(moved!);
          } else if (action.does === 'delete') {
            const [gone] = model.splice(nth(action.at), 1);
            await ada.api.delete(`/todos/${gone!.id}`);
          } else {
            await ada.api.put(`/todos/${model[nth(action.at)]!.id}/completion`);
          }
        }
        expect(await titlesOf(ada, `list=${list.id}`, 7)).toEqual(model.map(({ title }) => title));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
