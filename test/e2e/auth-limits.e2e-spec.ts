import { PASSWORD_PATIENCE } from '../../src/modules/auth/limits/guess-lanes.js';
import { MailTokens } from '../../src/modules/auth/mail-tokens/mail-tokens.js';
import { AuthService } from '../../src/modules/auth/index.js';
import { Problem } from '../../src/platform/errors/problem.js';
import type { Answer } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { mostFailures } from '../support/patience.js';
import { PASSWORD, register, type Registered } from '../support/register.js';

const { free } = PASSWORD_PATIENCE;
const BY_HTTP = 500;

describe('guessing a password', () => {
  let here: Kitchen;
  let there: Kitchen;

  beforeAll(async () => {
    here = await startKitchen();
    there = await startKitchen({ DATABASE_URL: here.databaseUrl });
  });
  afterAll(async () => {
    await there.close();
    await here.close();
  });

  const logIn = (login: string, password: string, headers?: Record<string, string>, { guest }: Kitchen = here) =>
    guest.post('/auth/login', { login, password }, headers);

  async function guess(login: string, times: number, headers?: Record<string, string>): Promise<Answer[]> {
    const answers = [];
    for (let i = 0; i < times; i++) answers.push(await logIn(login, `guess ${i}`, headers));
    return answers;
  }

  /** As if the pauses that are on had passed. */
  const waitLong = () => here.sql`update failed_attempts set paused_until = now()`;

  async function deviceOf({ username }: Registered): Promise<string> {
    const { body } = await logIn(username, PASSWORD, { 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/150.0' });
    return body.deviceToken as string;
  }

  it.each(['somebody’s', 'nobody’s'])('admits not one more of parallel guesses at two replicas: %s', async (whose) => {
    const login = whose === 'nobody’s' ? `nobody_${process.pid}` : (await register(here)).username;
    const start = Date.now();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => logIn(login, `guess ${i}`, {}, i % 2 === 0 ? here : there)),
    );
    const most = mostFailures(PASSWORD_PATIENCE, (Date.now() - start) / 1000);
    const [admitted, refused] = [401, 429].map((status) => answers.filter((answer) => answer.status === status));

    expect(admitted!.length).toBeGreaterThanOrEqual(free);
    expect(admitted!.length).toBeLessThanOrEqual(most);
    expect(admitted!.length + refused!.length).toBe(60);
    for (const { body, headers } of refused!) {
      expect(body.code).toBe('auth.too_many_attempts');
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
  });

  it('answers the same about a name that nobody has', async () => {
    const { username } = await register(here);
    const [known, unknown] = [await guess(username, free + 1), await guess(`${username}_not`, free + 1)];

    expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    const told = ({ status, body, headers }: Answer) => ({
      ...{ status, body: { ...body, requestId: '' } },
      retryAfter: headers.get('retry-after') !== null,
    });
    expect(known.map(told)).toEqual(unknown.map(told));
  });

  it('pauses for twice as long after each failure, up to a quarter of an hour', async () => {
    const { username } = await register(here);
    await guess(username, free);
    const pauses = [];
    for (let i = 0; i < 10; i++) {
      const [refused] = await guess(username, 1);
      pauses.push(Number(refused!.headers.get('retry-after')));
      await waitLong();
      expect((await guess(username, 1))[0]!.status).toBe(401);
    }

    expect(pauses.map((pause, i) => Math.min(900, 5 * 2 ** i) - pause).every((late) => late >= 0 && late <= 4)).toBe(
      true,
    );
    expect(pauses.at(-1)).toBeGreaterThan(890);
  });

  it('refuses the right password during the pause, and takes it afterwards, which makes all good', async () => {
    const { username } = await register(here);
    await guess(username, free);
    expect((await logIn(username, PASSWORD)).status).toBe(429);
    await waitLong();

    expect((await logIn(username, PASSWORD)).status).toBe(200);
    expect((await guess(username, free)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });

  it('lets a device that the member is known by in, which has tries of its own', async () => {
    const ada = await register(here);
    const mark = { 'device-token': await deviceOf(ada) };
    await guess(ada.username, free);

    expect((await logIn(ada.username, PASSWORD)).status).toBe(429);
    expect((await logIn(ada.username, PASSWORD, mark)).status).toBe(200);
    // Success there says nothing about the others.
    expect((await logIn(ada.username, PASSWORD)).status).toBe(429);
    expect((await guess(ada.username, free + 1, mark)).map(({ status }) => status)).toEqual([
      401, 401, 401, 401, 401, 429,
    ]);
    expect((await logIn(ada.username, PASSWORD, mark)).status).toBe(429);
  });

  it('is not made easier by a device of somebody else, or one that was made up', async () => {
    const [ada, eve] = [await register(here), await register(here)];
    const mark = await deviceOf(eve);
    const forged = [mark, `${mark.slice(0, -2)}AA`, 'kdv_', 'x', `kdv_${'A'.repeat(64)}`];
    await guess(ada.username, free);

    for (const token of forged) {
      expect((await logIn(ada.username, PASSWORD, { 'device-token': token })).status).toBe(429);
    }
  });

  it('counts every spelling of a name that PostgreSQL takes for the same', async () => {
    await here.guest.post('/auth/register', { username: 'ingrid', email: 'i@example.com', password: PASSWORD });
    const spellings = ['ingrid', 'INGRID', 'İngrid', 'ingrİd', 'İngrİd', ' ingrid ', 'Ingrid'];
    const answers = [];
    for (const login of spellings) answers.push(await logIn(login, 'a guess'));
    const { body } = await logIn('ingrid', PASSWORD);

    expect(body.code).toBe('auth.too_many_attempts');
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(free);
  });

  it('does not tell by its limits which address belongs to which username', async () => {
    const ada = await register(here);
    await guess(ada.username, free + 1);

    expect((await guess(ada.email, 1))[0]!.status).toBe(401);
  });

  it('does not refuse who is right, however many at once', async () => {
    const { username } = await register(here);
    const answers = await Promise.all(Array.from({ length: 40 }, () => logIn(username, PASSWORD)));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it('is over when a new password was chosen', async () => {
    const ada = await register(here);
    await guess(ada.username, free);
    await guess(ada.email, free);
    const asked = new Date().toISOString();
    const token = await here.nest.get(MailTokens).issueSince(asked, 'reset', { userId: ada.id, email: ada.email });
    await here.guest.post('/auth/password/reset', { token, newPassword: 'another walk in the park' });

    expect((await logIn(ada.username, 'another walk in the park')).status).toBe(200);
    expect((await logIn(ada.email, 'another walk in the park')).status).toBe(200);
  });

  it('is limited where it is asked for once more, for who is signed in, and nobody else', async () => {
    const ada = await register(here);
    const answers = [];
    for (let i = 0; i <= free; i++) {
      answers.push(
        await ada.api.put('/auth/password', { currentPassword: `guess ${i}`, newPassword: 'fine and long' }),
      );
    }
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 429]);
    expect((await ada.api.delete('/users/me')).status).toBe(422);
    expect((await ada.api.send('DELETE', '/users/me', { password: PASSWORD })).status).toBe(429);
    expect((await logIn(ada.username, PASSWORD)).status).toBe(200);
  });

  it('stores no name and no address', async () => {
    const { username } = await register(here);
    await guess(username, 2);
    const rows = await here.sql<{ row: string }>`
      select t::text as row from failed_attempts t union all select t::text from quotas t`;

    expect(rows.length).toBeGreaterThan(1);
    for (const { row } of rows) {
      expect(row).not.toContain(username);
      expect(row).not.toContain('127.0.0.1');
    }
  });
});

describe('10,000 guesses from addresses that are all different', () => {
  let kitchen: Kitchen;

  // Whoever can write the header that is trusted can be anybody.
  beforeAll(async () => (kitchen = await startKitchen({ TRUST_PROXY: '1' })));
  afterAll(() => kitchen.close());

  async function guess(login: string, i: number): Promise<number> {
    const headers = { 'x-forwarded-for': spoofed(i), 'x-real-ip': spoofed(i + 1), forwarded: `for=${spoofed(i)}` };
    return (await kitchen.guest.post('/auth/login', { login, password: `guess ${i}` }, headers)).status;
  }

  /** The same without HTTP, which adds nothing but time. */
  async function guessInside(login: string, i: number): Promise<number> {
    const client = { device: 'Guesser', ip: spoofed(i) };
    const failure: unknown = await kitchen.nest
      .get(AuthService)
      .logIn({ login, password: `guess ${i}` }, client)
      .catch((error: unknown) => error);
    return failure instanceof Problem ? failure.definition.status : 200;
  }

  it('are not admitted once more than the limit says, and the owner signs in', async () => {
    const ada = await register(kitchen);
    const { body } = await kitchen.guest.post('/auth/login', { login: ada.username, password: PASSWORD });
    const [statuses, start] = [new Map<number, number>(), Date.now()];
    let next = 0;
    const guesser = async () => {
      for (let i = next++; i < 10_000; i = next++) {
        const status = await (i < BY_HTTP ? guess : guessInside)(ada.username, i);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 32 }, guesser));
    const most = mostFailures(PASSWORD_PATIENCE, (Date.now() - start) / 1000);

    expect([...statuses.keys()].sort()).toEqual([401, 429]);
    expect(statuses.get(401)).toBeLessThanOrEqual(most);
    expect(statuses.get(401)! + statuses.get(429)!).toBe(10_000);
    const owner = await kitchen.guest.post(
      '/auth/login',
      { login: ada.username, password: PASSWORD },
      { 'device-token': body.deviceToken },
    );
    expect(owner.status).toBe(200);
  }, 120_000);
});

function spoofed(i: number): string {
  const [a, b, c] = [i & 255, (i >> 8) & 255, (i * 7) & 255];
  const kinds = [
    `198.51.${b}.${a}`,
    `::ffff:203.${b}.${a}.${c}`,
    `2001:db8:${b.toString(16)}:${a.toString(16)}::1`,
    `10.0.0.1, 192.${c}.${b}.${a}`,
    `<script>${i}`,
    `${a}.${b}.${c}.1:${1000 + i}`,
    '',
    'unknown',
  ];
  return kinds[i % kinds.length]!;
}
