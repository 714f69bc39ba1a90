import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { titlesOf, todoList } from '../support/todos.js';

const NOW = '2026-11-25T10:00:00Z';

describe('quick add', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member({ timezone: 'Europe/Berlin' });
  });

  const LINE = 'Pay rent every month on the 1st 9am !1 #home @bank';
  const PARTS = [
    { kind: 'recurrence', text: 'every month on the 1st', start: 9, end: 31 },
    { kind: 'due', text: '9am', start: 32, end: 35 },
    { kind: 'priority', text: '!1', start: 36, end: 38 },
    { kind: 'list', text: '#home', start: 39, end: 44 },
    { kind: 'label', text: '@bank', start: 45, end: 50 },
  ];

  it('makes a todo of a line, and says what of it was understood', async () => {
    const home = await todoList(ada, 'Home');
    const { status, headers, body } = await ada.api.post('/todos/quick', { text: LINE, now: NOW });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/todos/${body.id}`);
    const { understood, ...todo } = body;
    expect(todo).toEqual((await ada.api.get(`/todos/${body.id}`)).body);
    expect(todo).toMatchObject({
      title: 'Pay rent',
      listId: home.id,
      priority: 1,
      labels: ['bank'],
      due: { date: '2026-12-01', time: '09:00', timezone: 'Europe/Berlin' },
      recurrence: { rule: 'FREQ=MONTHLY;BYMONTHDAY=1', anchor: 'due' },
    });
    expect(understood).toEqual(PARTS);
    const ifMatch = { 'if-match': headers.get('etag')! };
    expect((await ada.api.patch(`/todos/${body.id}`, { title: 'Rent' }, ifMatch)).status).toBe(200);
  });

  it('shows what it would make, and makes nothing', async () => {
    const line = { text: 'Call tomorrow at 8 #nowhere', now: NOW, timezone: 'Pacific/Auckland' };
    const { status, body } = await ada.api.post('/todos/quick/preview', line);
    expect([status, body]).toEqual([
      200,
      {
        title: 'Call #nowhere',
        listId: null,
        priority: 4,
        labels: [],
        due: { date: '2026-11-26', time: '08:00', timezone: 'Pacific/Auckland' },
        recurrence: null,
        understood: [{ kind: 'due', text: 'tomorrow at 8', start: 5, end: 18 }],
      },
    ]);
    expect(await titlesOf(ada)).toEqual([]);
  });

  it('knows no lists but one’s own, and none in the trash', async () => {
    const eve = await kitchen.member();
    await todoList(eve, 'Secret');
    const gone = await todoList(ada, 'Gone');
    await ada.api.delete(`/todo-lists/${gone.id}`);
    const { body } = await ada.api.post('/todos/quick', { text: 'Look into #secret and #gone' });
    expect(body).toMatchObject({ title: 'Look into #secret and #gone', understood: [] });
  });

  it.each([
    ['no text', {}, '/text'],
    ['an empty text', { text: '' }, '/text'],
    ['10,000 characters', { text: 'x'.repeat(10_000) }, '/text'],
    ['a title of 501 characters', { text: `${'x'.repeat(501)} tomorrow` }, '/text'],
    ['blanks', { text: '   ' }, '/text'],
    ['a text that is no text', { text: ['tomorrow'] }, '/text'],
    ['NUL', { text: 'a\0' }, '/text'],
    ['an unknown time zone', { text: 'x', timezone: 'Mars/Olympus' }, '/timezone'],
    ['a date that does not exist', { text: 'x', now: '2026-02-30T00:00:00Z' }, '/now'],
    ['the year 9999', { text: 'x tomorrow', now: '9999-12-31T23:59:59Z' }, '/now'],
    ['the year 1', { text: 'x tomorrow', now: '0001-01-01T00:00:00Z' }, '/now'],
    ['a moment without a zone', { text: 'x', now: '2026-02-01T00:00:00' }, '/now'],
    ['another field', { text: 'x', title: 'y' }, '/title'],
  ])('refuses %s', async (_, line, pointer) => {
    for (const path of ['/todos/quick', '/todos/quick/preview']) {
      const { status, body } = await ada.api.post(path, line);
      expect([status, body.errors?.[0].pointer]).toEqual([422, pointer]);
    }
    expect(await titlesOf(ada)).toEqual([]);
  });

  it.each(['2000-01-01T00:00:00Z', '2199-12-31T23:59:59Z'])('answers whatever is said at %s', async (now) => {
    for (const text of [
      'x tomorrow',
      'x every day',
      'x next month',
      'x every 29 feb',
      'x on the 31st',
      'x in 100000 years',
      'x in 1e9 days',
      'x every 999 years',
      'x 1 jan 9999',
      'x in 7000 years',
    ])
      expect((await ada.api.post('/todos/quick', { text, now })).status).toBeLessThan(500);
  });
});
