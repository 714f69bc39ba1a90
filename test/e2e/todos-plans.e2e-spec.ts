import pg from 'pg';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { titlesOf, todo, todoList, type TodoAnswer, withoutNotingChanges } from '../support/todos.js';
import { statementsOfRequests } from '../support/statements.js';

describe('filters of todos', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let list: TodoAnswer;
  let parent: TodoAnswer;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
    list = await todoList(ada);
    parent = await todo(ada, { title: 'Parent', listId: list.id });
    await withoutNotingChanges(
      kitchen,
      () => kitchen.sql`
      insert into todos (id, owner_id, list_id, title, position, priority, labels, due_date, due_at, completed_at)
      select gen_random_uuid(), ${ada.id}, ${parent.listId}, 'x', 'b' || n, case n % 1000 when 0 then 1 else 4 end,
        case n % 1000 when 1 then array['rare'] else '{}' end,
        case when n % 500 = 2 then null else date '2020-01-01' + n % 1000 end,
        case when n % 500 = 2 then 'infinity' else timestamptz '2020-01-01' + n % 1000 * interval '1 day' end,
        case when n % 1000 <> 3 then now() - n * interval '1 hour' end
      from generate_series(1, 30000) n`,
    );
    await kitchen.sql`analyze todos`;
  }, 60_000);
  afterAll(() => kitchen.close());
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['sort=due', 'todos_due_idx'],
    ['sort=newest', 'todos_newest_idx'],
    ['done=false', 'todos_open'],
    ['done=false&sort=due', 'todos_open_due_idx'],
    ['due=overdue', 'todos_open'],
    ['due=overdue&sort=due', 'todos_open_due_idx'],
    ['due=today', '_due_idx'],
    ['due=week&sort=due', '_due_idx'],
    ['due=none', 'todos_due_idx'],
    ['doneSince=2999-01-01T00:00:00Z', 'todos_done_idx'],
    ['priority=1', 'todos_priority_idx'],
    ['label=rare', 'todos_labels_idx'],
    ['parent=PARENT', 'todos_parent_idx'],
    ['/todo-labels', 'todos_labelled_idx'],
  ])('%s are found by %s', async (query, index) => {
    const path = query.startsWith('/') ? query : `/todos?${query.replace('PARENT', parent.id)}`;
    const statements = await statementsOfRequests(async () => {
      expect((await ada.api.get(path)).status).toBe(200);
    });
    const { text, values } = statements.at(-1)!;
    const client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    const { rows } = await client.query({ text: `explain ${text}`, values: [...values] });
    await client.end();
    const plan = rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
    // The counts of what is below each row have an index of their own.
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
  });

  it('show what was done since', async () => {
    const grace = await kitchen.member();
    const { id } = await todo(grace, { title: 'Done' });
    await todo(grace, { title: 'Open' });
    const before = new Date(Date.now() - 60_000).toISOString();
    await grace.api.put(`/todos/${id}/completion`);
    expect(await titlesOf(grace, `doneSince=${before}`)).toEqual(['Done']);
    expect(await titlesOf(grace, `doneSince=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
    for (const bad of ['', 'yesterday', '2026-02-30T00:00:00Z'])
      expect((await grace.api.get(`/todos?doneSince=${bad}`)).status).toBe(400);
  });
});
