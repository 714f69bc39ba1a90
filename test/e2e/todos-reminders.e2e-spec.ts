import { setTimeout as delay } from 'node:timers/promises';
import { TodoRemindersService } from '../../src/modules/todos/reminders/todo-reminders.service.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { allSent, type MailServer, startMailServer } from '../support/mail-server.js';
import { todo } from '../support/todos.js';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

describe('reminders of todos', () => {
  let smtp: MailServer;
  let kitchen: Kitchen;
  let replica: Kitchen;
  let ada: Member;
  let now: number;

  beforeAll(async () => {
    smtp = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: smtp.url, DATABASE_POOL_SIZE: '4' });
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, SMTP_URL: smtp.url });
    for (const { nest } of [kitchen, replica]) nest.get(Clock).now = () => new Date(now);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
    await smtp.close();
  });
  beforeEach(async () => {
    now = Date.now();
    await kitchen.sql`delete from todo_reminders`;
    ada = await newMember();
  });

  async function newMember(timezone?: string): Promise<Member> {
    const member = await kitchen.member(timezone === undefined ? {} : { timezone });
    await kitchen.sql`update users set email_verified_at = now() where id = ${member.id}`;
    return member;
  }
  /** Lets time go by on both replicas. */
  async function at(moment: number): Promise<string[]> {
    now = moment;
    await Promise.all([kitchen, replica].map(({ nest }) => nest.get(TodoRemindersService).remind()));
    await allSent(kitchen);
    return mailsTo(ada);
  }
  const mailsTo = ({ username }: Member) => smtp.to(`${username}@example.com`).map(({ subject }) => subject);
  const dueIn = (millis: number) => {
    const moment = new Date(Math.ceil((now + millis) / MINUTE) * MINUTE);
    const [date, time] = moment.toISOString().split('T') as [string, string];
    return { moment: moment.getTime(), due: { date, time: time.slice(0, 5), timezone: 'UTC' } };
  };

  it('come at their minute, absolute and relative ones, each once from two replicas, and say what and when', async () => {
    const { moment, due } = dueIn(2 * HOUR);
    const reminders = [{ minutesBefore: 30 }, { at: new Date(moment + MINUTE).toISOString() }, { minutesBefore: 30 }];
    const { id } = await todo(ada, { title: 'Tea with Bob', due, reminders });
    expect((await ada.api.get(`/todos/${id}`)).body.reminders).toEqual(reminders.slice(0, 2));

    expect(await at(moment - 30 * MINUTE - 1)).toEqual([]);
    expect(await at(moment - 30 * MINUTE)).toEqual(['Reminder: Tea with Bob']);
    expect(smtp.to(`${ada.username}@example.com`)[0]?.text).toContain(`It is due on ${due.date} at ${due.time} (UTC).`);
    expect(await at(moment)).toHaveLength(1);
    expect(await at(moment + MINUTE)).toHaveLength(2);
    expect(await at(moment + DAY)).toHaveLength(2);
    expect(await kitchen.sql`select from todo_reminders where todo_id = ${id}`).toEqual([]);
  });

  it('come once however many replicas ask at once', async () => {
    const { moment, due } = dueIn(HOUR);
    for (let i = 0; i < 20; i++) await todo(ada, { title: `t${i}`, due, reminders: [{ minutesBefore: 0 }] });
    now = moment;
    const asked = [kitchen, replica, kitchen, replica].map(({ nest }) => nest.get(TodoRemindersService).remind());
    const counts = await Promise.all(asked);
    await allSent(kitchen);
    expect(counts.reduce((sum, count) => sum + count)).toBe(20);
    expect(new Set(mailsTo(ada)).size).toBe(20);
    expect(mailsTo(ada)).toHaveLength(20);
  });

  it('come late, and as one, when nothing ran at their time', async () => {
    const { moment, due } = dueIn(2 * HOUR);
    await todo(ada, { due, reminders: [{ minutesBefore: 60 }, { minutesBefore: 10 }] });
    expect(await at(moment + HOUR)).toEqual(['Reminder: Bake']);
  });

  it('do not come for what was done, deleted, moved, or freed of them before', async () => {
    const { moment, due } = dueIn(2 * HOUR);
    const make = () => todo(ada, { due, reminders: [{ minutesBefore: 0 }] });
    const [done, deleted, moved, freed, undated, reopened, listed] = [
      await make(),
      await make(),
      await make(),
      await make(),
      await make(),
      await make(),
      await todo(ada, { due, reminders: [{ minutesBefore: 0 }], parentId: (await make()).id }),
    ];
    await ada.api.put(`/todos/${done.id}/completion`);
    await ada.api.delete(`/todos/${deleted.id}`);
    await ada.api.patch(`/todos/${moved.id}`, { due: { date: dueIn(3 * DAY).due.date } });
    await ada.api.patch(`/todos/${freed.id}`, { reminders: [] });
    await ada.api.patch(`/todos/${undated.id}`, { due: null });
    await ada.api.put(`/todos/${reopened.id}/completion`);
    await ada.api.delete(`/todos/${reopened.id}/completion`);
    await ada.api.patch(`/todos/${reopened.id}`, { title: 'Reopened' });
    await ada.api.delete(`/todos/${(await ada.api.get(`/todos/${listed.id}`)).body.parentId}`);
    expect(await at(moment)).toEqual(['Reminder: Reopened']);
    await ada.api.post(`/todos/${deleted.id}/restoration`);
    expect(await at(moment + 4 * DAY)).toHaveLength(3);
  });

  it('do not come when that happens between the moment and the mail', async () => {
    const { moment, due } = dueIn(HOUR);
    await smtp.leave();
    const { id } = await todo(ada, { due, reminders: [{ minutesBefore: 0 }] });
    now = moment;
    await kitchen.nest.get(TodoRemindersService).remind();
    // The first attempt has failed by then: one that is under way has its letter already.
    const waiting = () => kitchen.sql`select from pgboss.job where name = 'mail' and state = 'retry'`;
    while ((await waiting()).length === 0) await delay(20);
    await ada.api.put(`/todos/${id}/completion`);
    await smtp.comeBack();
    await kitchen.sql`update pgboss.job set start_after = now() where name = 'mail' and state = 'retry'`;
    await allSent(kitchen);
    expect(mailsTo(ada)).toEqual([]);
  }, 30_000);

  it('come for each occurrence of what recurs', async () => {
    const { moment, due } = dueIn(2 * HOUR);
    const details = { due, recurrence: { rule: 'FREQ=DAILY' }, reminders: [{ minutesBefore: 5 }] };
    const { id } = await todo(ada, details);
    expect(await at(moment - 5 * MINUTE)).toHaveLength(1);
    await ada.api.put(`/todos/${id}/completion`);
    expect(await at(moment + HOUR)).toHaveLength(1);
    expect(await at(moment + DAY - 5 * MINUTE)).toHaveLength(2);
    await ada.api.put(`/todos/${id}/skip`);
    expect(await at(moment + 2 * DAY - 5 * MINUTE)).toHaveLength(3);
  });

  it('count whole days from nine where their owner is, also after moving there', async () => {
    const grace = await newMember('Pacific/Auckland');
    const day = new Date(now + 3 * DAY).toISOString().slice(0, 10);
    const { id } = await todo(grace, { due: { date: day }, reminders: [{ minutesBefore: 60 }] });
    const momentOf = async () =>
      (await kitchen.sql<{ at: Date }>`select remind_at as at from todo_reminders where todo_id = ${id}`)[0]?.at;
    const inZone = (timeZone: string, moment?: Date) =>
      moment?.toLocaleString('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    expect(inZone('Pacific/Auckland', await momentOf())).toBe(`${day} 08:00`);
    await grace.api.patch('/users/me', { timezone: 'America/New_York' });
    expect(inZone('America/New_York', await momentOf())).toBe(`${day} 08:00`);
  });

  it('do not go to addresses that were not verified', async () => {
    const { moment, due } = dueIn(HOUR);
    await kitchen.sql`update users set email_verified_at = null where id = ${ada.id}`;
    await todo(ada, { due, reminders: [{ minutesBefore: 0 }] });
    expect(await at(moment)).toEqual([]);
  });

  it('are set in batches, and leave what quick add makes alone', async () => {
    const operations = [
      { method: 'POST', path: '/todos', body: { title: 'Batched', reminders: [{ minutesBefore: 1 }] } },
      { method: 'PATCH', path: '/todos/$0', body: { reminders: [{ at: '2090-01-01T00:00:00Z' }] } },
    ];
    const { body } = await ada.api.post('/todos/batch', { operations });
    expect(body.results[1].body.reminders).toEqual([{ at: '2090-01-01T00:00:00.000Z' }]);
    const quick = await ada.api.post('/todos/quick', { text: 'Pay rent tomorrow 9am' });
    expect(JSON.stringify(quick.body)).toContain('"reminders":[]');
  });

  it.each([
    [null],
    ['soon'],
    [[null]],
    [[{}]],
    [['x']],
    [[{ minutesBefore: -1 }]],
    [[{ minutesBefore: 1.5 }]],
    [[{ minutesBefore: '5' }]],
    [[{ minutesBefore: null }]],
    [[{ minutesBefore: 1e9 }]],
    [[{ at: 'tomorrow' }]],
    [[{ at: null }]],
    [[{ at: '2026-02-30T00:00:00Z' }]],
    [[{ at: '0000-01-01T00:00:00Z' }]],
    [[{ at: '9999-12-31T23:59:59-12:00' }]],
    [[{ at: '2090-01-01T00:00:00Z', minutesBefore: 5 }]],
    [[{ minutesBefore: 5, sound: 'bell' }]],
    [Array.from({ length: 11 }, (_, minutesBefore) => ({ minutesBefore }))],
  ])('refuse %j by name, and store nothing', async (reminders) => {
    const { id } = await todo(ada);
    for (const answer of [
      await ada.api.post('/todos', { title: 'x', reminders }),
      await ada.api.patch(`/todos/${id}`, { title: 'x', reminders }),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'http.validation_failed' } });
      expect(answer.text).toContain('"pointer":"/reminders');
    }
    expect((await ada.api.get('/todos')).body.items).toMatchObject([{ title: 'Bake', reminders: [] }]);
  });
});
