import { hash } from 'node:crypto';
import ICAL from 'ical.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';
import { todo, todoList } from '../support/todos.js';
import { personalToken } from '../support/tokens.js';

const PATH = '/todos/calendar';
const NO_SECRET = `${PATH}/${'x'.repeat(43)}.ics`;

describe('the calendar of todos', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let path: string;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member();
    path = await newPath(ada);
  });

  async function newPath(owner: Member): Promise<string> {
    const { status, body } = await owner.api.post(PATH);
    expect(status).toBe(201);
    return new URL(body.url as string).pathname.replace('/api/v1', '');
  }
  async function read(query = ''): Promise<ICAL.Component> {
    const { status, text } = await kitchen.guest.get(`${path}${query}`);
    expect(status).toBe(200);
    return ICAL.Component.fromString(text);
  }
  const parts = (calendar: ICAL.Component, kind: string) => calendar.getAllSubcomponents(kind);
  const value = (component: ICAL.Component | undefined, name: string) =>
    component?.getFirstPropertyValue(name)?.toString() ?? null;
  /** The first starts, with the zones of the calendar in force. */
  function starts(calendar: ICAL.Component, event: ICAL.Component, count: number): string[] {
    for (const zone of parts(calendar, 'vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
    const iterator = new ICAL.Event(event).iterator();
    return Array.from(
      { length: count },
      () => (iterator.next() as ICAL.Time | undefined)?.toJSDate().toISOString() ?? 'over',
    );
  }

  it('gives back what was noted down, whatever is in it, with lines that fit', async () => {
    const title = `Naïve; café, "quoted": \\n ${'très '.repeat(30)}🍞🍞`;
    const notes = 'one\ntwo; three\r\nBEGIN:VEVENT\nEND:VCALENDAR\u0007';
    const parent = await todo(ada, { title: 'Parent', priority: 1 });
    const { id } = await todo(ada, { title, notes, labels: ['a,b', 'c'], priority: 2, parentId: parent.id });
    await ada.api.put(`/todos/${id}/completion`);
    const { text } = await kitchen.guest.get(path);
    expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const todos = parts(await read(), 'vtodo');
    expect(todos).toHaveLength(2);
    const child = todos.find((component) => value(component, 'uid') === id);
    expect(value(child, 'summary')).toBe(title.trim());
    expect(value(child, 'description')).toBe('one\ntwo; three\nBEGIN:VEVENT\nEND:VCALENDAR');
    expect(child?.getFirstProperty('categories')?.getValues()).toEqual(['a,b', 'c']);
    expect([value(child, 'status'), value(child, 'percent-complete')]).toEqual(['COMPLETED', '100']);
    expect([value(child, 'priority'), value(child, 'related-to')]).toEqual(['5', parent.id]);
    expect(value(child, 'due')).toBe(null);
  });

  it('says days as days, times with their zone, and has the rules of each zone once', async () => {
    await todo(ada, { title: 'day', due: { date: '2026-12-24' } });
    const due = { date: '2026-12-24', time: '14:30', timezone: 'europe/berlin' };
    await todo(ada, { title: 'time', due });
    await todo(ada, { title: 'again', due });
    await todo(ada, { title: 'utc', due: { ...due, timezone: 'UTC' } });
    const calendar = await read();
    const find = (title: string) => parts(calendar, 'vtodo').find((component) => value(component, 'summary') === title);
    expect(value(find('day'), 'due')).toBe('2026-12-24');
    expect(find('time')?.getFirstProperty('due')?.toICALString()).toBe('DUE;TZID=Europe/Berlin:20261224T143000');
    expect(parts(calendar, 'vtimezone').filter((zone) => value(zone, 'tzid') === 'Europe/Berlin')).toHaveLength(1);
  });

  it('shows open todos with a due date as events, by choice', async () => {
    await todo(ada, { title: 'never' });
    await todo(ada, { title: 'day', due: { date: '2026-12-24' } });
    const done = await todo(ada, { title: 'done', due: { date: '2026-12-24' } });
    await ada.api.put(`/todos/${done.id}/completion`);
    await todo(ada, { title: 'time', due: { date: '2026-12-24', time: '14:30', timezone: 'Europe/Berlin' } });
    const calendar = await read('?as=events');
    expect(parts(calendar, 'vtodo')).toEqual([]);
    const events = parts(calendar, 'vevent');
    expect(events.map((event) => value(event, 'summary'))).toEqual(['day', 'time']);
    expect(value(events[0], 'dtstart')).toBe('2026-12-24');
    expect(starts(calendar, events[1]!, 2)).toEqual(['2026-12-24T13:30:00.000Z', 'over']);
    expect(value(events[1], 'duration')).toBe('PT30M');
  });

  it.each([
    ['spring', '2027-03-20', ['2027-03-20T08:00:00.000Z', '2027-03-27T08:00:00.000Z', '2027-04-03T07:00:00.000Z']],
    ['autumn', '2026-10-17', ['2026-10-17T07:00:00.000Z', '2026-10-24T07:00:00.000Z', '2026-10-31T08:00:00.000Z']],
  ])('lets what recurs come back at its own time when clocks change in %s, and end where it ends', async (...row) => {
    const [, date, expected] = row;
    const due = { date, time: '09:00', timezone: 'Europe/Berlin' };
    await todo(ada, { due, recurrence: { rule: 'FREQ=WEEKLY;INTERVAL=1;COUNT=3' } });
    const calendar = await read('?as=events');
    expect(starts(calendar, parts(calendar, 'vevent')[0]!, 4)).toEqual([...expected, 'over']);
  });

  it.each([
    ['FREQ=MONTHLY;BYDAY=-1FR', '2027-01-29', ['2027-01-29', '2027-02-26', '2027-03-26']],
    ['FREQ=MONTHLY', '2027-01-31', ['2027-01-31', '2027-03-31', '2027-05-31']],
    ['FREQ=DAILY;UNTIL=20270102', '2027-01-01', ['2027-01-01', '2027-01-02', 'over']],
    ['FREQ=WEEKLY;BYDAY=MO,TH;INTERVAL=2', '2027-01-04', ['2027-01-04', '2027-01-07', '2027-01-18']],
  ])('tells whole days by %s', async (rule, date, expected) => {
    const { id } = await todo(ada, { due: { date }, recurrence: { rule } });
    const calendar = await read('?as=events');
    const iterator = new ICAL.Event(parts(calendar, 'vevent')[0]).iterator();
    const days = Array.from({ length: 3 }, () => (iterator.next() as ICAL.Time | undefined)?.toString() ?? 'over');
    expect(days).toEqual(expected);
    const { body } = await ada.api.get(`/todos/${id}/occurrences/next?count=2`);
    const upcoming = (body.items as { date?: string; due?: { date: string } }[]).map(
      (item) => item.due?.date ?? item.date,
    );
    expect([date, ...upcoming]).toEqual(days.filter((day) => day !== 'over'));
  });

  it('goes on from the present occurrence, and says when that one alone was put off', async () => {
    const details = { due: { date: '2027-01-04' }, recurrence: { rule: 'FREQ=WEEKLY;COUNT=4' } };
    const { id } = await todo(ada, details);
    await ada.api.put(`/todos/${id}/completion`);
    await ada.api.patch(`/todos/${id}`, { due: { date: '2027-01-13' } });
    const [rule, moved, ...others] = parts(await read(), 'vtodo');
    expect(others).toEqual([]);
    expect([value(rule, 'dtstart'), value(rule, 'rrule')]).toEqual(['2027-01-11', 'FREQ=WEEKLY;UNTIL=20270125']);
    expect([value(moved, 'recurrence-id'), value(moved, 'due')]).toEqual(['2027-01-11', '2027-01-13']);
    expect(value(moved, 'uid')).toBe(id);
  });

  it('is the same until something changes, says so, and is kept by nobody in between', async () => {
    const { id } = await todo(ada);
    const first = await kitchen.guest.get(path);
    const tag = first.headers.get('etag') ?? '';
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('referrer-policy')).toBe('no-referrer');
    const again = () => kitchen.guest.send('GET', path, undefined, { 'if-none-match': tag });
    expect((await again()).status).toBe(304);
    await ada.api.patch(`/todos/${id}`, { title: 'Other' });
    expect((await again()).status).toBe(200);
  });

  it('leaves out the trash and what was done long ago', async () => {
    const [trashed, old] = [await todo(ada, { title: 'trashed' }), await todo(ada, { title: 'old' })];
    await ada.api.delete(`/todos/${trashed.id}`);
    await kitchen.sql`update todos set completed_at = now() - interval '31 days' where id = ${old.id}`;
    expect(parts(await read(), 'vtodo')).toEqual([]);
  });

  it('tells in words of its own what iCalendar has none for', async () => {
    const { id: listId } = await todoList(ada, 'Odds, ends; "more"');
    const recurrence = { rule: 'FREQ=DAILY', anchor: 'completion' };
    await todo(ada, { title: 'listed', listId, due: { date: '2027-01-04' }, recurrence });
    await todo(ada, { title: 'inbox', due: { date: '2027-01-05' } });
    const [listed, inbox] = parts(await read(), 'vtodo');
    expect([value(listed, 'x-kitchen-list'), value(listed, 'x-kitchen-anchor')]).toEqual([
      'Odds, ends; "more"',
      'completion',
    ]);
    expect(listed?.toString()).toContain('X-KITCHEN-LIST;VALUE=TEXT:Odds\\, ends\\; "more"');
    expect([value(inbox, 'x-kitchen-list'), value(inbox, 'x-kitchen-anchor')]).toEqual([null, null]);
  });

  it('has one address at a time, whose secret is stored nowhere, and none after it was revoked', async () => {
    await todo(ada, { title: 'Secret' });
    const secret = path.slice(PATH.length + 1, -'.ics'.length);
    const stored = await kitchen.sql<{ row: string }>`select todo_calendars::text as row from todo_calendars`;
    expect(JSON.stringify(stored)).not.toContain(secret);
    const newer = await newPath(ada);
    expect((await kitchen.guest.get(path)).body).toMatchObject({ status: 404, code: 'todos.calendar_not_found' });
    expect((await kitchen.guest.get(newer)).text).toContain('Secret');
    for (let i = 0; i < 2; i++) expect((await ada.api.delete(PATH)).status).toBe(204);
    expect((await kitchen.guest.get(newer)).status).toBe(404);
  });

  it('is shown once: a repeated request gets none', async () => {
    const ask = () => ada.api.send('POST', PATH, undefined, { 'idempotency-key': 'calendar' });
    const first = await ask();
    expect(first.body.url).toContain('.ics');
    expect((await ask()).body).toMatchObject({ url: null });
    expect(JSON.stringify(await kitchen.sql`select i::text from idempotency_keys i`)).not.toContain(first.body.url);
  });

  it('is read by HEAD as well, with the same tag and no body', async () => {
    const { text: body, ...seen } = await kitchen.guest.send('HEAD', path);
    expect([seen.status, body]).toEqual([200, '']);
    expect(seen.headers.get('etag')).toBe((await kitchen.guest.get(path)).headers.get('etag'));
    expect((await fetch(`${kitchen.origin}/api/v1${NO_SECRET}`, { method: 'HEAD' })).status).toBe(404);
  });

  it('is in no answer that says why it is not there', async () => {
    await ada.api.delete(PATH);
    const { body, text } = await kitchen.guest.get(path);
    expect(body).toMatchObject({ status: 404, instance: '/api/v1/todos/calendar/:secret.ics' });
    expect(text).not.toContain(path.slice(PATH.length + 1, -'.ics'.length));
  });

  it('cannot be asked for by a token, whose end it would outlive', async () => {
    const { api } = await personalToken(kitchen, ada, ['read', 'write']);
    expect((await api.post(PATH)).body).toMatchObject({ status: 403, code: 'auth.session_required' });
    expect((await api.delete(PATH)).body).toMatchObject({ status: 403, code: 'auth.session_required' });
  });

  it('refuses what is no address, and what is no choice', async () => {
    const statuses = { x: 404, '%00': 400, 'a%2fb': 400, ['a'.repeat(200)]: 404, ['a'.repeat(201)]: 414 };
    for (const [bad, status] of Object.entries(statuses))
      expect([bad, (await kitchen.guest.get(`${PATH}/${bad}.ics`)).status]).toEqual([bad, status]);
    expect((await kitchen.guest.get(`${path}?as=journal`)).status).toBe(400);
  });
});

