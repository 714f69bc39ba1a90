import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';
import { calendarOf, sendFile, todoistOf, vtodo } from '../support/todo-files.js';
import { todo, todoList } from '../support/todos.js';
import { personalToken } from '../support/tokens.js';
import { unzip } from '../support/unzip.js';

type Item = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- todos as the API has them

describe('todos from a file', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member({ timezone: 'Europe/Berlin' });
  });

  const todosOf = async (owner: Member) => (await owner.api.get('/todos?sort=position&limit=100')).body.items as Item[];
  const listsOf = async (owner: Member) => (await owner.api.get('/todo-lists?limit=100')).body.items as Item[];

  it('brings an export of one’s own into an empty account, as far as a calendar can carry it', async () => {
    const garden = await todoList(ada, 'Garden, "front"; back');
    const first = await todo(ada, {
      title: 'Plant; trees, \\ and 🌳',
      notes: 'one\ntwo\n\nthree',
      priority: 1,
      listId: garden.id,
    });
    const child = await todo(ada, { title: 'Dig', parentId: first.id, labels: ['a,b', 'c d'], priority: 2 });
    await todo(ada, { title: 'Deeper', parentId: child.id, priority: 3 });
    const due = { date: '2027-03-20', time: '09:30', timezone: 'America/New_York' };
    await todo(ada, { title: 'Weekly', due, recurrence: { rule: 'FREQ=WEEKLY;BYDAY=SA,SU' } });
    await todo(ada, { title: 'Day', due: { date: '2027-02-28' } });
    const again = { rule: 'FREQ=MONTHLY', anchor: 'completion' };
    await todo(ada, { title: 'Completion', due: { date: '2027-01-31' }, recurrence: again });
    const put = await todo(ada, { title: 'Put off', due: { date: '2027-01-04' }, recurrence: { rule: 'FREQ=WEEKLY' } });
    await ada.api.patch(`/todos/${put.id}`, { due: { date: '2027-01-06' } });
    const done = await todo(ada, { title: 'Done', due: { ...due, timezone: 'UTC' } });
    await ada.api.put(`/todos/${done.id}/completion`);
    const headers = { authorization: `Bearer ${ada.accessToken}` };
    const archive = await fetch(`${kitchen.origin}/api/v1/users/me/export`, { headers });
    const file = (await unzip(Buffer.from(await archive.arrayBuffer()))).get('todos.ics')!;

    const grace = await kitchen.member({ timezone: 'Europe/Berlin' });
    const { status, body } = await sendFile(grace, file);

    expect([status, body]).toEqual([
      200,
      { todosCreated: 8, listsCreated: 1, notUnderstoodCount: 0, notUnderstood: [] },
    ]);
    const told = async (owner: Member) => {
      const [todos, lists] = [await todosOf(owner), await listsOf(owner)];
      return todos.map(
        ({ title, notes, priority, labels, due: when, recurrence, isDone, completedAt, createdAt, ...others }) => ({
          ...{ title, notes, priority, labels, due: when, recurrence, isDone, subtaskCounts: others.subtaskCounts },
          times: [completedAt, createdAt].map((time: string | null) => time?.slice(0, 19)),
          list: lists.find(({ id }) => id === others.listId)?.name,
          parent: todos.find(({ id }) => id === others.parentId)?.title,
        }),
      );
    };
    expect(await told(grace)).toEqual(await told(ada));
    const next = async (owner: Member) => {
      const { id } = (await todosOf(owner)).find(({ title }) => title === 'Put off')!;
      return (await owner.api.get(`/todos/${id}/occurrences/next?count=2`)).body;
    };
    expect(await next(grace)).toEqual(await next(ada));
  });

  it('makes of a project of Todoist what it says, and tells what has no place here', async () => {
    const file = todoistOf(
      'task,Bake bread @kitchen @weekend,The strong flour,1,1,Ada (1),,every friday at 5pm,en,,,',
      'task,* Knead,,4,2,Ada (1),,,en,,,',
      'task,Wait,,3,3,Ada (1),,2027-01-08,en,,30,minute',
      'note,"Twice, at least",,,,Ada (1),,,,,,',
      ',,,,,,,,,,,',
      'section,Later,,,,,,,,,,',
      'task,"Clean ""everything""\nwell",,2,1,Ada (1),Bob (2),jeden Tag,de,America/New_York,,',
      'task,Call,,4,1,Ada (1),,2027-01-08 14:30,en,America/New_York,,',
    );
    const { status, body } = await sendFile(ada, `\uFEFF${file}`);

    expect(status).toBe(200);
    expect(body).toMatchObject({ todosCreated: 5, listsCreated: 0 });
    const reasons = (body.notUnderstood as Item[]).map(
      ({ line, reason }) => `${line} ${String(reason).split(/[ ,]/)[0]}`,
    );
    expect(reasons).toEqual(['4 DURATION', '8 RESPONSIBLE', '8 DATE']);
    const [bread, knead, wait, clean, call] = await todosOf(ada);
    expect(bread).toMatchObject({
      ...{ title: 'Bake bread', notes: 'The strong flour', priority: 1, labels: ['kitchen', 'weekend'] },
      due: { time: '17:00', timezone: 'Europe/Berlin' },
      recurrence: { rule: 'FREQ=WEEKLY;BYDAY=FR', anchor: 'due' },
    });
    expect(knead).toMatchObject({ title: 'Knead', parentId: bread!['id'], priority: 4 });
    expect(wait).toMatchObject({
      title: 'Wait',
      parentId: knead!['id'],
      due: { date: '2027-01-08' },
      notes: 'Twice, at least',
    });
    expect(clean).toMatchObject({ title: 'Clean "everything" well', labels: ['Later'], due: null, parentId: null });
    expect(call).toMatchObject({ due: { date: '2027-01-08', time: '14:30', timezone: 'America/New_York' } });
  });

  it('reads what other programs write of a todo', async () => {
    const file = calendarOf(
      'BEGIN:VTIMEZONE',
      'TZID:/freeassociation.sourceforge.net/Europe/Berlin',
      'END:VTIMEZONE',
      ...vtodo(
        'SUMMARY;LANGUAGE=en:Call th',
        ' e dentist',
        'DUE;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270320T093000',
        'LOCATION:Main street 1',
        'URL:https://dentist.example/',
        'DESCRIPTION:Ask\\nfor\\, well\\; everything',
        'X-APPLE-SORT-ORDER:1',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'TRIGGER:-PT30M',
        'END:VALARM',
        'BEGIN:VALARM',
        'TRIGGER;VALUE=DATE-TIME:20270319T080000Z',
        'END:VALARM',
      ),
      ...vtodo('SUMMARY:Moment', 'DUE:20270320T083000Z'),
      ...vtodo('SUMMARY:Floating', 'DTSTART:20270320T093000'),
      ...vtodo('SUMMARY:Day', 'DUE;VALUE=DATE:20270320', 'PRIORITY:9', 'STATUS:IN-PROCESS'),
      ...vtodo('SUMMARY:Off', 'STATUS:CANCELLED'),
      'BEGIN:VEVENT',
      'SUMMARY:Party',
      'END:VEVENT',
    );
    const { body } = await sendFile(ada, file.replaceAll('\r\n', '\n'));

    expect(body).toMatchObject({ todosCreated: 5, notUnderstoodCount: 2 });
    expect((body.notUnderstood as Item[]).map(({ line, text }) => [line, text])).toEqual([
      [file.slice(0, file.indexOf('STATUS:CANCELLED')).split('\n').length, 'STATUS:CANCELLED'],
      [file.slice(0, file.indexOf('BEGIN:VEVENT')).split('\n').length, 'BEGIN:VEVENT'],
    ]);
    const [dentist, moment, floating, day, off] = await todosOf(ada);
    const half = { date: '2027-03-20', time: '09:30', timezone: 'Europe/Berlin' };
    expect(dentist).toMatchObject({
      ...{ title: 'Call the dentist', due: half },
      notes: 'Ask\nfor, well; everything\n\nLocation: Main street 1\n\nLink: https://dentist.example/',
      reminders: [{ minutesBefore: 30 }, { at: '2027-03-19T08:00:00.000Z' }],
    });
    expect([moment!['due'], floating!['due']]).toEqual([half, half]);
    expect(day).toMatchObject({ due: { date: '2027-03-20' }, priority: 3, isDone: false });
    expect(off).toMatchObject({ isDone: true });
  });

  it('names what it does not understand, with its line, and makes the rest', async () => {
    const lines = vtodo(
      ...['SUMMARY:Odd', 'UID:1', 'RELATED-TO:nowhere', 'DUE;TZID=Mars/Base:20270320T093000', 'PRIORITY:high'],
      ...[
        'RRULE:FREQ=SECONDLY',
        'ATTENDEE:mailto:ada@example.com',
        'CATEGORIES:a',
        'nothing at all',
        'EXDATE:20270101',
      ],
    );
    const circle = [
      ...vtodo('UID:2', 'SUMMARY:Two', 'RELATED-TO:3'),
      ...vtodo('UID:3', 'SUMMARY:Three', 'RELATED-TO:2'),
    ];
    const bad = vtodo('SUMMARY:Bad day', 'DUE;VALUE=DATE:20270230');
    const { body } = await sendFile(ada, calendarOf(...lines, ...vtodo('DUE:20270320'), ...circle, ...bad));

    expect(body.todosCreated).toBe(4);
    const told = (body.notUnderstood as Item[]).map(({ line, text, reason }) => `${line} ${text}: ${reason}`);
    expect(told.join('\n')).toMatchInlineSnapshot(`
      "4 Odd: recurrence/rule must have a FREQ: one of DAILY, WEEKLY, MONTHLY, YEARLY; left out
      4 Odd: what it is a part of is not in the file; put at the top
      8 DUE;TZID=Mars/Base:20270320T093000: its time zone is not known; yours was taken
      9 PRIORITY:high: it is none from 0 to 9; the lowest one was taken
      11 ATTENDEE:mailto:ada@example.com: it has no place in a todo here; left out
      13 nothing at all: it is no line of a calendar; left out
      14 EXDATE:20270101: it has no place in a todo here; left out
      16 BEGIN:VTODO: it has no title; left out
      24 Three: it is a part of itself in the end; put at the top
      29 Bad day: due/date must be a date that exists, as YYYY-MM-DD; left out"
    `);
    expect(await todosOf(ada)).toMatchObject([
      {
        title: 'Odd',
        due: { date: '2027-03-20', time: '09:30', timezone: 'Europe/Berlin' },
        recurrence: null,
        labels: ['a'],
      },
      { title: 'Two' },
      { title: 'Three' },
      { title: 'Bad day', due: null },
    ]);
  });

  it('puts everything into one list where one is named, and each into the list of its name otherwise', async () => {
    const { id } = await todoList(ada, 'Here');
    const file = calendarOf(...vtodo('SUMMARY:A', 'X-KITCHEN-LIST:There'), ...vtodo('SUMMARY:B'));

    expect((await sendFile(ada, file, { query: `?list=${id}` })).body).toMatchObject({
      todosCreated: 2,
      listsCreated: 0,
    });
    expect((await todosOf(ada)).map(({ listId }) => listId)).toEqual([id, id]);
    for (const listsCreated of [1, 0]) expect((await sendFile(ada, file)).body).toMatchObject({ listsCreated });
    expect((await listsOf(ada)).map(({ name }) => name).sort()).toEqual(['Here', 'Inbox', 'There']);
  });

  it('is the same as a form, and repeats nothing under one key', async () => {
    const send = async (title: string) => {
      const form = new FormData();
      form.append('file', new Blob([calendarOf(...vtodo(`SUMMARY:${title}`))]), 'todos.ics');
      const headers = { authorization: `Bearer ${ada.accessToken}`, 'idempotency-key': 'once' };
      const answer = await fetch(`${kitchen.origin}/api/v1/todos/imports`, { method: 'POST', headers, body: form });
      return {
        status: answer.status,
        replayed: answer.headers.get('idempotency-replayed'),
        body: (await answer.json()) as Item,
      };
    };
    const answers = [await send('Form'), await send('Form'), await send('Other')];

    expect(answers.map(({ status, replayed }) => [status, replayed])).toEqual([
      [200, null],
      [200, 'true'],
      [422, null],
    ]);
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    expect(answers[2]!.body['code']).toBe('idempotency.key_reused');
    expect((await todosOf(ada)).map(({ title }) => title)).toEqual(['Form']);
  });

  it('lets two files come at once, into one inbox and one list of a name each', async () => {
    const file = calendarOf(...vtodo('SUMMARY:A', 'X-KITCHEN-LIST:New'), ...vtodo('SUMMARY:B'));
    const answers = await Promise.all([1, 2, 3].map(() => sendFile(ada, file)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.reduce((sum, { body }) => sum + Number(body.listsCreated), 0)).toBe(1);
    expect((await listsOf(ada)).map(({ name }) => name).sort()).toEqual(['Inbox', 'New']);
    expect(await todosOf(ada)).toHaveLength(6);
  });

  it('is told to who syncs, and can be done, undone and moved like any other', async () => {
    const { body: before } = await ada.api.get('/todos/changes');
    await sendFile(ada, calendarOf(...vtodo('UID:1', 'SUMMARY:Up'), ...vtodo('SUMMARY:Down', 'RELATED-TO:1')));
    const { body } = await ada.api.get(`/todos/changes?since=${before.token ?? before.next}`);
    expect(JSON.stringify(body)).toContain('"Down"');
    const [up, down] = await todosOf(ada);
    await ada.api.put(`/todos/${up!['id']}/completion`);
    expect((await ada.api.get(`/todos/${down!['id']}`)).body.isDone).toBe(true);
    await ada.api.delete(`/todos/${up!['id']}/completion`);
    expect((await ada.api.get(`/todos/${down!['id']}`)).body.isDone).toBe(false);
    expect((await ada.api.patch(`/todos/${down!['id']}`, { parentId: null })).status).toBe(200);
  });

  it('needs a token that may write', async () => {
    const reader = await personalToken(kitchen, ada, ['read']);
    const writer = await personalToken(kitchen, ada, ['todos:write']);
    const file = calendarOf(...vtodo('SUMMARY:A'));

    expect((await sendFile(reader, file)).status).toBe(403);
    expect((await sendFile(writer, file)).status).toBe(200);
  });
});

describe('files of todos are for their owner alone', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  beforeAll(async () => {
    kitchen = await startKitchen();
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());
  let listId = '';
  const set = async () => {
    listId = (await todoList(cast.owner)).id;
    return { kitchen, cast };
  };
  const OTHERS = ['stranger', 'moderator', 'admin'] as const;
  const headers = { 'content-type': 'text/calendar' };
  const body = calendarOf(...vtodo('SUMMARY:Surprise'));
  const common = { method: 'POST', headers, body } as const;
  const rows: Scenario<Awaited<ReturnType<typeof set>>>[] = [
    { ...common, title: 'takes a file', as: ['owner', ...OTHERS], path: () => '/todos/imports', status: 200 },
    { ...common, title: 'needs somebody', as: 'guest', path: () => '/todos/imports', status: 401 },
    { ...common, title: 'into a list', as: 'owner', path: () => `/todos/imports?list=${listId}`, status: 200 },
    {
      ...{ ...common, title: 'into a list of somebody else', as: OTHERS, path: () => `/todos/imports?list=${listId}` },
      ...{ status: 404, code: 'todos.list_not_found', notContains: ['Kitchen', 'Surprise'] },
    },
  ];
  scenarios(set, rows);
});
