import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { NO_ID, todo, todoList } from '../support/todos.js';

/** Bodies that are refused, and the field at fault. */
const CONTENT: [what: string, fields: object, pointer: string][] = [
  ['a title of blanks', { title: ' \t ' }, '/title'],
  ['a title of 501 characters', { title: 'x'.repeat(501) }, '/title'],
  ['a title of 10,000 characters', { title: '😀'.repeat(10_000) }, '/title'],
  ['a title that is a number', { title: 7 }, '/title'],
  ['a title that is null', { title: null }, '/title'],
  ['a title with NUL', { title: 'a\0b' }, '/title'],
  ['half a surrogate pair', { notes: 'a\ud83d' }, '/notes'],
  ['NUL in a label', { labels: ['ok', 'a\0'] }, '/labels/1'],
  ['notes of 20,001 characters', { notes: 'x'.repeat(20_001) }, '/notes'],
  ['notes that are an object', { notes: {} }, '/notes'],
  ['priority 0', { priority: 0 }, '/priority'],
  ['priority 5', { priority: 5 }, '/priority'],
  ['priority 1.5', { priority: 1.5 }, '/priority'],
  ['priority as text', { priority: '1' }, '/priority'],
  ['no priority', { priority: null }, '/priority'],
  ['labels as text', { labels: 'errand' }, '/labels'],
  ['labels as an object', { labels: { 0: 'errand' } }, '/labels'],
  ['21 labels', { labels: Array.from({ length: 21 }, (_, i) => `l${i}`) }, '/labels'],
  ['an empty label', { labels: [''] }, '/labels'],
  ['a label of 51 characters', { labels: ['x'.repeat(51)] }, '/labels'],
  ['a label that is a number', { labels: ['a', 1] }, '/labels'],
  ['a label that is a list', { labels: [['a']] }, '/labels'],
  ['no labels', { labels: null }, '/labels'],
  ['a list that is no UUID', { listId: 'inbox' }, '/listId'],
  ['a list that is null', { listId: null }, '/listId'],
  ['a list that is nobody’s', { listId: NO_ID }, '/listId'],
  ['due as text', { due: '2026-11-24' }, '/due'],
  ['due as a list', { due: [{ date: '2026-11-24' }] }, '/due'],
  ['30 February', { due: { date: '2026-02-30' } }, '/due/date'],
  ['29 February in a common year', { due: { date: '2026-02-29' } }, '/due/date'],
  ['month 13', { due: { date: '2026-13-01' } }, '/due/date'],
  ['day 0', { due: { date: '2026-11-00' } }, '/due/date'],
  ['year 0', { due: { date: '0000-01-01' } }, '/due/date'],
  ['year 10000', { due: { date: '10000-01-01' } }, '/due/date'],
  ['a date with a time', { due: { date: '2026-11-24T10:00:00Z' } }, '/due/date'],
  ['a date without zeros', { due: { date: '2026-1-4' } }, '/due/date'],
  ['a date that is a number', { due: { date: 20261124 } }, '/due/date'],
  ['a date that is null', { due: { date: null } }, '/due/date'],
  ['24:00', { due: { date: '2026-11-24', time: '24:00' } }, '/due/time'],
  ['a time with seconds', { due: { date: '2026-11-24', time: '10:00:00' } }, '/due/time'],
  ['a time of one digit', { due: { date: '2026-11-24', time: '9:30' } }, '/due/time'],
  ['a time that is a list', { due: { date: '2026-11-24', time: ['10:00'] } }, '/due/time'],
  ['an unknown time zone', { due: { date: '2026-11-24', time: '10:00', timezone: 'Mars/Olympus' } }, '/due/timezone'],
  ['an offset', { due: { date: '2026-11-24', time: '10:00', timezone: '+01:00' } }, '/due/timezone'],
  ['an empty time zone', { due: { date: '2026-11-24', time: '10:00', timezone: '' } }, '/due/timezone'],
  ['a time zone that is an object', { due: { date: '2026-11-24', time: '10:00', timezone: {} } }, '/due/timezone'],
  ['a time zone without a time', { due: { date: '2026-11-24', timezone: 'Europe/Berlin' } }, '/due/timezone'],
  ['an unknown part of due', { due: { date: '2026-11-24', at: '10:00' } }, '/due/at'],
  ['a reminder that is a list', { reminders: [[]] }, '/reminders'],
  [
    'reminders of different kinds in a list',
    { reminders: [{ minutesBefore: 1 }, [{ minutesBefore: 1 }]] },
    '/reminders',
  ],
  ['a place as text', { position: 'a0' }, '/position'],
  ['a place as a list', { position: [] }, '/position'],
  ['no place', { position: null }, '/position'],
  ['a place beside nothing', { position: {} }, '/position/before'],
  ['a place beside no UUID', { position: { after: '7' } }, '/position/after'],
  ['a place before null', { position: { before: null } }, '/position/before'],
  ['a place after null', { position: { after: null } }, '/position/after'],
  ['a place on both sides', { position: { before: NO_ID, after: NO_ID } }, '/position/after'],
  ['an unknown part of a place', { position: { before: NO_ID, index: 1 } }, '/position/index'],
  ['a neighbour that is nobody’s', { position: { before: NO_ID } }, '/position/before'],
  ['a field that is not known', { subtasks: [] }, '/subtasks'],
  ['a field that is not for clients', { completedAt: '2026-11-24T10:00:00.000Z' }, '/completedAt'],
  ['isDone, which has an address of its own', { isDone: true }, '/isDone'],
  ['an owner', { ownerId: NO_ID }, '/ownerId'],
];

