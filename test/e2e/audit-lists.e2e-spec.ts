import { finished, type Sql } from '../../src/platform/database/sql.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

describe('reading the audit log', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let target: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    cast = await castOf(kitchen);
    target = await kitchen.member();
    const agent = { 'user-agent': 'staff-browser/1.0' };
    await cast.admin.api.patch(`/users/${target.username}/role`, { role: 'moderator' }, agent);
    await cast.admin.api.put(`/users/${target.username}/suspension`, { reason: 'Spam' }, agent);
    await cast.admin.api.delete(`/users/${target.username}/suspension`, agent);
    await kitchen.guest.post('/auth/login', { login: target.username, password: 'x' }, { 'user-agent': 'curl/8.5.0' });
    await kitchen.guest.post('/auth/login', { login: 'nobody', password: 'x' });
  });
  afterAll(() => kitchen.close());

  const audit = (query = '') => cast.admin.api.get(`/audit${query}`);
  const eventsOf = (answer: { body: { items: { event: string }[] } }) => answer.body.items.map(({ event }) => event);

  scenarios(
    () => Promise.resolve({ kitchen, cast }),
    [
      { title: 'the log', as: 'guest', method: 'GET', path: () => '/audit', status: 401, notContains: ['auth.login'] },
      {
        title: 'the log',
        as: ['owner', 'stranger', 'moderator'],
        method: 'GET',
        path: () => '/audit',
        status: 403,
        code: 'auth.forbidden',
        notContains: ['auth.login', 'items'],
      },
      {
        title: 'the log',
        as: 'admin',
        method: 'GET',
        path: () => '/audit',
        status: 200,
        contains: ['"items"', '"users.suspended"', '"staff-browser"', '"Spam"'],
        notContains: ['@example.com', 'actorId', 'actor_id', 'subjectUsername', '"role"'],
      },
      { title: 'my own', as: 'guest', method: 'GET', path: () => '/users/me/security-events', status: 401 },
      {
        title: 'my own',
        as: ['owner', 'stranger', 'moderator', 'admin'],
        method: 'GET',
        path: () => '/users/me/security-events',
        status: 200,
        contains: ['"auth.login"', '"isMine":true'],
        notContains: ['Spam', 'staff-browser', '@example.com', 'actor', 'subject', 'username', 'users.suspended'],
      },
    ],
  );

  it('shows who, whom, from where and with what', async () => {
    const { body } = await audit('?event=users.suspended');

    expect(body.items).toEqual([
      {
        id: expect.any(String),
        event: 'users.suspended',
        actor: { username: cast.admin.username, displayName: cast.admin.username, avatarUrl: null },
        subject: { username: target.username, displayName: target.username, avatarUrl: null },
        ip: '127.0.0.1',
        device: 'staff-browser',
        details: { reason: 'Spam', until: null },
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    ]);
  });

  it('filters by actor, subject, event and time, each alone and all together', async () => {
    expect(eventsOf(await audit(`?actor=${cast.admin.username.toUpperCase()}`))).toEqual([
      'users.suspension_lifted',
      'users.suspended',
      'users.role_changed',
      'auth.login',
    ]);
    expect(eventsOf(await audit(`?subject=${target.username}`))).toEqual([
      'auth.login_failed',
      'users.suspension_lifted',
      'users.suspended',
      'users.role_changed',
      'auth.login',
    ]);
    const failed = await audit('?event=auth.login_failed');
    expect(failed.body.items.map(({ subject }: { subject: object | null }) => subject)).toEqual([
      null,
      expect.objectContaining({ username: target.username }),
    ]);
    const [{ createdAt }] = (await audit('?event=users.suspended')).body.items;
    expect(eventsOf(await audit(`?event=users.suspended&from=${createdAt}`))).toEqual(['users.suspended']);
    expect(eventsOf(await audit(`?event=users.suspended&to=${createdAt}`))).toEqual([]);
    const later = new Date(Date.parse(createdAt) + 1).toISOString();
    expect(eventsOf(await audit(`?event=users.suspended&from=${later}`))).toEqual([]);
    const all = `?actor=${cast.admin.username}&subject=${target.username}&event=users.suspended&from=${createdAt}&to=${later}`;
    expect(eventsOf(await audit(all))).toEqual(['users.suspended']);
    expect(eventsOf(await audit(`?actor=nobody&subject=${target.username}`))).toEqual([]);
    expect(eventsOf(await audit('?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59-23:59&limit=100'))).not.toEqual([]);
  });

  it('pages from the newest to the oldest, skipping and doubling nothing while entries are added', async () => {
    const { body } = await audit('?limit=100');
    const expected = body.items.map(({ id }: { id: string }) => id);
    const seen: string[] = [];
    let query = '?limit=3';
    for (;;) {
      const page = await audit(query);
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      await kitchen.member();
      if (page.body.nextCursor === null) break;
      expect(page.headers.get('link')).toContain('rel="next"');
      query = `?limit=3&cursor=${page.body.nextCursor}`;
    }

    expect(seen).toEqual(expected);
  });

  it.each([
    ['?actor=', 'actor'],
    ['?subject=', 'subject'],
    ['?actor=a&actor=b', 'actor'],
    ['?actor=%00', 'actor'],
    [`?subject=${'x'.repeat(101)}`, 'subject'],
    ['?event=auth.nothing', 'event'],
    ['?event=', 'event'],
    ['?from=yesterday', 'from'],
    ['?from=2026-02-30T00:00:00Z', 'from'],
    ['?to=2026-01-01', 'to'],
    ['?to=', 'to'],
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?ip=127.0.0.1', 'ip'],
  ])('answers %s with 400, naming %s', async (query, name) => {
    const answer = await audit(query);

    expect(answer.body).toMatchObject({ status: 400, code: 'http.invalid_parameter' });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([`/${name}`]);
  });

  it('takes no cursor of another list, nor one that was tampered with', async () => {
    const own = await cast.admin.api.get('/users/me/security-events?limit=1');
    const { body } = await audit('?limit=1');
    await cast.owner.api.post('/posts', { title: 'x', body: 'y' });
    const others = [own.body.nextCursor ?? 'x', `${body.nextCursor}A`, body.nextCursor.slice(0, -4), '%', ''];

    for (const cursor of others) {
      const answer = await audit(`?cursor=${encodeURIComponent(cursor)}`);
      expect(answer.body).toMatchObject({ status: 400, code: 'http.invalid_cursor' });
    }
    const elsewhere = await cast.admin.api.get(`/users/me/security-events?cursor=${body.nextCursor}`);
    expect(elsewhere.body.code).toBe('http.invalid_cursor');
  });

  it('shows a member what happened to the account, and of the staff only what it did', async () => {
    const session = await kitchen.member();
    await kitchen.guest.post('/auth/login', { login: session.username, password: 'x' }, { 'user-agent': 'curl/8.5.0' });
    await cast.admin.api.patch(
      `/users/${session.username}/role`,
      { role: 'moderator' },
      { 'user-agent': 'staff-browser' },
    );
    const { body, text } = await session.api.get('/users/me/security-events');
    const when = { id: expect.any(String), createdAt: expect.any(String) };

    expect(body).toEqual({
      items: [
        {
          ...when,
          event: 'users.role_changed',
          isMine: false,
          ip: null,
          device: null,
          details: { from: 'user', to: 'moderator' },
        },
        {
          ...when,
          event: 'auth.login_failed',
          isMine: false,
          ip: '127.0.0.1',
          device: 'curl',
          details: { attempts: 1 },
        },
        { ...when, event: 'auth.login', isMine: true, ip: '127.0.0.1', device: 'Tests', details: {} },
      ],
      nextCursor: null,
    });
    expect(text).not.toContain(cast.admin.username);
    expect(text).not.toContain('staff-browser');
  });

  it('shows an admin under “me” nothing of what was done to others', async () => {
    const { body } = await cast.admin.api.get('/users/me/security-events?limit=100');

    expect(eventsOf({ body })).toEqual(['auth.login']);
  });

  it('uses an index for every filter, however long the log is', async () => {
    await kitchen.sql`
      insert into security_events (id, event, actor_id, subject_id, created_at)
      select gen_random_uuid(), case when n % 500 = 0 then 'auth.logout' else 'auth.login' end,
        case when n % 500 = 1 then ${cast.stranger.id}::uuid else ${cast.owner.id}::uuid end,
        case when n % 500 = 1 then ${cast.stranger.id}::uuid else ${cast.owner.id}::uuid end,
        now() - n * interval '1 minute'
      from generate_series(1, 20000) as n`;
    await kitchen.sql`analyze security_events`;
    const { SecurityEventsRepository } = await import('../../src/modules/auth/audit/security-events.repository.js');
    const { Database } = await import('../../src/platform/database/database.js');
    const database = kitchen.nest.get<{ many: (statement: Sql) => unknown }>(Database);
    const original = database.many.bind(database);
    const plans: string[] = [];
    database.many = async ({ text, values }) => {
      const rows = await original(finished(`explain (costs off) ${text}`, values));
      plans.push(JSON.stringify(rows));
      return [];
    };
    const events = kitchen.nest.get(SecurityEventsRepository);
    const after = ['2026-01-01T00:00:00.000Z', cast.owner.id] as const;
    await events.list({}, 11, after);
    await events.list({ subjectId: cast.stranger.id }, 11, after);
    await events.list({ actor: cast.stranger.username }, 11);
    await events.list({ event: 'auth.logout' }, 11, after);
    await events.list({ from: new Date(Date.now() - 3_600_000) }, 11);
    database.many = original;

    expect(plans).toHaveLength(5);
    for (const plan of plans) {
      expect(plan).toMatch(/Index Scan Backward using security_events_\w+_idx/);
      expect(plan).not.toContain('Seq Scan on security_events');
    }
  });
});
