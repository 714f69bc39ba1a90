import { gzipSync } from 'node:zlib';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { calendarOf, sendFile, todoistOf, vtodo } from '../support/todo-files.js';

const times = (count: number, make: (index: number) => string | string[]) =>
  Array.from({ length: count }, (_, index) => make(index)).flat();
const calendar = { 'content-type': 'text/calendar' };

describe('hostile files of todos', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member();
  });

  const stored = async () => {
    const [row] = await kitchen.sql<{ count: string }>`
      select (select count(*) from todos where owner_id = ${ada.id})
        + (select count(*) from todo_lists where owner_id = ${ada.id} and not is_inbox) as count`;
    return Number(row!.count);
  };
  /** Bytes as they are. */
  const post = async (body: Buffer, headers: Record<string, string>) => {
    const authorization = `Bearer ${ada.accessToken}`;
    const init = { method: 'POST', headers: { authorization, ...headers }, body: new Uint8Array(body) };
    const answer = await fetch(`${kitchen.origin}/api/v1/todos/imports`, init);
    return { status: answer.status, body: (await answer.json()) as { code: string; detail: string } };
  };

  const good = calendarOf(...vtodo('SUMMARY:A'));
  const refused: [title: string, body: Buffer, status: number, code: string, headers?: Record<string, string>][] = [
    ['nothing', Buffer.alloc(0), 422, 'todos.file_not_readable'],
    ['JSON', Buffer.from('{"a": 1}'), 422, 'todos.file_not_readable'],
    ['a ZIP', Buffer.from('504b0304140000000800', 'hex'), 422, 'todos.file_not_readable'],
    [
      'UTF-16',
      Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(good, 'utf16le')]),
      422,
      'todos.file_not_readable',
    ],
    ['Latin-1', Buffer.from(good.replace('A', 'caf\u00e9'), 'latin1'), 422, 'todos.file_not_readable'],
    ['a NUL', Buffer.from(good.replace('A', 'A\0B')), 422, 'todos.file_not_readable'],
    ['half a file', Buffer.from(good.slice(0, -20)), 422, 'todos.file_not_readable'],
    ['an end without a beginning', Buffer.from(calendarOf('END:VTODO')), 422, 'todos.file_not_readable'],
    ['todos in no calendar', Buffer.from(`${good}BEGIN:VTODO\nEND:VTODO`), 422, 'todos.file_not_readable'],
    ['100,000 levels', Buffer.from('BEGIN:VCALENDAR\n' + 'BEGIN:X\n'.repeat(100_000)), 422, 'todos.file_not_readable'],
    ['10,001 todos', Buffer.from(calendarOf(times(10_001, () => vtodo('SUMMARY:A')))), 413, 'todos.file_too_large'],
    ['10,001 tasks', Buffer.from(todoistOf(...times(10_001, () => 'task,A,,,,,,,,,,'))), 413, 'todos.file_too_large'],
    [
      '201 lists',
      Buffer.from(calendarOf(times(201, (n) => vtodo('SUMMARY:A', `X-KITCHEN-LIST:${n}`)))),
      413,
      'todos.file_too_large',
    ],
    ['more bytes than may be', Buffer.alloc(10 * 1024 * 1024 + 1, good), 413, 'uploads.too_large'],
    ['a quote that does not end', Buffer.from(todoistOf('task,"A,,,,')), 422, 'todos.file_not_readable'],
    ['one cell of 5 MiB', Buffer.from(todoistOf(`task,"${'a'.repeat(5e6)}",,,,`)), 422, 'todos.file_not_readable'],
    [
      'what is compressed',
      gzipSync(good),
      415,
      'http.unsupported_media_type',
      { ...calendar, 'content-encoding': 'gzip' },
    ],
    [
      'another charset',
      Buffer.from(good),
      415,
      'http.unsupported_media_type',
      { 'content-type': 'text/calendar; charset=utf-16' },
    ],
    ['another type', Buffer.from(good), 415, 'http.unsupported_media_type', { 'content-type': 'text/plain' }],
    ['JSON as such', Buffer.from('{}'), 415, 'uploads.not_a_form', { 'content-type': 'application/json' }],
  ];
  it.each(refused)('refuses %s, and stores nothing', async (_, body, status, code, headers = calendar) => {
    const answer = await post(body, headers);

    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await stored()).toBe(0);
  });

  const RULE = 'RRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;UNTIL=21990101';
  const DUE = 'DUE;VALUE=DATE:20270101';
  const taken: [title: string, file: string, made: number, told: number][] = [
    ['100,000 events', calendarOf(times(100_000, () => ['BEGIN:VEVENT', 'END:VEVENT'])), 0, 100_000],
    ['a line of a megabyte', calendarOf(...vtodo('SUMMARY:A', `DESCRIPTION:${'a'.repeat(1e6)}`)), 1, 1],
    [
      'a line folded 100,000 times',
      calendarOf(
        ...vtodo(
          'SUMMARY:A',
          'DESCRIPTION:',
          times(100_000, () => ' ab'),
        ),
      ),
      1,
      1,
    ],
    [
      'a todo of 100,000 lines',
      calendarOf(
        ...vtodo(
          'SUMMARY:A',
          times(100_000, () => 'X-A:B'),
        ),
      ),
      0,
      1,
    ],
    ['a title of 10,000 characters', calendarOf(...vtodo(`SUMMARY:${'🌳'.repeat(10_000)}`)), 1, 1],
    ['1,000 categories', calendarOf(...vtodo('SUMMARY:A', `CATEGORIES:${times(1000, (n) => `c${n}`).join()}`)), 1, 1],
    [
      'names that every object has',
      calendarOf(...vtodo('SUMMARY:A', 'UID:__proto__', 'X-KITCHEN-LIST:__proto__', 'RELATED-TO:constructor')),
      1,
      1,
    ],
    [
      'a chain of a hundred',
      calendarOf(times(100, (n) => vtodo('SUMMARY:A', `UID:${n}`, `RELATED-TO:${n - 1}`))),
      100,
      96,
    ],
    [
      'the same UID a thousand times',
      calendarOf(times(1000, () => vtodo('SUMMARY:A', 'UID:1', 'RELATED-TO:1'))),
      1000,
      1000,
    ],
    ['FREQ=SECONDLY', calendarOf(...vtodo('SUMMARY:A', DUE, 'RRULE:FREQ=SECONDLY')), 1, 1],
    ['COUNT=1e9', calendarOf(...vtodo('SUMMARY:A', DUE, 'RRULE:FREQ=DAILY;COUNT=1000000000')), 1, 1],
    ['UNTIL in the year 9999', calendarOf(...vtodo('SUMMARY:A', DUE, 'RRULE:FREQ=DAILY;UNTIL=99990101')), 1, 1],
    [
      'an override of what is not there',
      calendarOf(...vtodo('SUMMARY:A', 'UID:9', 'RECURRENCE-ID:20270101T000000Z', DUE)),
      0,
      1,
    ],
    ['300 rules that take long', calendarOf(times(300, () => vtodo('SUMMARY:A', DUE, RULE))), 300, 250],
    ['old Macs', calendarOf(...vtodo('SUMMARY:A')).replaceAll('\r\n', '\r'), 1, 0],
    [
      'an alarm a century before',
      calendarOf(...vtodo('SUMMARY:A', 'BEGIN:VALARM', 'TRIGGER:-P99999W', 'END:VALARM')),
      1,
      1,
    ],
    ['columns that every object has', 'TYPE,CONTENT,__proto__,constructor\ntask,A,x,y', 1, 0],
    ['a cell with markup and formulas', todoistOf('task,"=cmd|""/c calc""!A1 <script>",,,,,,,,,,'), 1, 0],
    ['dates of 10,000 characters', todoistOf(`task,A,,,,,,${'every day '.repeat(1000)},en,,,`), 1, 1],
    ['levels that are none', todoistOf('task,A,,,9,,,,,,,', 'task,B,,,-1,,,,,,,', 'task,C,,,x,,,,,,,'), 3, 3],
  ];
  it.each(taken)('takes of %s what there is, and tells the rest', async (_, file, made, told) => {
    const { status, body, text } = await sendFile(ada, file);

    expect({ status, made: body?.todosCreated, told: body?.notUnderstoodCount }).toEqual({ status: 200, made, told });
    expect(body.notUnderstood).toHaveLength(Math.min(told, 1000));
    expect(text.length).toBeLessThan(500_000);
    expect((await ada.api.get('/todos?limit=100')).body.items).toHaveLength(Math.min(made, 100));
  });

  it('stores nothing of a file of which the last todo cannot be stored', async () => {
    await kitchen.sql`
      create function refuse_boom() returns trigger language plpgsql as
      'begin if new.title = ''Boom'' then raise exception ''boom''; end if; return new; end'`;
    await kitchen.sql`create trigger refuse_boom before insert on todos for each row execute function refuse_boom()`;
    const file = calendarOf(
      times(500, (n) => vtodo(`SUMMARY:${n}`, 'X-KITCHEN-LIST:New')),
      ...vtodo('SUMMARY:Boom'),
    );
    const { status } = await sendFile(ada, file);
    await kitchen.sql`drop trigger refuse_boom on todos`;

    expect(status).toBe(500);
    expect(await stored()).toBe(0);
  });

  it('is refused on routes that take no file, and with parameters and fields that are not known', async () => {
    expect((await ada.api.send('POST', '/todos', good, calendar)).status).toBe(415);
    expect((await ada.api.send('PUT', `/todos/${ada.id}/completion`, good, calendar)).status).toBe(415);
    for (const query of ['?list=x', '?to=1', '?list=']) expect((await sendFile(ada, good, { query })).status).toBe(400);
    const form = new FormData();
    form.append('file', new Blob([good]), 'todos.ics');
    form.append('list', 'x');
    const headers = { authorization: `Bearer ${ada.accessToken}` };
    const answer = await fetch(`${kitchen.origin}/api/v1/todos/imports`, { method: 'POST', headers, body: form });
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ pointer: '/list' }] }]);
    expect(await stored()).toBe(0);
  });
});
