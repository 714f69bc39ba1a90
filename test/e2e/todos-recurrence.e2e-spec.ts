import { Clock } from '../../src/platform/clock/clock.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { NO_ID, todo } from '../support/todos.js';

const TWENTY = Array.from({ length: 20 }, (_, i) => i);

describe('recurring todos', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    // Enough connections for requests to meet.
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member({ timezone: 'Europe/Berlin' });
    atTime('2026-11-24T12:00:00Z');
  });
  afterEach(() => jest.restoreAllMocks());

  function atTime(instant: string): void {
    jest.restoreAllMocks();
    jest.spyOn(kitchen.nest.get(Clock), 'now').mockReturnValue(new Date(instant));
  }

  const recurring = (rule: string, due: object = { date: '2026-11-24' }, anchor?: string) =>
    todo(ada, { due, recurrence: { rule, anchor } });
  const complete = async (id: string, query = '') => (await ada.api.put(`/todos/${id}/completion${query}`)).body;
  const takeBack = async (id: string, query = '') => (await ada.api.delete(`/todos/${id}/completion${query}`)).body;
  const skip = async (id: string, query = '') => (await ada.api.put(`/todos/${id}/skip${query}`)).body;
  const patch = (id: string, changes: object) => ada.api.patch(`/todos/${id}`, changes);
  const historyOf = async (id: string) => {
    const { body } = await ada.api.get(`/todos/${id}/occurrences?limit=100`);
    return body.items.map(({ outcome, due }: { outcome: string; due: { date: string } }) => `${outcome} ${due.date}`);
  };
  const upcoming = async (id: string, count = 3) => {
    const { body } = await ada.api.get(`/todos/${id}/occurrences/next?count=${count}`);
    return body.items.map(({ date }: { date: string }) => date);
  };

  it('move on to the next occurrence after now, and stay open', async () => {
    const made = await recurring('rrule:freq=weekly;byday=tu', { date: '2026-11-03', time: '09:00' });
    expect(made).toMatchObject({ recurrence: { rule: 'FREQ=WEEKLY;BYDAY=TU', anchor: 'due' } });
    expect(await complete(made.id)).toMatchObject({
      isDone: false,
      completedAt: null,
      due: { date: '2026-12-01', time: '09:00', timezone: 'Europe/Berlin' },
    });
    expect(await historyOf(made.id)).toEqual(['completed 2026-11-03']);
    const [row] = await kitchen.sql`select due_at as at from todos where id = ${made.id}`;
    expect(row).toEqual({ at: new Date('2026-12-01T08:00:00Z') });
  });

  it('are done when the rule has come to its end', async () => {
    const { id } = await recurring('FREQ=DAILY;COUNT=3');
    expect(await upcoming(id)).toEqual(['2026-11-25', '2026-11-26']);
    expect(await complete(id)).toMatchObject({ isDone: false, due: { date: '2026-11-25' } });
    expect(await skip(id)).toMatchObject({ isDone: false, due: { date: '2026-11-26' } });
    expect(await complete(id)).toMatchObject({ isDone: true, due: { date: '2026-11-26' } });
    expect(await complete(id)).toMatchObject({ isDone: true, due: { date: '2026-11-26' } });
    expect(await historyOf(id)).toEqual(['completed 2026-11-26', 'skipped 2026-11-25', 'completed 2026-11-24']);
    expect(await upcoming(id)).toEqual([]);
  });

  it('take their occurrences back one by one, to what they were', async () => {
    const made = await recurring('FREQ=MONTHLY;COUNT=2', { date: '2026-10-31', time: '02:30' });
    const states = [(await ada.api.get(`/todos/${made.id}`)).body, await complete(made.id), await complete(made.id)];
    expect(states.map(({ isDone, due }) => [isDone, due.date])).toEqual([
      [false, '2026-10-31'],
      [false, '2026-12-31'],
      [true, '2026-12-31'],
    ]);
    for (const state of states.slice(0, 2).reverse()) {
      const taken = await takeBack(made.id);
      expect(taken).toEqual({ ...state, updatedAt: taken.updatedAt });
    }
    const first = await takeBack(made.id);
    expect(first).toMatchObject({ isDone: false, due: { date: '2026-10-31' } });
    expect(await takeBack(made.id)).toEqual(first);
    expect(await historyOf(made.id)).toEqual([]);
  });

  it('that are named by occurrence are completed, skipped and taken back once, however often that is said', async () => {
    const { id } = await recurring('FREQ=DAILY');
    const done = await complete(id, '?occurrence=2026-11-24');
    expect(done).toMatchObject({ due: { date: '2026-11-25' } });
    expect(await complete(id, '?occurrence=2026-11-24')).toEqual(done);
    expect(await complete(id, '?occurrence=2026-11-27')).toMatchObject({
      status: 409,
      code: 'todos.occurrence_not_current',
    });
    expect(await skip(id, '?occurrence=2026-11-24')).toMatchObject({ status: 409 });
    await skip(id, '?occurrence=2026-11-25');
    expect(await skip(id, '?occurrence=2026-11-25')).toMatchObject({ due: { date: '2026-11-26' } });
    expect(await takeBack(id, '?occurrence=2026-11-24')).toMatchObject({
      status: 409,
      code: 'todos.occurrence_not_last',
    });
    await takeBack(id, '?occurrence=2026-11-25');
    expect(await takeBack(id, '?occurrence=2026-11-25')).toMatchObject({ due: { date: '2026-11-25' } });
    expect(await historyOf(id)).toEqual(['completed 2026-11-24']);
  });

  it('come several times a day, and are named with the time', async () => {
    const { id } = await recurring('FREQ=DAILY;BYHOUR=9,21', { date: '2026-11-25', time: '09:00' });
    expect(await complete(id, '?occurrence=2026-11-25T09:00')).toMatchObject({
      due: { date: '2026-11-25', time: '21:00' },
    });
    expect(await complete(id, '?occurrence=2026-11-25T09:00')).toMatchObject({ due: { time: '21:00' } });
    expect(await complete(id)).toMatchObject({ due: { date: '2026-11-26', time: '09:00' } });
    const refused = await patch(id, { due: { time: null } });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/recurrence/rule']);
  });

  it('let one of twenty completions with one tag through', async () => {
    const made = await ada.api.post('/todos', {
      title: 'Bake',
      due: { date: '2026-11-24' },
      recurrence: { rule: 'FREQ=DAILY' },
    });
    const ifMatch = { 'if-match': made.headers.get('etag')! };
    const path = `/todos/${made.body.id}`;
    const answers = await Promise.all(
      TWENTY.map((i) => ada.api.put(`${path}/${i % 2 ? 'skip' : 'completion'}`, undefined, ifMatch)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
    expect((await ada.api.get(path)).body.due).toEqual({ date: '2026-11-25' });
    expect(await historyOf(made.body.id)).toHaveLength(1);
  });

  it('are completed once by twenty requests for one occurrence', async () => {
    const { id } = await recurring('FREQ=DAILY');
    const answers = await Promise.all(TWENTY.map(() => ada.api.put(`/todos/${id}/completion?occurrence=2026-11-24`)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.due.date}`))).toEqual(
      new Set(['200 2026-11-25']),
    );
    expect(await historyOf(id)).toEqual(['completed 2026-11-24']);
  });

  it('have as many occurrences recorded as they moved on, whatever runs side by side', async () => {
    const { id } = await recurring('FREQ=DAILY');
    await Promise.all(TWENTY.map((i) => (i % 3 ? complete(id) : takeBack(id))));
    const [row] = await kitchen.sql<{ recorded: number; date: string; slot: string }>`
      select recurrence_recorded as recorded, due_date::text as date, recurrence_slot::date::text as slot
      from todos where id = ${id}`;
    expect(await historyOf(id)).toHaveLength(row!.recorded);
    expect(row!.date).toBe(row!.slot);
    expect(new Date(row!.date).getTime()).toBe(Date.parse('2026-11-24') + row!.recorded * 24 * 60 * 60 * 1000);
  });

  it('that are put off go on by the rule, not by the new date', async () => {
    const { id } = await recurring('FREQ=MONTHLY', { date: '2026-10-31' });
    await patch(id, { due: { date: '2026-11-28' } });
    expect(await complete(id)).toMatchObject({ due: { date: '2026-12-31' } });
    expect(await takeBack(id)).toMatchObject({ due: { date: '2026-11-28' } });
    await patch(id, { recurrence: { rule: 'FREQ=MONTHLY' } });
    expect(await upcoming(id, 1)).toEqual(['2026-12-31']);
    await patch(id, { recurrence: { rule: 'FREQ=MONTHLY;INTERVAL=2' } });
    expect(await upcoming(id, 1)).toEqual(['2027-01-28']);
  });

  it('that are brought forward are not due again at the time they were taken from', async () => {
    const { id } = await recurring('FREQ=WEEKLY', { date: '2026-11-30' });
    await patch(id, { due: { date: '2026-11-24' } });
    expect(await complete(id)).toMatchObject({ due: { date: '2026-12-07' } });
  });

  it('keep another time of day for all that follow', async () => {
    const { id } = await recurring('FREQ=DAILY;COUNT=3', { date: '2026-11-25', time: '09:00' });
    await patch(id, { due: { time: '18:30' } });
    expect(await complete(id)).toMatchObject({ due: { date: '2026-11-26', time: '18:30' } });
    await patch(id, { due: { time: null } });
    expect(await complete(id)).toMatchObject({ isDone: false, due: { date: '2026-11-27' } });
    expect(await complete(id)).toMatchObject({ isDone: true });
  });

  it('are reckoned from their completion when they are anchored to it', async () => {
    const { id } = await recurring('FREQ=DAILY;INTERVAL=3', { date: '2026-11-01' }, 'completion');
    expect(await upcoming(id)).toEqual(['2026-11-27', '2026-11-30', '2026-12-03']);
    expect(await complete(id)).toMatchObject({ due: { date: '2026-11-27' }, recurrence: { anchor: 'completion' } });
  });

  it('take whole days by their owner’s calendar', async () => {
    atTime('2026-11-24T20:00:00Z');
    const { id } = await recurring('FREQ=DAILY', { date: '2026-11-01' });
    await ada.api.patch('/users/me', { timezone: 'Pacific/Auckland' });
    expect(await complete(id)).toMatchObject({ due: { date: '2026-11-26' } });
  });

  it('lose the recurrence with the due date, and can be given it again', async () => {
    const { id } = await recurring('FREQ=DAILY');
    await complete(id);
    expect((await patch(id, { due: null })).body).toMatchObject({ due: null, recurrence: null });
    expect(await complete(id)).toMatchObject({ isDone: true });
    expect(await takeBack(id)).toMatchObject({ isDone: false, due: null });
    expect(await historyOf(id)).toEqual(['completed 2026-11-24']);
    const again = await patch(id, { due: { date: '2026-12-01' }, recurrence: { rule: 'FREQ=WEEKLY' } });
    expect(again.body).toMatchObject({ recurrence: { rule: 'FREQ=WEEKLY', anchor: 'due' } });
    expect((await patch(id, { recurrence: null })).body).toMatchObject({
      due: { date: '2026-12-01' },
      recurrence: null,
    });
    expect((await ada.api.put(`/todos/${id}/skip`)).body).toMatchObject({ status: 409, code: 'todos.not_recurring' });
    expect(await upcoming(id)).toEqual([]);
  });

  it('list what became of them page by page, with cursors of their own', async () => {
    const { id } = await recurring('FREQ=DAILY');
    const other = await recurring('FREQ=DAILY');
    for (let i = 0; i < 5; i++) await complete(id);
    const first = (await ada.api.get(`/todos/${id}/occurrences?limit=3`)).body;
    const path = `occurrences?limit=3&cursor=${first.nextCursor}`;
    const second = (await ada.api.get(`/todos/${id}/${path}`)).body;
    const dates = [...first.items, ...second.items].map(({ due }: { due: { date: string } }) => due.date);
    expect(dates).toEqual(['2026-11-28', '2026-11-27', '2026-11-26', '2026-11-25', '2026-11-24']);
    expect(second.nextCursor).toBeNull();
    expect((await ada.api.get(`/todos/${other.id}/${path}`)).status).toBe(400);
  });

  it('answer as well for a rule of 1970, and show it in their own time', async () => {
    const { id } = await recurring('FREQ=DAILY', { date: '1970-01-01', time: '09:00', timezone: 'Asia/Tokyo' });
    expect((await ada.api.get(`/todos/${id}/occurrences/next?count=1`)).body).toEqual({
      items: [{ date: '2026-11-25', time: '09:00', timezone: 'Asia/Tokyo' }],
    });
  });

  it.each([
    ['no due date', { recurrence: { rule: 'FREQ=DAILY' } }, '/recurrence'],
    ['a due date of null', { due: null, recurrence: { rule: 'FREQ=DAILY' } }, '/recurrence'],
    ['text', { recurrence: 'FREQ=DAILY' }, '/recurrence'],
    ['a list', { recurrence: [] }, '/recurrence'],
    ['a rule that is a number', { recurrence: { rule: 7 } }, '/recurrence/rule'],
    ['a rule that is null', { recurrence: { rule: null } }, '/recurrence/rule'],
    ['an unknown anchor', { recurrence: { rule: 'FREQ=DAILY', anchor: 'start' } }, '/recurrence/anchor'],
    ['an anchor of null', { recurrence: { rule: 'FREQ=DAILY', anchor: null } }, '/recurrence/anchor'],
    ['an unknown field', { recurrence: { rule: 'FREQ=DAILY', start: '2026-01-01' } }, '/recurrence/start'],
    ['half a surrogate pair', { recurrence: { rule: 'FREQ=DAILY\ud83d' } }, '/recurrence/rule'],
    ['NUL', { recurrence: { rule: 'FREQ=DAILY\0' } }, '/recurrence/rule'],
    ['every second', { recurrence: { rule: 'FREQ=SECONDLY' } }, '/recurrence/rule'],
    ['a billion', { recurrence: { rule: 'FREQ=DAILY;COUNT=1000000000' } }, '/recurrence/rule'],
    ['the year 9999', { recurrence: { rule: 'FREQ=DAILY;UNTIL=99991231' } }, '/recurrence/rule'],
    ['an unknown part', { recurrence: { rule: 'FREQ=DAILY;BYEASTER=0' } }, '/recurrence/rule'],
  ])('refuse %s', async (what, fields, pointer) => {
    const due = what.includes('due date') ? {} : { due: { date: '2026-11-24' } };
    const created = await ada.api.post('/todos', { title: 'x', ...due, ...fields });
    expect([created.status, created.body.errors?.[0].pointer]).toEqual([422, pointer]);
    const before = await todo(ada, due);
    const changed = await patch(before.id, { title: 'y', ...fields });
    expect([changed.status, changed.body.errors?.[0].pointer]).toEqual([422, pointer]);
    expect((await ada.api.get(`/todos/${before.id}`)).body).toEqual(before);
  });

  it.each(['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;BYHOUR=9', 'FREQ=DAILY;UNTIL=20200101'])(
    'refuse %s on this due date, with a change as well',
    async (rule) => {
      const before = await recurring('FREQ=DAILY');
      const answers = [
        await ada.api.post('/todos', { title: 'x', due: { date: '2026-11-24' }, recurrence: { rule } }),
        await patch(before.id, { title: 'y', recurrence: { rule } }),
      ];
      for (const { status, body } of answers)
        expect([status, body.errors[0].pointer]).toEqual([422, '/recurrence/rule']);
      expect((await ada.api.get(`/todos/${before.id}`)).body).toEqual(before);
    },
  );

  it('refuse an anchor where there is no rule yet', async () => {
    const { id } = await todo(ada, { due: { date: '2026-11-24' } });
    const { status, body } = await patch(id, { recurrence: { anchor: 'completion' } });
    expect([status, body.errors[0].pointer]).toEqual([422, '/recurrence/rule']);
  });

  it.each([
    ['PUT', 'completion?occurrence=tomorrow'],
    ['PUT', 'completion?occurrence=2026-02-30'],
    ['PUT', 'skip?occurrence=2026-11-24T25:00'],
    ['DELETE', 'completion?occurrence='],
    ['DELETE', 'completion?when=2026-11-24'],
    ['GET', 'occurrences/next?count=0'],
    ['GET', 'occurrences/next?count=51'],
    ['GET', 'occurrences/next?count=many'],
    ['GET', 'occurrences?limit=0'],
    ['GET', 'occurrences?cursor=AAAA'],
  ] as const)('refuse %s %s', async (method, path) => {
    const { id } = await recurring('FREQ=DAILY');
    expect((await ada.api.send(method, `/todos/${id}/${path}`)).status).toBe(400);
    expect(await historyOf(id)).toEqual([]);
  });

  it('are not there for anybody else, nor for nobody', async () => {
    const { id } = await recurring('FREQ=DAILY');
    await complete(id);
    const others = [
      await kitchen.member(),
      await kitchen.member({ role: 'moderator' }),
      await kitchen.member({ role: 'admin' }),
    ];
    for (const [method, path] of [
      ['PUT', 'completion'],
      ['DELETE', 'completion'],
      ['PUT', 'skip'],
      ['GET', 'occurrences'],
      ['GET', 'occurrences/next'],
    ] as const) {
      for (const { api } of others) {
        const { status, body, text } = await api.send(method, `/todos/${id}/${path}`);
        expect([status, body.code]).toEqual([404, 'todos.not_found']);
        expect(text).not.toContain('2026-11');
      }
      expect((await kitchen.guest.send(method, `/todos/${id}/${path}`)).status).toBe(401);
      expect((await ada.api.send(method, `/todos/${NO_ID}/${path}`)).status).toBe(404);
    }
    expect(await historyOf(id)).toEqual(['completed 2026-11-24']);
  });
});
