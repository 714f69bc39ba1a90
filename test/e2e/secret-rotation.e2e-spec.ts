import { Verification } from '../../src/platform/verification/verification.js';
import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { post } from '../support/posts.js';
import { killAll, runCommand } from '../support/process.js';
import { PASSWORD, register, type Registered } from '../support/register.js';
import { registerPasskey } from '../support/software-authenticator.js';
import { type Authenticator, setUpTotp, stopClock } from '../support/totp.js';

const [OLD, NEW, FOREIGN] = [
  'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA',
  'Zq8Wn5Tc2Lx7Vb4Jm1Hd9Kf6Rp3Gs0Ya',
  'pT4Lw9Xk2Cv7Bz1Nf6Hq8Md3Js5Gr0Ye',
];

/** One database, and replicas as they are in turn while operators replace the secret (docs/operating.md). */
describe('replacing JWT_SECRET', () => {
  let before: Kitchen;
  /** Knows what is to come. */
  let prepared: Kitchen;
  /** Makes with the new secret, and knows the one before. */
  let rotated: Kitchen;
  let after: Kitchen;

  beforeAll(async () => {
    before = await startKitchen({ JWT_SECRET: OLD });
    const replica = (environment: Record<string, string>) =>
      startKitchen({ DATABASE_URL: before.databaseUrl, ...environment });
    prepared = await replica({ JWT_SECRET: OLD, JWT_SECRET_FALLBACKS: NEW });
    rotated = await replica({ JWT_SECRET: NEW, JWT_SECRET_FALLBACKS: `${FOREIGN}, ${OLD}` });
    after = await replica({ JWT_SECRET: NEW });
    stopClock(before, prepared, rotated, after);
  });
  afterAll(async () => {
    killAll();
    for (const kitchen of [after, rotated, prepared, before]) await kitchen.close();
  });

  const statusOf = async ({ origin }: Kitchen, token: string) => (await new Api(origin, token).get('/users/me')).status;
  const refresh = ({ guest }: Kitchen, refreshToken: string) => guest.post('/auth/refresh', { refreshToken });

  async function logIn({ guest }: Kitchen, { username }: Registered, app?: Authenticator) {
    const answer = await guest.post('/auth/login', { login: username, password: PASSWORD });
    if (!app) return answer;
    return guest.post('/auth/login/second-factor', { challenge: answer.body.challenge, code: app.nextCode() });
  }

  it('signs nobody out: what was signed before is good, and what is signed from now on is another’s', async () => {
    const member = await before.member();

    expect(await statusOf(rotated, member.accessToken)).toBe(200);
    const renewed = (await refresh(rotated, member.refreshToken)).body;
    expect(renewed.refreshToken).toMatch(/^krt_/);
    for (const kitchen of [prepared, rotated, after]) expect(await statusOf(kitchen, renewed.accessToken)).toBe(200);
    expect((await refresh(after, renewed.refreshToken)).status).toBe(200);
  });

  it('signs out who comes with the old one when it is not known any more, or with the new one too early', async () => {
    const [early, late] = [await after.member(), await before.member()];

    for (const [kitchen, { accessToken, refreshToken }] of [
      [before, early],
      [after, late],
    ] as const) {
      expect(await statusOf(kitchen, accessToken)).toBe(401);
      expect((await refresh(kitchen, refreshToken)).body.code).toBe('auth.invalid_refresh_token');
    }
  });

  it('lets replicas of before and after serve side by side, each what the other has given out', async () => {
    const here = await prepared.member();
    const there = (await refresh(rotated, here.refreshToken)).body;
    const back = await refresh(prepared, there.refreshToken);

    expect(back.status).toBe(200);
    expect(await statusOf(rotated, back.body.accessToken)).toBe(200);
    // Two replicas that are asked for the successor of one token name the same, though not in the same words.
    const lost = (await refresh(rotated, there.refreshToken)).body;
    expect((await refresh(prepared, lost.refreshToken)).status).toBe(200);
  });

  it('goes on with lists that were begun, knows devices again, and finishes what passkeys have begun', async () => {
    const [ada, author] = [await register(before), await before.member()];
    await post(author, { title: 'One' });
    await post(author, { title: 'Two' });
    const { nextCursor } = (await before.guest.get('/posts?limit=1')).body;
    const { deviceToken } = (await logIn(before, ada)).body;
    const { device: passkey } = await registerPasskey(ada.api, 'A ring');
    const options = (await before.guest.post('/auth/login/passkey-options')).body;

    expect((await rotated.guest.get(`/posts?limit=1&cursor=${nextCursor}`)).body.items).toMatchObject([
      { title: 'One' },
    ]);
    expect((await after.guest.get(`/posts?limit=1&cursor=${nextCursor}`)).status).toBe(400);
    const onAnotherBrowser = (kitchen: Kitchen) =>
      kitchen.guest.post(
        '/auth/login',
        { login: ada.username, password: PASSWORD },
        { 'user-agent': `Browser of ${kitchen.origin}`, 'device-token': deviceToken },
      );
    const devices = async () => (await before.sql`select from known_devices where user_id = ${ada.id}`).length;
    const known = await devices();
    expect((await onAnotherBrowser(rotated)).body.deviceToken).not.toBe(deviceToken);
    expect(await devices()).toBe(known);
    await onAnotherBrowser(after);
    expect(await devices()).toBe(known + 1);
    const credential = passkey.get(options);
    expect((await after.guest.post('/auth/login/passkey', { credential })).status).toBe(401);
    expect((await rotated.guest.post('/auth/login/passkey', { credential })).status).toBe(200);
  });

  it('reads authenticator apps all the while, and seals them anew by a command', async () => {
    const [ada, grace, eve] = [await register(before), await register(before), await register(rotated)];
    const adas = await setUpTotp(ada.api);
    for (const { api } of [grace, eve]) await setUpTotp(api);
    await before.sql`update totp_factors set sealed_secret = 'x' where user_id = ${grace.id}`;
    expect((await logIn(rotated, ada, adas)).status).toBe(200);
    expect((await logIn(after, ada, adas)).body.code).toBe('auth.invalid_code');

    const reseal = async (environment: Record<string, string>) => {
      const { code, output } = await runCommand({ DATABASE_URL: before.databaseUrl, ...environment }, ['reseal']);
      return { code, told: /\{[^{]*"resealed"[^}]*/.exec(output)?.[0] };
    };
    expect(await reseal({ JWT_SECRET: NEW, JWT_SECRET_FALLBACKS: OLD })).toEqual({
      code: 1,
      told: expect.stringContaining('"resealed":1,"upToDate":1,"unreadable":1'),
    });
    await before.sql`delete from totp_factors where user_id = ${grace.id}`;
    expect(await reseal({ JWT_SECRET: NEW })).toEqual({
      code: 0,
      told: expect.stringContaining('"resealed":0,"upToDate":2,"unreadable":0'),
    });

    expect((await logIn(after, ada, adas)).status).toBe(200);
    expect((await logIn(prepared, ada, adas)).status).toBe(200);
    expect((await logIn(before, ada, adas)).body.code).toBe('auth.invalid_code');
  }, 60_000);

  it('is said by verify to be over too early', async () => {
    const ada = await register(before);
    await setUpTotp(ada.api);
    const unreadable = async ({ nest }: Kitchen) => {
      for await (const { rule, wrong } of nest.get(Verification).run({ repairs: false }))
        if (rule === 'authenticator apps that no secret opens') return wrong;
      return undefined;
    };

    expect(await unreadable(rotated)).toEqual([]);
    expect(await unreadable(after)).toEqual([{ id: ada.id }]);
  });
});
