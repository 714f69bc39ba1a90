import { Clock } from '../../src/platform/clock/clock.js';
import { addDays } from '../../src/platform/clock/calendar.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { titlesOf, todo } from '../support/todos.js';

describe('due dates', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());
  afterEach(() => jest.restoreAllMocks());

  function atTime(instant: string): void {
    jest.spyOn(kitchen.nest.get(Clock), 'now').mockReturnValue(new Date(instant));
  }

  const dueOn = (owner: Member, title: string, date: string, time?: string, timezone?: string) =>
    todo(owner, { title, due: { date, time, timezone } });
  const summaryOf = async (owner: Member) => (await owner.api.get('/todos/summary')).body;

  it('mean the member’s own day: the same moment is another date in Auckland and in Los Angeles', async () => {
    const maui = await kitchen.member({ timezone: 'Pacific/Auckland' });
    const lou = await kitchen.member({ timezone: 'America/Los_Angeles' });
    for (const owner of [maui, lou]) {
      for (const date of ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']) await dueOn(owner, date, date);
      await todo(owner, { title: 'some day' });
    }
    // 09:00 on the 24th in Auckland, 12:00 on the 23rd in Los Angeles.
    atTime('2026-11-23T20:00:00Z');
    expect(await titlesOf(maui, 'due=today')).toEqual(['2026-11-24']);
    expect(await titlesOf(lou, 'due=today')).toEqual(['2026-11-23']);
    expect(await titlesOf(maui, 'due=overdue')).toEqual(['2026-11-22', '2026-11-23']);
    expect(await titlesOf(lou, 'due=overdue')).toEqual(['2026-11-22']);
    expect(await titlesOf(maui, 'due=none')).toEqual(['some day']);
    expect(await summaryOf(maui)).toEqual({ open: 5, done: 0, overdue: 2, today: 1 });
    expect(await summaryOf(lou)).toEqual({ open: 5, done: 0, overdue: 1, today: 1 });
  });

  it.each([
    ['Pacific/Auckland', '2026-11-23T10:59:59.999Z', '2026-11-23'],
    ['Pacific/Auckland', '2026-11-23T11:00:00.000Z', '2026-11-24'],
    ['America/Los_Angeles', '2026-11-24T07:59:59.999Z', '2026-11-23'],
    ['America/Los_Angeles', '2026-11-24T08:00:00.000Z', '2026-11-24'],
    // Clocks were put back the night before.
    ['America/Los_Angeles', '2026-11-02T07:59:59.999Z', '2026-11-01'],
    ['America/Los_Angeles', '2026-11-02T08:00:00.000Z', '2026-11-02'],
  ])('change to the next day at midnight in %s: at %s it is %s', async (timezone, instant, today) => {
    const owner = await kitchen.member({ timezone });
    for (const date of ['2026-11-01', '2026-11-02', '2026-11-23', '2026-11-24']) await dueOn(owner, date, date);
    atTime(instant);
    expect(await titlesOf(owner, 'due=today')).toEqual([today]);
    expect((await titlesOf(owner, 'due=overdue')).every((date) => date < today)).toBe(true);
  });

  it('with a time are overdue from that minute on, in whichever zone it was meant', async () => {
    const ada = await kitchen.member({ timezone: 'Europe/Berlin' });
    await dueOn(ada, 'Berlin', '2026-11-24', '15:00');
    await dueOn(ada, 'Tokyo', '2026-11-24', '23:30', 'Asia/Tokyo');
    await dueOn(ada, 'Auckland', '2026-11-25', '00:30', 'Pacific/Auckland');
    await dueOn(ada, 'all day', '2026-11-24');
    await dueOn(ada, 'Los Angeles', '2026-11-24', '20:00', 'America/Los_Angeles');

    atTime('2026-11-24T14:00:00Z');
    expect(await titlesOf(ada, 'due=overdue&sort=due')).toEqual(['Auckland']);
    atTime('2026-11-24T14:30:01Z');
    expect(await titlesOf(ada, 'due=overdue&sort=due')).toEqual(['Auckland', 'Berlin', 'Tokyo']);
    // 00:30 of the 25th in Auckland is the 24th in Berlin; 20:00 of the 24th in Los Angeles is the 25th there.
    expect(await titlesOf(ada, 'due=today&sort=due')).toEqual(['all day', 'Auckland', 'Berlin', 'Tokyo']);
    expect(await titlesOf(ada, 'sort=due')).toEqual(['all day', 'Auckland', 'Berlin', 'Tokyo', 'Los Angeles']);
    expect(await summaryOf(ada)).toEqual({ open: 5, done: 0, overdue: 3, today: 4 });
  });

  it('are overdue only as long as it is open', async () => {
    const ada = await kitchen.member();
    const { id } = await dueOn(ada, 'late', '2026-11-20');
    const { id: todays } = await dueOn(ada, 'today', '2026-11-24');
    atTime('2026-11-24T12:00:00Z');
    expect(await summaryOf(ada)).toEqual({ open: 2, done: 0, overdue: 1, today: 1 });
    await ada.api.put(`/todos/${id}/completion`);
    await ada.api.put(`/todos/${todays}/completion`);
    expect(await titlesOf(ada, 'due=overdue')).toEqual([]);
    expect(await titlesOf(ada, 'due=today')).toEqual(['today']);
    expect(await titlesOf(ada, 'due=today&done=false')).toEqual([]);
    expect(await summaryOf(ada)).toEqual({ open: 0, done: 2, overdue: 0, today: 0 });
  });

  it('this week are today and the six days after it', async () => {
    const ada = await kitchen.member({ timezone: 'Pacific/Auckland' });
    for (const date of ['2026-11-23', '2026-11-24', '2026-11-30', '2026-12-01']) await dueOn(ada, date, date);
    await dueOn(ada, 'last minute', '2026-11-30', '23:59');
    await dueOn(ada, 'too late', '2026-12-01', '00:00');
    atTime('2026-11-23T20:00:00Z');
    expect(await titlesOf(ada, 'due=week&sort=due')).toEqual(['2026-11-24', '2026-11-30', 'last minute']);
  });

  it.each([
    // A calendar week would end with the Sunday, or begin anew with the Monday.
    ['on a Sunday', 'Europe/Berlin', '2026-11-22T22:59:59Z', '2026-11-22', '2026-11-28'],
    ['on a Monday', 'Europe/Berlin', '2026-11-22T23:00:00Z', '2026-11-23', '2026-11-29'],
    ['when clocks are put forward', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-28', '2026-04-03'],
    ['up to the day when they are', 'Europe/Berlin', '2026-03-23T12:00:00Z', '2026-03-23', '2026-03-29'],
    ['when clocks are put back', 'America/New_York', '2026-11-01T03:59:59Z', '2026-10-31', '2026-11-06'],
    ['up to the day when they are', 'America/New_York', '2026-10-26T04:00:00Z', '2026-10-26', '2026-11-01'],
    ['far in the east', 'Pacific/Kiritimati', '2026-12-27T10:00:00Z', '2026-12-28', '2027-01-03'],
    ['far in the west', 'Pacific/Niue', '2026-12-28T10:59:59Z', '2026-12-27', '2027-01-02'],
  ])('within a week, %s, in %s: at %s from %s to %s', async (_, timezone, instant, first, last) => {
    const ada = await kitchen.member({ timezone });
    const [before, after] = [addDays(first, -1), addDays(last, 1)];
    for (const date of [before, first, last, after]) {
      await dueOn(ada, date, date);
      for (const time of ['00:00', '23:59']) await dueOn(ada, `${date} ${time}`, date, time);
    }
    atTime(instant);
    const days = [first, last].flatMap((date) => [date, `${date} 00:00`, `${date} 23:59`]);
    expect((await titlesOf(ada, 'due=week')).sort()).toEqual(days);
  });

  it('follow the member to another time zone, without being written again', async () => {
    const ada = await kitchen.member({ timezone: 'America/Los_Angeles' });
    await dueOn(ada, '2026-11-23', '2026-11-23');
    await dueOn(ada, '2026-11-24', '2026-11-24');
    await dueOn(ada, 'noon', '2026-11-23', '12:00');
    atTime('2026-11-23T20:00:00Z');
    expect(await titlesOf(ada, 'due=today&sort=due')).toEqual(['2026-11-23', 'noon']);
    expect((await ada.api.patch('/users/me', { timezone: 'Pacific/Auckland' })).status).toBe(200);
    // Noon was meant in Los Angeles: that moment is on the 24th in Auckland.
    expect((await titlesOf(ada, 'due=today')).sort()).toEqual(['2026-11-24', 'noon']);
    expect(await titlesOf(ada, 'due=overdue')).toEqual(['2026-11-23']);

    const maui = await kitchen.member({ timezone: 'Pacific/Auckland' });
    await dueOn(maui, '2026-11-23', '2026-11-23');
    await dueOn(maui, '2026-11-24', '2026-11-24');
    await maui.api.patch('/users/me', { timezone: 'America/Los_Angeles' });
    expect(await titlesOf(maui, 'due=today')).toEqual(['2026-11-23']);
    expect(await summaryOf(maui)).toMatchObject({ overdue: 0, today: 1 });
  });

  it('take the member’s time zone when a time comes without one', async () => {
    const ada = await kitchen.member({ timezone: 'Asia/Kathmandu' });
    const create = async (due: object) => (await ada.api.post('/todos', { title: 'x', due })).body.due;
    expect(await create({ date: '2026-11-24' })).toEqual({ date: '2026-11-24' });
    expect(await create({ date: '2026-11-24', time: null, timezone: null })).toEqual({ date: '2026-11-24' });
    expect(await create({ date: '2026-11-24', time: '00:00' })).toEqual({
      date: '2026-11-24',
      time: '00:00',
      timezone: 'Asia/Kathmandu',
    });
    for (const date of ['1000-01-01', '9999-12-31']) {
      const due = { date, time: '23:59', timezone: 'America/Los_Angeles' };
      expect(await create(due)).toEqual(due);
      expect(await create({ date })).toEqual({ date });
    }
    expect(await titlesOf(ada, 'sort=due', 2)).toHaveLength(7);
  });

  it('are merged when they are patched', async () => {
    const ada = await kitchen.member({ timezone: 'Europe/Berlin' });
    const { id } = await todo(ada);
    const patch = async (due: object | null) => {
      const { status, body } = await ada.api.patch(`/todos/${id}`, { due });
      return status === 200 ? body.due : body.errors.map(({ pointer }: { pointer: string }) => pointer);
    };
    const berlin = { timezone: 'Europe/Berlin' };
    expect(await patch({})).toEqual(['/due/date']);
    expect(await patch({ time: '10:00' })).toEqual(['/due/date']);
    expect(await patch({ date: '2026-11-24', time: '10:00' })).toEqual({
      date: '2026-11-24',
      time: '10:00',
      ...berlin,
    });
    expect(await patch({ date: '2026-11-25' })).toEqual({ date: '2026-11-25', time: '10:00', ...berlin });
    expect(await patch({ timezone: 'Asia/Tokyo' })).toEqual({
      date: '2026-11-25',
      time: '10:00',
      timezone: 'Asia/Tokyo',
    });
    expect(await patch({ time: '11:00' })).toEqual({ date: '2026-11-25', time: '11:00', timezone: 'Asia/Tokyo' });
    expect(await patch({ timezone: null })).toEqual({ date: '2026-11-25', time: '11:00', ...berlin });
    expect(await patch({ time: null, timezone: 'Asia/Tokyo' })).toEqual(['/due/timezone']);
    expect(await patch({ time: null })).toEqual({ date: '2026-11-25' });
    expect(await patch({ timezone: 'Asia/Tokyo' })).toEqual(['/due/timezone']);
    expect(await patch({})).toEqual({ date: '2026-11-25' });
    expect(await patch(null)).toBeNull();
    expect((await ada.api.get(`/todos/${id}`)).body).toMatchObject({ due: null, title: 'Bake' });
  });

  it('come soonest first, those without a date last, page by page', async () => {
    const ada = await kitchen.member();
    await Promise.all([1, 2, 3].map((i) => todo(ada, { title: `z${i}` })));
    await dueOn(ada, 'c', '2026-11-24', '09:00');
    await dueOn(ada, 'b', '2026-11-24');
    await dueOn(ada, 'd', '2026-11-24', '12:00');
    await dueOn(ada, 'a', '2026-11-23', '23:59');
    const titles = await titlesOf(ada, 'sort=due');
    expect(titles.slice(0, 4)).toEqual(['a', 'b', 'c', 'd']);
    expect(titles.slice(4).sort()).toEqual(['z1', 'z2', 'z3']);
  });
});