describe('calendars are made for their owner alone', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let url = '';
  beforeAll(async () => {
    kitchen = await startKitchen();
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());
  const set = async () => {
    await todo(cast.owner, { title: 'Surprise party' });
    const { body } = await cast.owner.api.post(PATH);
    url = new URL(body.url as string).pathname.replace('/api/v1', '');
    return { kitchen, cast };
  };
  const ALL = ['guest', 'owner', 'stranger', 'moderator', 'admin'] as const;
  const OTHERS = ['stranger', 'moderator', 'admin'] as const;
  const rows: Scenario<Awaited<ReturnType<typeof set>>>[] = [
    { title: 'by its address', as: ALL, method: 'GET', path: () => url, status: 200, contains: ['Surprise party'] },
    {
      ...{ title: 'by no address', as: ALL, method: 'GET', path: () => NO_SECRET, status: 404 },
      ...{ code: 'todos.calendar_not_found', notContains: ['Surprise'] },
    },
    {
      title: 'makes its own',
      as: [...OTHERS, 'owner'],
      method: 'POST',
      path: () => PATH,
      status: 201,
      contains: ['.ics'],
    },
    { title: 'needs somebody', as: 'guest', method: 'POST', path: () => PATH, status: 401, notContains: ['.ics'] },
    { title: 'revokes its own', as: [...OTHERS, 'owner'], method: 'DELETE', path: () => PATH, status: 204 },
    { title: 'needs somebody', as: 'guest', method: 'DELETE', path: () => PATH, status: 401 },
  ];
  scenarios(set, rows);
});

describe('the address of a calendar', () => {
  it('is in no line of the log, however much is logged', async () => {
    const lines: string[] = [];
    const kitchen = await startKitchen({ LOG_LEVEL: 'trace' }, { write: (line: string) => void lines.push(line) });
    const ada = await kitchen.member();
    const { body } = await ada.api.post(PATH);
    const [, secret = ''] = /([^/]+)\.ics$/.exec(body.url as string) ?? [];
    const path = `${PATH}/${secret}.ics`;
    const before = lines.length;
    expect((await kitchen.guest.get(path)).status).toBe(200);
    await kitchen.sql`alter table todo_calendars rename to gone`;
    expect((await kitchen.guest.get(path)).status).toBe(500);
    await kitchen.sql`alter table gone rename to todo_calendars`;
    await ada.api.delete(PATH);
    expect((await kitchen.guest.get(path)).status).toBe(404);
    await kitchen.close();
    const log = lines.join('');
    expect(lines.length).toBeGreaterThan(before + 2);
    expect(log).toContain('/api/v1/todos/calendar/:secret.ics');
    expect(log).not.toContain(secret);
    expect(log).not.toContain(hash('sha256', secret, 'base64url'));
  });
});
