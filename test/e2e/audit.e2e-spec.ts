import { currentRequest } from '../../src/platform/http/request-context.js';
import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';

const PASSWORD = 'a walk in the park 42';
const FIREFOX = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

interface Entry {
  event: string;
  actor: string | null;
  subject: string | null;
  ip: string | null;
  device: string | null;
  details: object;
}

describe('the audit log', () => {
  let kitchen: Kitchen;
  let counter = 0;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  async function register() {
    const username = `grace_${++counter}`;
    const body = { username, email: `${username}@example.com`, password: PASSWORD };
    const { accessToken, refreshToken, user } = (await kitchen.guest.post('/auth/register', body, FIREFOX)).body;
    return { id: user.id as string, username, accessToken, refreshToken, api: new Api(kitchen.origin, accessToken) };
  }

  const logIn = (username: string, password = PASSWORD) =>
    kitchen.guest.post('/auth/login', { login: username, password }, FIREFOX);

  /** What is entered about somebody, oldest first. */
  const entriesAbout = (id: string | null) => kitchen.sql<Entry>`
    select event, actor_id as actor, subject_id as subject, ip, device, details from security_events
    where subject_id is not distinct from ${id} order by created_at, id`;

  it('knows of registering, logging in, refusals and logging out: who, from where, with what', async () => {
    const { id, username, api } = await register();
    const mine = { actor: id, subject: id, ip: '127.0.0.1', device: 'Firefox on Linux' };
    const login = await logIn(username);
    await logIn(username, 'something else');
    const { body } = await api.get('/auth/sessions');
    const other = body.items.find(({ current }: { current: boolean }) => !current);
    await api.delete(`/auth/sessions/${other.id}`, FIREFOX);
    await api.post('/auth/logout?scope=all', undefined, FIREFOX);

    expect(login.status).toBe(200);
    expect(await entriesAbout(id)).toEqual([
      { ...mine, event: 'auth.register', details: {} },
      { ...mine, event: 'auth.login', details: {} },
      { ...mine, event: 'auth.login', details: {} },
      { ...mine, event: 'auth.login_failed', actor: null, details: { attempts: 1 } },
      { ...mine, event: 'auth.session_ended', details: { device: 'Firefox on Linux' } },
      { ...mine, event: 'auth.logout', details: { scope: 'all' } },
    ]);
  });

  it('knows of a refresh token that came back', async () => {
    const { id, refreshToken } = await register();
    const refresh = (token: string) =>
      kitchen.guest.post('/auth/refresh', { refreshToken: token }, { 'user-agent': 'x' });
    await refresh((await refresh(refreshToken)).body.refreshToken);
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(refreshToken)));

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    const [entry, ...more] = (await entriesAbout(id)).slice(2);
    expect(more).toEqual([]);
    expect(entry).toEqual({
      event: 'auth.refresh_reuse',
      actor: null,
      subject: id,
      ip: '127.0.0.1',
      device: 'x',
      details: { device: 'Firefox on Linux' },
    });
  });

  it('knows what admins did to whom', async () => {
    const admin = await kitchen.member({ role: 'admin' });
    const { id, username } = await register();
    const until = '2099-01-01T00:00:00.000Z';
    await admin.api.patch(`/users/${username}/role`, { role: 'moderator' }, FIREFOX);
    await admin.api.patch(`/users/${username}/role`, { role: 'moderator' }, FIREFOX);
    await admin.api.put(`/users/${username}/suspension`, { reason: 'Spam', until }, FIREFOX);
    await logIn(username);
    await admin.api.delete(`/users/${username}/suspension`, FIREFOX);

    const done = { actor: admin.id, subject: id, ip: '127.0.0.1', device: 'Firefox on Linux' };
    expect((await entriesAbout(id)).slice(2)).toEqual([
      { ...done, event: 'users.role_changed', details: { from: 'user', to: 'moderator' } },
      { ...done, event: 'users.suspended', details: { reason: 'Spam', until } },
      { ...done, event: 'auth.login_failed', actor: null, details: { attempts: 1 } },
      { ...done, event: 'users.suspension_lifted', details: {} },
    ]);
  });

  it('has nothing of what was refused or did not happen', async () => {
    const admin = await kitchen.member({ role: 'admin' });
    const { id, username, api } = await register();
    await admin.api.patch(`/users/${username}/role`, { role: 'root' });
    await admin.api.patch(`/users/${username}/role`, { role: 'moderator' }, { 'if-match': '"99.x"' });
    await admin.api.put(`/users/${username}/suspension`, { reason: '' });
    await admin.api.delete(`/users/${username}/suspension`);
    await api.delete('/auth/sessions/019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10');
    await api.post('/auth/logout?scope=nobody');

    expect((await entriesAbout(id)).map(({ event }) => event)).toEqual(['auth.register', 'auth.login']);
  });

  it('has an entry exactly when the change is there: neither without the other', async () => {
    const admin = await kitchen.member({ role: 'admin' });
    const { id, username } = await register();
    await kitchen.sql`alter table security_events add constraint full_up check (event <> 'users.suspended') not valid`;
    const answer = await admin.api.put(`/users/${username}/suspension`, { reason: 'Spam' });
    await kitchen.sql`alter table security_events drop constraint full_up`;

    expect(answer.status).toBe(500);
    expect(await kitchen.sql`select suspended_until from users where id = ${id}`).toEqual([{ suspended_until: null }]);
    expect((await logIn(username)).status).toBe(200);
  });

  it('grows by the powers of ten while somebody guesses, for an account and for names of nobody', async () => {
    const { SecurityEvents } = await import('../../src/modules/auth/audit/security-events.js');
    const events = kitchen.nest.get(SecurityEvents);
    const { id } = await register();
    const client = { ip: '192.0.2.7', device: 'curl' };
    const before = (await entriesAbout(null)).length;
    for (let guess = 0; guess < 250; guess++) {
      await events.recordFailedLogin(id, 'grace', client);
      await events.recordFailedLogin(undefined, `made_up_${guess}`, client);
    }

    const told = (await entriesAbout(id)).slice(2);
    expect(told.map(({ details }) => details)).toEqual([{ attempts: 1 }, { attempts: 10 }, { attempts: 100 }]);
    expect((await entriesAbout(null)).length - before).toBeLessThanOrEqual(16 * 3);
    const counted = await kitchen.sql<{ bucket: string; attempts: number }>`select bucket, attempts from failed_logins`;
    expect(counted.find(({ bucket }) => bucket === id)!.attempts).toBe(250);
    expect(counted.filter(({ bucket }) => bucket.startsWith('00000000-')).length).toBeLessThanOrEqual(16);
  });

  it('counts every one of 100 parallel failures on one account', async () => {
    const { SecurityEvents } = await import('../../src/modules/auth/audit/security-events.js');
    const { id } = await register();
    await Promise.all(
      Array.from({ length: 100 }, () =>
        kitchen.nest.get(SecurityEvents).recordFailedLogin(id, 'grace', { ip: '192.0.2.7', device: 'curl' }),
      ),
    );

    expect(await kitchen.sql`select attempts from failed_logins where user_id = ${id}`).toEqual([{ attempts: 100 }]);
    expect((await entriesAbout(id)).slice(2).map(({ details }) => details)).toEqual([
      { attempts: 1 },
      { attempts: 10 },
      { attempts: 100 },
    ]);
  });

  it('runs the same statements for an unknown name as for a wrong password', async () => {
    const { username } = await register();
    const during = async (login: string) => {
      const { Database } = await import('../../src/platform/database/database.js');
      const database = kitchen.nest.get<{ run: (statement: { text: string }) => unknown }>(Database);
      const original = database.run.bind(database);
      const texts: string[] = [];
      database.run = (statement) => {
        // Jobs speak to the database at the same time.
        if (currentRequest()?.url === '/api/v1/auth/login') texts.push(statement.text);
        return original(statement);
      };
      await logIn(login, 'something else');
      database.run = original;
      return texts;
    };

    const known = await during(username);
    expect(known).toHaveLength(6);
    expect(await during('no_such_name')).toEqual(known);
  });

  it('forgets counters when their hour is long over, and keeps the entries', async () => {
    const { FailedLoginsRepository } = await import('../../src/modules/auth/audit/failed-logins.repository.js');
    const { id, username } = await register();
    await logIn(username, 'something else');
    const repository = kitchen.nest.get(FailedLoginsRepository);
    await repository.deleteOld();
    expect(await kitchen.sql`select 1 from failed_logins where user_id = ${id}`).toHaveLength(1);
    await kitchen.sql`update failed_logins set hour = hour - interval '2 hours' where user_id = ${id}`;
    await repository.deleteOld();

    expect(await kitchen.sql`select 1 from failed_logins where user_id = ${id}`).toEqual([]);
    expect(await entriesAbout(id)).toHaveLength(3);
  });

  describe('once written', () => {
    const hands = [
      ['updated', () => kitchen.sql`update security_events set details = '{}'`],
      ['given to nobody', () => kitchen.sql`update security_events set actor_id = null where actor_id is not null`],
      ['updated to the same', () => kitchen.sql`update security_events set event = event`],
      ['deleted', () => kitchen.sql`delete from security_events`],
      ['deleted where nobody is known', () => kitchen.sql`delete from security_events where subject_id is null`],
      ['truncated', () => kitchen.sql`truncate security_events`],
      ['truncated with the accounts', () => kitchen.sql`truncate users cascade`],
    ] as const;

    it.each(hands)('cannot be %s, even by the role that owns the table', async (_what, lay) => {
      const { username } = await register();
      await logIn(username, 'something else');
      await logIn('nobody_at_all', 'something else');
      const rows = () => kitchen.sql`select * from security_events order by id`;
      const before = await rows();

      await expect(lay()).rejects.toMatchObject({ code: '42501', message: 'The audit log is append-only.' });
      expect(await rows()).toEqual(before);
    });

    it('goes with the account that it is about, and of who acted elsewhere no trace stays', async () => {
      const keeper = await kitchen.member({ role: 'admin' });
      const admin = await kitchen.member({ role: 'admin' });
      const { id, username } = await register();
      const target = await register();
      await logIn(username, 'something else');
      await admin.api.put(`/users/${target.username}/suspension`, { reason: 'Spam' }, FIREFOX);
      await admin.api.put(`/users/${username}/suspension`, { reason: 'Spam' }, FIREFOX);

      await kitchen.sql`delete from users where id = ${id}`;
      expect(await entriesAbout(id)).toEqual([]);
      expect(await kitchen.sql`select 1 from failed_logins where user_id = ${id}`).toEqual([]);
      await kitchen.sql`delete from users where id = ${admin.id}`;
      expect((await entriesAbout(target.id)).at(-1)).toEqual({
        event: 'users.suspended',
        actor: null,
        subject: target.id,
        ip: null,
        device: null,
        details: { reason: 'Spam', until: null },
      });
      expect((await keeper.api.get('/audit')).status).toBe(200);
    });
  });

  it('holds no password and no token', async () => {
    const admin = await kitchen.member({ role: 'admin' });
    const { username, accessToken, refreshToken, api } = await register();
    const secrets = [PASSWORD, 'a wrong pass phrase', accessToken, refreshToken, '$argon2', 'krt_', 'eyJ'];
    await logIn(username, 'a wrong pass phrase');
    await kitchen.guest.post('/auth/login', { login: PASSWORD, password: username });
    const { body } = await kitchen.guest.post('/auth/refresh', { refreshToken });
    secrets.push(body.accessToken, body.refreshToken);
    await api.post('/auth/logout');
    await admin.api.put(`/users/${username}/suspension`, { reason: 'Spam' });

    const tables = await kitchen.sql<{ text: string }>`
      select string_agg(e::text, ' ') as text from security_events e
      union all select string_agg(f::text, ' ') from failed_logins f`;
    const answer = await admin.api.get('/audit?limit=100');
    for (const text of [...tables.map((row) => row.text), answer.text]) {
      expect(text.length).toBeGreaterThan(100);
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/password|token|secret/i);
    }
  });
});