const QUERIES = [
  'list=inbox',
  'list=',
  'done=',
  'done=1',
  'done=TRUE',
  'done=true&done=false',
  'due=tomorrow',
  'due=today&due=week',
  'label=',
  `label=${'x'.repeat(51)}`,
  'label=a%00b',
  'label[]=a',
  'priority=0',
  'priority=5',
  'priority=high',
  'priority=',
  'sort=title',
  'sort=position;drop%20table%20todos',
  'sort=',
  'limit=0',
  'limit=101',
  'limit=ten',
  'cursor=AAAA',
  'cursor=',
  'offset=10',
  'ownerId=x',
];

describe('bad input for todos', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const pointersOf = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

  it.each(CONTENT)('refuses %s, by name', async (_, fields, pointer) => {
    const before = await todo(ada, { title: 'As it was', labels: ['kept'] });
    const [count] = await kitchen.sql`select count(*) from todos`;
    const created = await ada.api.post('/todos', { title: 'New', ...fields });
    expect([created.status, created.headers.get('content-type')]).toEqual([
      422,
      expect.stringContaining('problem+json'),
    ]);
    expect(pointersOf(created.body)).toEqual([pointer]);
    expect(await kitchen.sql`select count(*) from todos`).toEqual([count]);

    const changed = await ada.api.patch(`/todos/${before.id}`, { title: 'Changed', ...fields });
    expect([changed.status, pointersOf(changed.body)]).toEqual([422, [pointer]]);
    expect((await ada.api.get(`/todos/${before.id}`)).body).toEqual(before);
  });

  it('refuses a neighbour by name even where there is no inbox yet', async () => {
    const newcomer = await kitchen.member();
    const { status, body } = await newcomer.api.post('/todos', { title: 'x', position: { after: NO_ID } });
    expect([status, pointersOf(body)]).toEqual([422, ['/position/after']]);
    expect(await kitchen.sql`select 1 from todo_lists where owner_id = ${newcomer.id}`).toEqual([]);
  });

  it('names every field that is wrong', async () => {
    const { body } = await ada.api.post('/todos', {
      priority: 9,
      due: { date: 'x', time: 'y', timezone: 'z' },
      colour: 1,
    });
    expect(pointersOf(body).sort()).toEqual([
      '/colour',
      '/due/date',
      '/due/time',
      '/due/timezone',
      '/priority',
      '/title',
    ]);
  });

  it.each([undefined, 'null', '[]', '"x"', '7', '{', '{"title":"x","__proto__":{}}'])(
    'refuses the body %s',
    async (body) => {
      const { status, headers } = await ada.api.post('/todos', body, { 'content-type': 'application/json' });
      expect([400, 422]).toContain(status);
      expect(headers.get('content-type')).toContain('application/problem+json');
    },
  );

  it.each(QUERIES)('refuses the query %s', async (query) => {
    const { status, body } = await ada.api.get(`/todos?${query}`);
    expect([status, body.code]).toEqual([400, expect.stringMatching(/^http\.invalid_(parameter|cursor)$/)]);
  });

  it('refuses a cursor of another sort, and one that was tampered with', async () => {
    await Promise.all(Array.from({ length: 3 }, () => todo(ada)));
    const { nextCursor } = (await ada.api.get('/todos?limit=1&sort=due')).body;
    expect((await ada.api.get(`/todos?sort=due&cursor=${nextCursor}`)).status).toBe(200);
    for (const query of [
      `sort=newest&cursor=${nextCursor}`,
      `cursor=${nextCursor}`,
      `sort=due&cursor=${nextCursor}x`,
    ]) {
      const { status, body } = await ada.api.get(`/todos?${query}`);
      expect([status, body.code]).toEqual([400, 'http.invalid_cursor']);
    }
  });

  it.each([
    ['no name', {}, '/name'],
    ['a name of blanks', { name: '  ' }, '/name'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, '/name'],
    ['a colour by name', { name: 'x', color: 'red' }, '/color'],
    ['a short colour', { name: 'x', color: '#fff' }, '/color'],
    ['a colour with a line after it', { name: 'x', color: '#ffffff\n' }, '/color'],
    ['an inbox', { name: 'x', isInbox: true }, '/isInbox'],
    ['NUL in the name', { name: 'a\0' }, '/name'],
  ])('refuses a list with %s', async (_, body, pointer) => {
    const { status, body: problem } = await ada.api.post('/todo-lists', body);
    expect([status, pointersOf(problem)]).toEqual([422, [pointer]]);
    expect((await ada.api.get('/todo-lists')).body.items).toHaveLength(1);
  });

  it.each([
    ['name', null],
    ['isArchived', 'true'],
    ['isArchived', null],
    ['position', null],
    ['position', { before: 'x' }],
  ])('refuses to change a list’s %s to %p', async (field, value) => {
    const list = await todoList(ada);
    const { status, body } = await ada.api.patch(`/todo-lists/${list.id}`, { [field]: value });
    expect(status).toBe(422);
    expect(pointersOf(body)[0]).toMatch(new RegExp(`^/${field}`));
    expect((await ada.api.get(`/todo-lists/${list.id}`)).body).toEqual(list);
    await ada.api.delete(`/todo-lists/${list.id}`);
  });

  it.each(['/todos/7', '/todo-lists/inbox', "/todos/'%20or%201=1", '/todos/7/completion'])(
    'finds %s malformed',
    async (path) => {
      const method = path.endsWith('completion') ? 'PUT' : 'GET';
      expect((await ada.api.send(method, path)).status).toBe(400);
    },
  );
});
