import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { PASSWORD, register } from '../support/register.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';
import { registerPasskey } from '../support/software-authenticator.js';
import { setUpTotp, stopClock } from '../support/totp.js';

const AN_ID = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';
const NEW_PASSWORD = 'another horse, another staple';

/** A member whose last proof is to grow old. */
interface Somebody {
  id: string;
  api: Api;
}

describe('what may harm an account', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
    stopClock(kitchen, replica);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  const elevenMinutesLater = ({ id }: Pick<Somebody, 'id'>) =>
    kitchen.sql`update sessions set proved_at = proved_at - interval '11 minutes' where user_id = ${id}`;
  const stepUp = ({ api }: Somebody, proof: object) => api.put('/auth/step-up', proof);
  const mayAdd = async ({ api }: Somebody) => {
    const { status, body } = await api.post('/auth/passkeys/registration-options');
    return status === 200 ? true : body.code;
  };

  describe('takes a proof of one’s own', () => {
    let cast: Cast;
    beforeAll(async () => {
      cast = await castOf(kitchen);
    });
    const path = () => '/auth/step-up';
    const all = ['owner', 'stranger', 'moderator', 'admin'] as const;

    scenarios(
      () => Promise.resolve({ kitchen, cast }),
      [
        { title: 'a proof', as: 'guest', method: 'PUT', path, body: { password: PASSWORD }, status: 401 },
        {
          title: 'a wrong password',
          as: all,
          method: 'PUT',
          path,
          body: { password: 'not the password' },
          status: 403,
          code: 'auth.wrong_password',
          contains: ['"/password"'],
          notContains: ['argon2', 'not the password'],
        },
        {
          title: 'a code without an app',
          as: all,
          method: 'PUT',
          path,
          body: { code: '123456' },
          status: 422,
          code: 'auth.wrong_code',
          contains: ['"/code"'],
        },
        { title: 'no proof', as: 'owner', method: 'PUT', path, body: {}, status: 422 },
        { title: 'null', as: 'owner', method: 'PUT', path, body: { password: null }, status: 422 },
        { title: 'a list', as: 'owner', method: 'PUT', path, body: { code: ['123456'] }, status: 422 },
        { title: 'no passkeys', as: 'owner', method: 'PUT', path, body: { passkey: [] }, status: 422 },
        { title: 'half a passkey', as: 'owner', method: 'PUT', path, body: { passkey: {} }, status: 422 },
        {
          title: 'two proofs',
          as: 'owner',
          method: 'PUT',
          path,
          body: { password: PASSWORD, code: '123456' },
          status: 422,
          contains: ['auth.one_proof'],
        },
        { title: 'options', as: 'guest', method: 'POST', path: () => '/auth/step-up/passkey-options', status: 401 },
      ],
    );
  });

  it('goes for ten minutes after signing in, and then asks for a proof by name', async () => {
    const grace = await register(kitchen);
    expect(await mayAdd(grace)).toBe(true);

    await setUpTotp(grace.api);
    await elevenMinutesLater(grace);
    const { status, body } = await grace.api.post('/auth/passkeys/registration-options');
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'auth.step_up_required', methods: ['password', 'totp'] });
  });

  it.each([
    ['POST', '/auth/totp'],
    ['POST', '/auth/totp/recovery-codes'],
    ['POST', '/auth/passkeys/registration-options'],
    ['DELETE', '/auth/passkeys/:id'],
  ])('%s %s is refused afterwards, and changes nothing', async (method, path) => {
    const ada = await kitchen.member();
    const { id } = await registerPasskey(ada.api);
    await elevenMinutesLater(ada);
    const answer = await ada.api.send(method, path.replace(':id', id));

    expect(answer.body).toMatchObject({ status: 403, code: 'auth.step_up_required', methods: ['passkey'] });
    expect((await ada.api.get('/auth/passkeys')).body.items).toHaveLength(1);
    expect((await ada.api.get('/auth/totp')).body.isOn).toBe(false);
  });

  it('is not made younger by refreshing tokens', async () => {
    const grace = await register(kitchen);
    await elevenMinutesLater(grace);
    const { body } = await kitchen.guest.post('/auth/refresh', { refreshToken: grace.refreshToken });

    expect(await mayAdd({ ...grace, api: new Api(kitchen.origin, body.accessToken) })).toBe('auth.step_up_required');
  });

  it('goes again after the password was given, on every process, but in this session only', async () => {
    const grace = await register(kitchen);
    const elsewhere = { id: grace.id, api: await grace.signIn() };
    await elevenMinutesLater(grace);
    expect(await stepUp(grace, { password: PASSWORD })).toMatchObject({ status: 204, text: '' });

    expect(await mayAdd(grace)).toBe(true);
    expect(await mayAdd({ ...grace, api: new Api(replica.origin, grace.accessToken) })).toBe(true);
    expect(await mayAdd(elsewhere)).toBe('auth.step_up_required');
    const { items } = (await grace.api.get('/users/me/security-events')).body;
    expect(items[0]).toMatchObject({ event: 'auth.stepped_up', isMine: true, details: { method: 'password' } });
  });

  it('goes again after a code of the app, which is used up; a recovery code is for signing in', async () => {
    const ada = await kitchen.member();
    const app = await setUpTotp(ada.api);
    await elevenMinutesLater(ada);
    const code = app.nextCode();
    expect((await stepUp(ada, { code: app.wrongCode() })).body.code).toBe('auth.wrong_code');
    expect((await stepUp(ada, { code: app.recoveryCodes[0]!.slice(0, 20) })).body.code).toBe('auth.wrong_code');
    expect(await mayAdd(ada)).toBe('auth.step_up_required');

    const answers = await Promise.all(Array.from({ length: 4 }, () => stepUp(ada, { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422, 422, 422]);
    expect(await mayAdd(ada)).toBe(true);
    expect((await ada.api.get('/auth/totp')).body.recoveryCodesLeft).toBe(10);
  });

  it('makes guessing codes slow here, too', async () => {
    const ada = await kitchen.member();
    const app = await setUpTotp(ada.api);
    const answers = await Promise.all(Array.from({ length: 8 }, () => stepUp(ada, { code: app.wrongCode() })));

    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(5).fill(422), 429, 429, 429]);
  });

  it('goes again after a passkey, once for each answer', async () => {
    const ada = await kitchen.member();
    const { device } = await registerPasskey(ada.api);
    await elevenMinutesLater(ada);
    const { body: options } = await ada.api.post('/auth/step-up/passkey-options');
    expect(options.allowCredentials).toEqual([{ id: device.id, type: 'public-key', transports: ['internal'] }]);
    const passkey = device.get(options);
    expect((await stepUp(ada, { passkey })).status).toBe(204);
    expect(await mayAdd(ada)).toBe(true);

    await elevenMinutesLater(ada);
    expect((await stepUp(ada, { passkey })).body.code).toBe('auth.passkey_refused');
    expect(await mayAdd(ada)).toBe('auth.step_up_required');
  });

  it('takes neither the passkey of somebody else nor the answer to another question', async () => {
    const [ada, mallory] = [await kitchen.member(), await kitchen.member()];
    const [adas, mallorys] = [await registerPasskey(ada.api), await registerPasskey(mallory.api)];
    await elevenMinutesLater(ada);
    const { body: signIn } = await kitchen.guest.post('/auth/login/passkey-options');
    const { body: own } = await ada.api.post('/auth/step-up/passkey-options');
    const { body: theirs } = await mallory.api.post('/auth/step-up/passkey-options');

    for (const passkey of [adas.device.get(signIn), mallorys.device.get(own), adas.device.get(theirs)])
      expect((await stepUp(ada, { passkey })).body.code).toBe('auth.passkey_refused');
    expect(await mayAdd(ada)).toBe('auth.step_up_required');
  });

  it('counts a wrong proof as a login that failed', async () => {
    const grace = await register(kitchen);
    await setUpTotp(grace.api);
    const { device } = await registerPasskey(grace.api);
    await stepUp(grace, { password: 'wrong' });
    await stepUp(grace, { code: 'wrong' });
    await stepUp(grace, { passkey: device.get({ challenge: AN_ID }) });

    const [row] = await kitchen.sql`select sum(attempts)::int as n from failed_logins where user_id = ${grace.id}`;
    expect(row).toEqual({ n: 3 });
  });

  describe('where the body has a password', () => {
    const routes: [string, string, object, string][] = [
      ['PUT', '/auth/password', { newPassword: NEW_PASSWORD }, '/currentPassword'],
      ['PUT', '/auth/email', { email: 'next@example.com' }, '/password'],
      ['DELETE', '/auth/totp', {}, '/password'],
      ['DELETE', '/users/me', {}, '/password'],
    ];

    it.each(routes)('demands it of who has one: %s %s', async (method, path, body, pointer) => {
      const grace = await register(kitchen);
      const answer = await grace.api.send(method, path, body);

      expect(answer.status).toBe(422);
      expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
      expect((await grace.signIn())['accessToken']).toBeDefined();
    });

    it.each(routes)('demands a young sign-in of who has none: %s %s', async (method, path, body) => {
      const ada = await kitchen.member();
      await elevenMinutesLater(ada);
      const answer = await ada.api.send(method, path, body);
      expect(answer.body).toMatchObject({ status: 403, code: 'auth.step_up_required', methods: [] });

      await kitchen.sql`update sessions set proved_at = now() where user_id = ${ada.id}`;
      expect((await ada.api.send(method, path, body)).status).toBe(204);
    });
  });

  it('lets who has none choose a first password: of 10 parallel ones, one counts, and other sessions end', async () => {
    const ada = await kitchen.member();
    const wanted = Array.from({ length: 10 }, (_, i) => `the first password ${i}`);
    const answers = await Promise.all(wanted.map((newPassword) => ada.api.put('/auth/password', { newPassword })));
    expect(answers.map(({ status }) => status).sort()[0]).toBe(204);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);

    const logIn = (password?: string) => kitchen.guest.post('/auth/login', { login: ada.username, password });
    const chosen = answers.findIndex(({ status }) => status === 204);
    expect((await logIn(wanted[chosen])).status).toBe(200);
    // Not all of them: after five wrong ones everybody has to wait.
    for (const password of wanted.toSpliced(chosen, 1).slice(0, 4)) expect((await logIn(password)).status).toBe(401);
    const late = await ada.api.put('/auth/password', { newPassword: NEW_PASSWORD });
    expect(late.body.errors).toEqual([expect.objectContaining({ pointer: '/currentPassword' })]);
  });
});
