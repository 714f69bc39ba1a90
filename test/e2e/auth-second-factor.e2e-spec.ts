import { TotpFactorsRepository } from '../../src/modules/auth/totp/totp-factors.repository.js';
import { Database } from '../../src/platform/database/database.js';
import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { createTestDatabase } from '../support/database.js';
import { type MailServer, nextCalled, startMailServer } from '../support/mail-server.js';
import { PASSWORD, register, type Registered } from '../support/register.js';
import { type Authenticator, setUpTotp, stopClock, tick } from '../support/totp.js';

describe('logging in with a second factor', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: server.url });
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, SMTP_URL: server.url });
    stopClock(kitchen, replica);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
    await server.close();
  });

  async function graceWithApp(): Promise<Registered & { app: Authenticator }> {
    const grace = await register(kitchen);
    return { ...grace, app: await setUpTotp(grace.api) };
  }
  const logIn = ({ username }: Registered, password = PASSWORD) =>
    kitchen.guest.post('/auth/login', { login: username, password });
  const challengeFor = async (grace: Registered): Promise<string> => (await logIn(grace)).body.challenge;
  const send = (challenge: unknown, code: unknown, { guest } = kitchen) =>
    guest.post('/auth/login/second-factor', { challenge, code });
  const sessionsOf = async ({ id }: Registered) =>
    (await kitchen.sql`select from sessions where user_id = ${id}`).length;

  it('answers the password with a challenge instead of a session', async () => {
    const grace = await graceWithApp();
    const { status, headers, text, body } = await logIn(grace);

    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="kitchen"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      code: 'auth.second_factor_required',
      challenge: expect.stringMatching(/^klc_[\w-]{22}$/),
      challengeExpiresAt: expect.stringMatching(/Z$/),
    });
    for (const secret of ['accessToken', 'refreshToken', grace.email, grace.id]) expect(text).not.toContain(secret);
    expect(await sessionsOf(grace)).toBe(1);
  });

  it('tells who does not know the password nothing of it', async () => {
    const grace = await graceWithApp();
    const [wrong, unknown] = [await logIn(grace, 'not it'), await logIn({ ...grace, username: 'nobody' }, 'not it')];

    expect(wrong.body.code).toBe('auth.invalid_credentials');
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  it('begins the session that a login without it would have begun', async () => {
    const grace = await graceWithApp();
    const answer = await send(await challengeFor(grace), grace.app.nextCode());

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: expect.objectContaining({ username: grace.username }),
      accessToken: expect.any(String),
      deviceToken: expect.any(String),
      accessTokenExpiresAt: expect.any(String),
      refreshToken: expect.any(String),
      refreshTokenExpiresAt: expect.any(String),
    });
    expect((await kitchen.guest.post('/auth/refresh', { refreshToken: answer.body.refreshToken })).status).toBe(200);
  });

  it.each([
    [-2, 401],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 401],
  ])('with a clock that is %i steps off answers %i', async (stepsAway, status) => {
    const grace = await graceWithApp();
    tick(5);

    expect((await send(await challengeFor(grace), grace.app.code(stepsAway))).status).toBe(status);
  });

  it('takes a code once, whichever challenge it comes with, the one that confirmed the app included', async () => {
    const grace = await graceWithApp();
    expect((await send(await challengeFor(grace), grace.app.code())).body.code).toBe('auth.invalid_code');
    const code = grace.app.nextCode();
    expect((await send(await challengeFor(grace), code)).status).toBe(200);
    expect((await send(await challengeFor(grace), code)).body.code).toBe('auth.invalid_code');
    tick();
    expect((await send(await challengeFor(grace), code)).body.code).toBe('auth.invalid_code');
    expect((await send(await challengeFor(grace), grace.app.code())).status).toBe(200);
  });

  it('of 10 parallel requests with one code, on two processes, lets exactly one in', async () => {
    const grace = await graceWithApp();
    const challenges = await Promise.all(Array.from({ length: 4 }, () => challengeFor(grace)));
    const code = grace.app.nextCode();
    const answers = await Promise.all(
      challenges.map((challenge, i) => send(challenge, code, i % 2 ? kitchen : replica)),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expect(await sessionsOf(grace)).toBe(2);
  });

  it('of parallel requests with one challenge lets exactly one in, whatever the codes', async () => {
    const grace = await graceWithApp();
    const challenge = await challengeFor(grace);
    const codes = [grace.app.nextCode(), grace.app.code(1), ...grace.app.recoveryCodes.slice(0, 2)];
    const answers = await Promise.all(codes.map((code) => send(challenge, code)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expect(await sessionsOf(grace)).toBe(2);
  });

  it('takes a recovery code once, however it is typed, tells the member and records it', async () => {
    const grace = await graceWithApp();
    const [code = ''] = grace.app.recoveryCodes;
    const typed = ` ${code.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')}`;
    expect((await send(await challengeFor(grace), typed)).status).toBe(200);
    expect((await send(await challengeFor(grace), code)).body.code).toBe('auth.invalid_code');

    expect((await grace.api.get('/auth/totp')).body.recoveryCodesLeft).toBe(9);
    const { items } = (await grace.api.get('/users/me/security-events?limit=50')).body;
    expect(items).toContainEqual(
      expect.objectContaining({ event: 'auth.recovery_code_used', isMine: true, details: { left: 9 } }),
    );
    const mail = await nextCalled(server, grace.email, 'A recovery code was used');
    expect(mail.text).toContain('9 are left.');
    expect(mail.text).not.toContain(code);
  });

  it('of 10 parallel requests with one recovery code lets exactly one in', async () => {
    const grace = await graceWithApp();
    const challenges = await Promise.all(Array.from({ length: 4 }, () => challengeFor(grace)));
    const answers = await Promise.all(
      challenges.map((challenge, i) => send(challenge, grace.app.recoveryCodes[3], i % 2 ? kitchen : replica)),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expect((await grace.api.get('/auth/totp')).body.recoveryCodesLeft).toBe(9);
  });

  it('does not take the code of somebody else', async () => {
    const [grace, mallory] = [await graceWithApp(), await graceWithApp()];
    const challenge = await challengeFor(grace);

    expect((await send(challenge, mallory.app.nextCode())).body.code).toBe('auth.invalid_code');
    expect((await send(challenge, mallory.app.recoveryCodes[0])).body.code).toBe('auth.invalid_code');
    expect((await mallory.api.get('/auth/totp')).body.recoveryCodesLeft).toBe(10);
  });

  it('answers every wrong code the same, and counts it as a login that failed', async () => {
    const grace = await graceWithApp();
    const challenge = await challengeFor(grace);
    const codes = [grace.app.wrongCode(), grace.app.code(), 'abcd-efgh-jkmn-pqrs-tvwx-yz01', ''];
    const answers = [];
    for (const code of codes) answers.push(await send(challenge, code));

    for (const { status, body } of answers)
      expect({ status, body: { ...body, requestId: '' } }).toEqual({
        status: 401,
        body: { ...answers[0]!.body, requestId: '' },
      });
    const [row] = await kitchen.sql`select sum(attempts)::int as n from failed_logins where user_id = ${grace.id}`;
    expect(row).toEqual({ n: codes.length });
  });

  it('gives a challenge five attempts, also when they come in parallel', async () => {
    const grace = await graceWithApp();
    const challenge = await challengeFor(grace);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(challenge, 'not-a-code')));
    const codes = answers.map(({ body }) => body.code).sort();

    expect(codes).toEqual([
      ...Array<string>(15).fill('auth.invalid_challenge'),
      ...Array<string>(5).fill('auth.invalid_code'),
    ]);
    expect((await send(challenge, grace.app.nextCode())).body.code).toBe('auth.invalid_challenge');
  });

  it('makes guessing slow, across challenges and processes, while a recovery code still gets its owner in', async () => {
    const grace = await graceWithApp();
    const wrong = grace.app.wrongCode();
    const guess = async (i: number) => send(await challengeFor(grace), wrong, i % 2 ? kitchen : replica);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => guess(i)));
    const refused = answers.filter(({ status }) => status === 429);

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(refused).toHaveLength(7);
    for (const { body, headers } of refused) {
      expect(body.code).toBe('auth.too_many_codes');
      expect(headers.get('retry-after')).toMatch(/^(30|2\d)$/);
    }
    expect((await send(await challengeFor(grace), grace.app.nextCode())).status).toBe(429);
    expect((await send(await challengeFor(grace), grace.app.recoveryCodes[0])).status).toBe(200);

    await kitchen.sql`update totp_factors set retry_at = now() where user_id = ${grace.id}`;
    expect((await send(await challengeFor(grace), wrong)).status).toBe(401);
    const again = await send(await challengeFor(grace), grace.app.nextCode());
    expect([again.status, Number(again.headers.get('retry-after')) > 30]).toEqual([429, true]);

    await kitchen.sql`update totp_factors set retry_at = now() where user_id = ${grace.id}`;
    expect((await send(await challengeFor(grace), grace.app.nextCode())).status).toBe(200);
    expect((await send(await challengeFor(grace), wrong)).status).toBe(401);
  });

  it('looks at codes that are within the limit however quickly one follows the other', async () => {
    const grace = await graceWithApp();
    const factors = kitchen.nest.get(TotpFactorsRepository);
    // Within a transaction, all that PostgreSQL's `now()` tells is one moment.
    const atOnce = () =>
      kitchen.nest
        .get(Database)
        .transaction(async () => [await factors.takeTry(grace.id), await factors.takeTry(grace.id)]);
    for (let step = 2_000_000_000; step < 2_000_000_020; step++) {
      expect(await atOnce()).toEqual([{ sealedSecret: expect.any(String) }, { sealedSecret: expect.any(String) }]);
      expect(await factors.useStep(grace.id, step)).toBe(true);
    }
  });

  it.each([
    ['was never given', () => Promise.resolve(`klc_${'x'.repeat(22)}`)],
    [
      'has expired',
      async (grace: Registered) => {
        const challenge = await challengeFor(grace);
        await kitchen.sql`update login_challenges set expires_at = now() where user_id = ${grace.id}`;
        return challenge;
      },
    ],
    [
      'was used',
      async (grace: Registered & { app: Authenticator }) => {
        const challenge = await challengeFor(grace);
        await send(challenge, grace.app.nextCode());
        return challenge;
      },
    ],
  ] as const)('refuses a challenge that %s', async (_what, make) => {
    const grace = await graceWithApp();
    const challenge = await make(grace);

    expect((await send(challenge, grace.app.nextCode())).body).toMatchObject({
      status: 401,
      code: 'auth.invalid_challenge',
    });
  });

  it.each([
    [{ challenge: 1, code: '123456' }, ['/challenge']],
    [{ challenge: 'klc_x', code: 123456 }, ['/code']],
    [{ challenge: 'klc_x', code: 'x'.repeat(101) }, ['/code']],
    [{ challenge: 'klc_x' }, ['/code']],
    [{ challenge: 'klc_x', code: '1', login: 'grace' }, ['/login']],
  ])('names the field that is wrong in %j', async (body, pointers) => {
    const answer = await kitchen.guest.post('/auth/login/second-factor', body);

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });

  it('does not let in whoever was suspended meanwhile, and says so at either step', async () => {
    const grace = await graceWithApp();
    const challenge = await challengeFor(grace);
    const { api: admin } = await kitchen.member({ role: 'admin' });
    await admin.put(`/users/${grace.username}/suspension`, { reason: 'Spam' });

    const late = await send(challenge, grace.app.nextCode());
    expect(late.body).toMatchObject({ status: 403, code: 'auth.suspended', reason: 'Spam' });
    const first = await logIn(grace);
    expect(first.body).toMatchObject({ status: 403, code: 'auth.suspended' });
    expect(first.body).not.toHaveProperty('challenge');
    expect(await kitchen.sql`select from sessions where user_id = ${grace.id} and expires_at > now()`).toEqual([]);
  });

  it('does not let in whoever knows a password that was changed meanwhile', async () => {
    const grace = await graceWithApp();
    const challenge = await challengeFor(grace);
    await grace.api.put('/auth/password', { currentPassword: PASSWORD, newPassword: 'another horse, another staple' });

    expect((await send(challenge, grace.app.nextCode())).body).toMatchObject({
      status: 401,
      code: 'auth.invalid_credentials',
    });
    expect(await sessionsOf(grace)).toBe(1);
  });

  it('goes away with the account', async () => {
    const grace = await graceWithApp();
    const challenge = await challengeFor(grace);
    await grace.api.send('DELETE', '/users/me', { password: PASSWORD });

    expect((await send(challenge, grace.app.recoveryCodes[0])).body.code).toBe('auth.invalid_challenge');
  });
});

describe('after JWT_SECRET was changed', () => {
  it('codes of apps are no good any more, but recovery codes are, and an app can be set up anew', async () => {
    const database = await createTestDatabase();
    const before = await startKitchen({ DATABASE_URL: database.url });
    stopClock(before);
    const grace = await register(before);
    const app = await setUpTotp(grace.api);
    await before.close();
    const after = await startKitchen({
      DATABASE_URL: database.url,
      JWT_SECRET: 'the-secret-that-came-after-the-first-one-0815',
    });
    stopClock(after);

    const send = async (code: string) => {
      const { body } = await after.guest.post('/auth/login', { login: grace.username, password: PASSWORD });
      return after.guest.post('/auth/login/second-factor', { challenge: body.challenge, code });
    };
    expect((await send(app.nextCode())).body.code).toBe('auth.invalid_code');
    const { status, body } = await send(app.recoveryCodes[0]!);
    expect(status).toBe(200);
    const api = new Api(after.origin, body.accessToken);
    expect((await api.send('DELETE', '/auth/totp', { password: PASSWORD })).status).toBe(204);
    expect((await api.post('/auth/totp')).status).toBe(201);

    await after.close();
    await database.drop();
  });
});
