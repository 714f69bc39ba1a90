import { AuthService } from '../../src/modules/auth/index.js';
import { PasswordHasher } from '../../src/modules/auth/password-hasher.js';
import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { PASSWORD, register } from '../support/register.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

const NEW_PASSWORD = 'another horse, another staple';

describe('changing the password', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: server.url });
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, SMTP_URL: server.url });
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
    await server.close();
  });

  const change = (api: Api, currentPassword: unknown = PASSWORD, newPassword: unknown = NEW_PASSWORD) =>
    api.put('/auth/password', { currentPassword, newPassword });
  const statusOf = async (api: Api) => (await api.get('/users/me')).status;

  describe('is for oneself', () => {
    let cast: Cast;
    beforeAll(async () => {
      cast = await castOf(kitchen);
    });
    const body = { currentPassword: 'not the password', newPassword: NEW_PASSWORD };

    scenarios(
      () => Promise.resolve({ kitchen, cast }),
      [
        { title: 'a new password', as: 'guest', method: 'PUT', path: () => '/auth/password', body, status: 401 },
        {
          title: 'a new password, without knowing the old one',
          as: ['owner', 'stranger', 'moderator', 'admin'],
          method: 'PUT',
          path: () => '/auth/password',
          body,
          status: 403,
          code: 'auth.wrong_password',
          contains: ['/currentPassword'],
          notContains: ['argon2', 'not the password', NEW_PASSWORD],
        },
      ],
    );
  });

  it('keeps this session and ends the others, on the other process too', async () => {
    const grace = await register(kitchen);
    const elsewhere = await grace.signIn();
    const token = elsewhere['accessToken']!;
    const there = new Api(replica.origin, token);
    expect(await statusOf(there)).toBe(200);

    expect(await change(grace.api)).toMatchObject({ status: 204, text: '' });
    expect((await there.get('/users/me')).body.code).toBe('auth.session_ended');
    expect(await statusOf(elsewhere)).toBe(401);
    expect(await statusOf(grace.api)).toBe(200);
    expect(await statusOf(await grace.signIn())).toBe(401);
    expect(await statusOf(await grace.signIn(NEW_PASSWORD))).toBe(200);
  });

  it('is told to the member, and written to the audit log, without either password', async () => {
    const grace = await register(kitchen);
    await server.next(grace.email);
    await change(grace.api);
    const mail = await server.next(grace.email);
    const events = await kitchen.sql`select event, details from security_events where subject_id = ${grace.id}`;

    expect(mail.subject).toBe('Your password was changed');
    expect(mail.token).toBe('');
    expect(events).toContainEqual({ event: 'auth.password_changed', details: {} });
    for (const secret of [PASSWORD, NEW_PASSWORD]) expect(mail.text + JSON.stringify(events)).not.toContain(secret);
  });

  it('makes links that were mailed before worthless', async () => {
    const grace = await register(kitchen);
    const verification = await server.next(grace.email);
    await kitchen.guest.post('/auth/password/forgot', { email: grace.email });
    const reset = await server.next(grace.email);
    await change(grace.api);

    expect((await kitchen.guest.post('/auth/email/verify', { token: verification.token })).status).toBe(422);
    const answer = await kitchen.guest.post('/auth/password/reset', {
      token: reset.token,
      newPassword: 'yet another one',
    });
    expect(answer.body).toMatchObject({ status: 422, code: 'auth.invalid_token' });
    expect(await statusOf(await grace.signIn(NEW_PASSWORD))).toBe(200);
  });

  it.each([
    ['a wrong current password', ['something else', NEW_PASSWORD], 403, '/currentPassword'],
    ['an empty current password', ['', NEW_PASSWORD], 403, '/currentPassword'],
    ['an over-long current password', [PASSWORD.padEnd(5000, 'x'), NEW_PASSWORD], 403, '/currentPassword'],
    ['no current password', [null, NEW_PASSWORD], 422, '/currentPassword'],
    ['a short new password', [PASSWORD, 'zxvprqw'], 422, '/newPassword'],
    ['an over-long new password', [PASSWORD, 'zx!'.repeat(86)], 422, '/newPassword'],
    ['a commonly used new password', [PASSWORD, 'Password123'], 422, '/newPassword'],
    ['a new password with a NUL character', [PASSWORD, 'a walk\0in the park'], 422, '/newPassword'],
    ['a new password with half of a surrogate pair', [PASSWORD, 'a walk \ud800 the park'], 422, '/newPassword'],
    ['a new password that is a list', [PASSWORD, [NEW_PASSWORD]], 422, '/newPassword'],
  ] as const)('refuses %s, and changes nothing', async (_what, [current, wanted], status, pointer) => {
    const grace = await register(kitchen);
    const elsewhere = await grace.signIn();
    const answer = await change(grace.api, current, wanted);

    expect(answer.status).toBe(status);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(await statusOf(elsewhere)).toBe(200);
    expect(await statusOf(await grace.signIn())).toBe(200);
  });

  it('refuses the username for a password, and unknown fields', async () => {
    const grace = await register(kitchen);
    expect((await change(grace.api, PASSWORD, grace.username.toUpperCase())).body.errors).toEqual([
      expect.objectContaining({ pointer: '/newPassword', code: 'auth.password_is_name' }),
    ]);
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD, userId: 'x' };
    expect((await grace.api.put('/auth/password', body)).body.errors).toEqual([
      expect.objectContaining({ pointer: '/userId', code: 'field.unknown' }),
    ]);
  });

  it('lets one of 20 parallel changes through', async () => {
    const grace = await register(kitchen);
    const wanted = Array.from({ length: 20 }, (_, i) => `the password of change ${i}`);
    const answers = await Promise.all(wanted.map((password) => change(grace.api, PASSWORD, password)));
    const [winner] = wanted.filter((_, i) => answers[i]!.status === 204);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(19).fill(403)]);
    expect(await statusOf(await grace.signIn(winner))).toBe(200);
    const [row] = await kitchen.sql`
      select count(*)::int as n from security_events where subject_id = ${grace.id} and event = 'auth.password_changed'`;
    expect(row).toEqual({ n: 1 });
  });

  it('does not let in who proved the old password a moment too early', async () => {
    const grace = await register(kitchen);
    const hasher = kitchen.nest.get(PasswordHasher);
    const verify = hasher.verify.bind(hasher);
    let hasChanged = false;
    hasher.verify = async (hash, password) => {
      const isRight = await verify(hash, password);
      if (!hasChanged) {
        hasChanged = true;
        expect((await change(grace.api)).status).toBe(204);
      }
      return isRight;
    };
    const login = kitchen.nest
      .get(AuthService)
      .logIn({ login: grace.username, password: PASSWORD }, { device: 'Tests', ip: '127.0.0.1' });
    await expect(login).rejects.toThrow('Username, e-mail address or password is wrong');
    hasher.verify = verify;

    expect((await grace.api.get('/auth/sessions')).body.items).toHaveLength(1);
  });
});
