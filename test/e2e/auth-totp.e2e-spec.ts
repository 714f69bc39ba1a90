import { type Kitchen, startKitchen } from '../support/app.js';
import { type MailServer, nextCalled, startMailServer } from '../support/mail-server.js';
import { PASSWORD, register } from '../support/register.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';
import { codeOf, setUpTotp, stopClock } from '../support/totp.js';
import { tablesWith } from '../support/traces.js';

describe('setting up an authenticator app', () => {
  let kitchen: Kitchen;
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: server.url, APP_NAME: 'Dining Room' });
    stopClock(kitchen);
  });
  afterAll(async () => {
    await kitchen.close();
    await server.close();
  });

  const eventsOf = async (id: string) =>
    await kitchen.sql<{ event: string; details: unknown }>`
      select event, details from security_events
      where subject_id = ${id} and event not in ('auth.register', 'auth.login') order by id`;

  describe('is for oneself', () => {
    let cast: Cast;
    beforeAll(async () => {
      cast = await castOf(kitchen);
      await setUpTotp(cast.owner.api);
    });

    const path = () => '/auth/totp';
    const codes = () => '/auth/totp/recovery-codes';
    scenarios(
      () => Promise.resolve({ kitchen, cast }),
      [
        { title: 'whether it is on', as: 'guest', method: 'GET', path, status: 401 },
        { title: 'it is on', as: 'owner', method: 'GET', path, status: 200, contains: ['"isOn":true'] },
        {
          title: 'it is off',
          as: ['stranger', 'moderator', 'admin'],
          method: 'GET',
          path,
          status: 200,
          contains: ['"isOn":false', '"confirmedAt":null', '"recoveryCodesLeft":0'],
        },
        { title: 'a secret', as: 'guest', method: 'POST', path, status: 401 },
        {
          title: 'a secret for another app',
          as: 'owner',
          method: 'POST',
          path,
          status: 409,
          code: 'auth.second_factor_on',
          notContains: ['secret"', 'otpauth'],
        },
        {
          title: 'a secret',
          as: ['moderator', 'admin'],
          method: 'POST',
          path,
          status: 201,
          contains: ['otpauth://totp/', '<svg'],
        },
        { title: 'a first code', as: 'guest', method: 'PUT', path, body: { code: '123456' }, status: 401 },
        {
          title: 'a first code of nothing',
          as: 'stranger',
          method: 'PUT',
          path,
          body: { code: '123456' },
          status: 409,
          code: 'auth.totp_not_begun',
        },
        {
          title: 'one more first code',
          as: 'owner',
          method: 'PUT',
          path,
          body: { code: '123456' },
          status: 409,
          code: 'auth.second_factor_on',
        },
        { title: 'new recovery codes', as: 'guest', method: 'POST', path: codes, status: 401 },
        {
          title: 'recovery codes of nothing',
          as: ['stranger', 'moderator', 'admin'],
          method: 'POST',
          path: codes,
          status: 409,
          code: 'auth.second_factor_off',
        },
        { title: 'switching off', as: 'guest', method: 'DELETE', path, body: { password: 'x' }, status: 401 },
        {
          title: 'switching off, without the password',
          as: ['owner', 'stranger', 'moderator', 'admin'],
          method: 'DELETE',
          path,
          body: { password: 'not the password' },
          status: 403,
          code: 'auth.wrong_password',
          contains: ['"/password"'],
        },
      ],
    );
  });

  it('gives a secret in three forms, and changes nothing until a code confirms it', async () => {
    const grace = await register(kitchen);
    const { status, headers, body } = await grace.api.post('/auth/totp');

    expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([
      201,
      '/api/v1/auth/totp',
      'no-store',
    ]);
    expect(body).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      otpauthUrl: expect.any(String),
      qrSvg: expect.stringMatching(/^<svg [^]*<\/svg>$/),
      expiresAt: expect.stringMatching(/Z$/),
    });
    const url = new URL(body.otpauthUrl);
    expect(decodeURIComponent(url.pathname)).toBe(`/Dining Room:${grace.username}`);
    expect([url.protocol, url.host]).toEqual(['otpauth:', 'totp']);
    expect([url.searchParams.get('secret'), url.searchParams.get('issuer')]).toEqual([body.secret, 'Dining Room']);
    expect((await grace.api.get('/auth/totp')).body).toEqual({ isOn: false, confirmedAt: null, recoveryCodesLeft: 0 });
    expect((await kitchen.guest.post('/auth/login', { login: grace.username, password: PASSWORD })).status).toBe(200);
  });

  it('is on after a first code, which shows ten recovery codes, mails the member and is recorded', async () => {
    const grace = await register(kitchen);
    await server.next(grace.email);
    const { secret } = (await grace.api.post('/auth/totp')).body;
    const spaced = codeOf(secret).replace(/^.../, '$& ');
    const { status, body } = await grace.api.put('/auth/totp', { code: spaced });
    const mail = await server.next(grace.email);

    expect(status).toBe(200);
    expect(new Set(body.recoveryCodes).size).toBe(10);
    for (const code of body.recoveryCodes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/);
    expect((await grace.api.get('/auth/totp')).body).toEqual({
      isOn: true,
      confirmedAt: expect.stringMatching(/Z$/),
      recoveryCodesLeft: 10,
    });
    expect(mail.subject).toBe('Signing in now takes a code, too');
    expect(await eventsOf(grace.id)).toEqual([{ event: 'auth.second_factor_on', details: {} }]);
    for (const secretThing of [secret, ...body.recoveryCodes]) expect(mail.text).not.toContain(secretThing);
  });

  it.each([
    ['a wrong code', (right: string) => (right === '000000' ? '000001' : '000000')],
    ['no code at all', () => ''],
    ['half a code', (right: string) => right.slice(3)],
    ['letters', () => 'abcdef'],
    [
      'digits of another script',
      (right: string) => right.replace(/\d/g, (digit) => String.fromCharCode(0x660 + +digit)),
    ],
  ])('refuses %s, and stays off', async (_what, make) => {
    const { api } = await kitchen.member();
    const { secret } = (await api.post('/auth/totp')).body;
    const { status, body } = await api.put('/auth/totp', { code: make(codeOf(secret)) });

    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'auth.wrong_code', '/code']);
    expect((await api.get('/auth/totp')).body.isOn).toBe(false);
  });

  it.each([
    [{ code: 123456 }, '/code'],
    [{}, '/code'],
    [{ code: '123456', secret: 'x' }, '/secret'],
  ])('names the field that is wrong in %j', async (body, pointer) => {
    const { api } = await kitchen.member();
    const answer = await api.put('/auth/totp', body);

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it('takes the last secret only when it was begun twice, and none that waited for more than an hour', async () => {
    const { api, id } = await kitchen.member();
    const { secret: first } = (await api.post('/auth/totp')).body;
    const { secret: second } = (await api.post('/auth/totp')).body;
    expect(first).not.toBe(second);
    expect((await api.put('/auth/totp', { code: codeOf(first) })).body.code).toBe('auth.wrong_code');

    await kitchen.sql`update totp_factors set created_at = now() - interval '61 minutes' where user_id = ${id}`;
    expect((await api.put('/auth/totp', { code: codeOf(second) })).body.code).toBe('auth.totp_not_begun');
  });

  it('of 20 parallel first codes lets one through', async () => {
    const { api, id } = await kitchen.member();
    const { secret } = (await api.post('/auth/totp')).body;
    const code = codeOf(secret);
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.put('/auth/totp', { code })));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(409)]);
    expect((await api.get('/auth/totp')).body.recoveryCodesLeft).toBe(10);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('makes new recovery codes, and the old ones are no good any more', async () => {
    const grace = await register(kitchen);
    const { recoveryCodes: old } = await setUpTotp(grace.api);
    const { status, body } = await grace.api.post('/auth/totp/recovery-codes');
    const { challenge } = (await kitchen.guest.post('/auth/login', { login: grace.username, password: PASSWORD })).body;
    const tryCode = (code: string) => kitchen.guest.post('/auth/login/second-factor', { challenge, code });

    expect(status).toBe(201);
    expect(new Set([...old, ...body.recoveryCodes]).size).toBe(20);
    expect((await tryCode(old[0]!)).body.code).toBe('auth.invalid_code');
    expect((await tryCode(body.recoveryCodes[0])).status).toBe(200);
    expect((await eventsOf(grace.id)).map(({ event }) => event)).toContain('auth.recovery_codes_renewed');
    await nextCalled(server, grace.email, 'You have new recovery codes');
  });

  it('is switched off with the password, and everything of it is gone', async () => {
    const grace = await register(kitchen);
    const { recoveryCodes } = await setUpTotp(grace.api);
    const login = () => kitchen.guest.post('/auth/login', { login: grace.username, password: PASSWORD });
    const { challenge } = (await login()).body;

    expect(await grace.api.send('DELETE', '/auth/totp', { password: PASSWORD })).toMatchObject({
      status: 204,
      text: '',
    });
    expect(await grace.api.send('DELETE', '/auth/totp', { password: PASSWORD })).toMatchObject({ status: 204 });
    expect((await login()).status).toBe(200);
    const late = await kitchen.guest.post('/auth/login/second-factor', { challenge, code: recoveryCodes[0] });
    expect(late.body.code).toBe('auth.invalid_code');
    expect((await grace.api.get('/auth/totp')).body).toEqual({ isOn: false, confirmedAt: null, recoveryCodesLeft: 0 });
    const events = await eventsOf(grace.id);
    expect(events.filter(({ event }) => event === 'auth.second_factor_off')).toHaveLength(1);
    await nextCalled(server, grace.email, 'Signing in takes no code any more');
  });

  it('stores neither the secret nor a code in a form that a dump of the database would give away', async () => {
    const grace = await register(kitchen);
    const { secret, recoveryCodes } = await setUpTotp(grace.api);
    const { challenge } = (await kitchen.guest.post('/auth/login', { login: grace.username, password: PASSWORD })).body;
    const [row] = await kitchen.sql<{ sealed: string }>`
      select sealed_secret as sealed from totp_factors where user_id = ${grace.id}`;

    expect(Buffer.from(row!.sealed, 'base64url').toString('latin1')).not.toContain(secret);
    expect(await tablesWith(kitchen, row!.sealed)).toEqual(['public.totp_factors']);
    const codes = recoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')]);
    for (const text of [secret, ...codes, challenge.slice(4)])
      expect({ text, tables: await tablesWith(kitchen, text) }).toEqual({ text, tables: [] });
  });

  it('keeps no secret for a repeat of the request either', async () => {
    const { api } = await kitchen.member();
    const begin = () => api.post('/auth/totp', undefined, { 'idempotency-key': 'begin' });
    const renew = () => api.post('/auth/totp/recovery-codes', undefined, { 'idempotency-key': 'renew' });
    const { secret } = (await begin()).body;
    expect((await begin()).body).toMatchObject({ secret: null, otpauthUrl: null, qrSvg: null });
    await api.put('/auth/totp', { code: codeOf(secret) });
    const { recoveryCodes } = (await renew()).body;
    expect((await renew()).body).toEqual({ recoveryCodes: null });

    for (const text of [secret, ...recoveryCodes]) expect(await tablesWith(kitchen, text)).toEqual([]);
  });

  it('keeps what is sealed to its member: a row copied to another account opens nothing', async () => {
    const [grace, mallory] = [await register(kitchen), await register(kitchen)];
    const own = await setUpTotp(mallory.api);
    await setUpTotp(grace.api);
    await kitchen.sql`
      update totp_factors set last_step = 0, sealed_secret = mallorys.sealed_secret from totp_factors as mallorys
      where totp_factors.user_id = ${grace.id} and mallorys.user_id = ${mallory.id}`;
    const { challenge } = (await kitchen.guest.post('/auth/login', { login: grace.username, password: PASSWORD })).body;

    const answer = await kitchen.guest.post('/auth/login/second-factor', { challenge, code: own.code() });
    expect(answer.body.code).toBe('auth.invalid_code');
  });
});
