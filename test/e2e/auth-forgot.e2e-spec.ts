import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { allSent, type MailServer, startMailServer, tryAgainNow } from '../support/mail-server.js';
import { PASSWORD, type Registered, register } from '../support/register.js';

const NEW_PASSWORD = 'another horse, another staple';

describe('a forgotten password', () => {
  let kitchen: Kitchen;
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

  const forgot = (email: unknown, api = kitchen.guest) => api.post('/auth/password/forgot', { email });
  const reset = (token: unknown, newPassword: unknown = NEW_PASSWORD) =>
    kitchen.guest.post('/auth/password/reset', { token, newPassword });
  const statusOf = async (api: Api) => (await api.get('/users/me')).status;
  const anHourOn = (amount: string) =>
    kitchen.sql`update mail_allowances set sent_at = array(select at - ${amount}::interval from unnest(sent_at) at)`;

  /** Somebody with a link in the mailbox. */
  async function forgetful(): Promise<{ grace: Registered; token: string }> {
    const grace = await register(kitchen);
    await server.next(grace.email);
    await forgot(grace.email);
    return { grace, token: (await server.next(grace.email)).token };
  }

  it('is replaced by the mailed link, which signs out everywhere at once', async () => {
    const { grace, token } = await forgetful();
    const elsewhere = await grace.signIn();
    const there = new Api(replica.origin, elsewhere['accessToken']);
    expect(await statusOf(there)).toBe(200);

    expect(await reset(token)).toMatchObject({ status: 204, text: '' });
    expect((await there.get('/users/me')).body.code).toBe('auth.session_ended');
    expect(await statusOf(grace.api)).toBe(401);
    expect(await statusOf(await grace.signIn())).toBe(401);
    const { body } = await (await grace.signIn(NEW_PASSWORD)).get('/users/me');
    expect(body).toMatchObject({ username: grace.username, isEmailVerified: true });
    expect((await server.next(grace.email)).subject).toBe('Your password was changed');
  });

  it('gives 20 parallel uses of one link to exactly one', async () => {
    const { grace, token } = await forgetful();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => reset(token, `the password of use ${i}`)));
    const winner = answers.findIndex(({ status }) => status === 204);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(19).fill(422)]);
    expect(await statusOf(await grace.signIn(`the password of use ${winner}`))).toBe(200);
    expect((await reset(token)).body.code).toBe('auth.invalid_token');
  });

  it('gives everybody the same answer by the same statements, whoever has the address', async () => {
    const grace = await register(kitchen);
    await allSent(kitchen);
    const workOf = async (email: string) => {
      const work = async () => {
        const [row] = await kitchen.sql<{ allowances: number; jobs: number; tokens: number }>`
          select (select count(*)::int from mail_allowances) as allowances,
                 (select count(*)::int from pgboss.job where data ->> 'kind' = 'auth.password_forgotten') as jobs,
                 (select count(*)::int from mail_tokens where purpose = 'reset' and email = ${email}) as tokens`;
        return row!;
      };
      await server.leave();
      const before = await work();
      const answer = await forgot(email);
      const after = await work();
      await server.comeBack();
      const { requestId: _, ...body } = answer.body;
      return {
        status: answer.status,
        body,
        headers: [...answer.headers.keys()].sort(),
        allowances: after.allowances - before.allowances,
        jobs: after.jobs - before.jobs,
      };
    };
    const [known, unknown] = [await workOf(grace.email), await workOf('nobody-has-this@example.com')];

    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ status: 202, allowances: 1, jobs: 1 });
    await tryAgainNow(kitchen);
    await allSent(kitchen);
    expect(server.to('nobody-has-this@example.com')).toEqual([]);
  });

  it('finds the account however the address is written', async () => {
    const grace = await register(kitchen);
    await server.next(grace.email);
    await forgot(` ${grace.email.toUpperCase()} `);

    expect((await server.next(grace.email)).subject).toBe('Choose a new password');
  });

  it('sends one mail a minute and five an hour to an address, across processes, and does not say so', async () => {
    const grace = await register(kitchen);
    await allSent(kitchen);
    const askTwentyTimes = async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => forgot(grace.email, (i % 2 ? kitchen : replica).guest)),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(202));
      await allSent(kitchen);
      return server.to(grace.email).filter(({ subject }) => subject === 'Choose a new password').length;
    };
    const counts = [];
    for (let minute = 0; minute < 7; minute++) {
      counts.push(await askTwentyTimes());
      await anHourOn('1 minute');
    }
    await anHourOn('53 minutes');
    counts.push(await askTwentyTimes());

    expect(counts).toEqual([1, 2, 3, 4, 5, 5, 5, 6]);
  });

  it('is not replaced by an earlier link once there is a later one', async () => {
    const { grace, token } = await forgetful();
    await anHourOn('2 minutes');
    await forgot(grace.email);
    const later = await server.next(grace.email);

    expect((await reset(token)).status).toBe(422);
    expect((await reset(later.token)).status).toBe(204);
  });

  it('sends no link for what was asked before the password was changed', async () => {
    const grace = await register(kitchen);
    await server.next(grace.email);
    await server.leave();
    await forgot(grace.email);
    await grace.api.put('/auth/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
    await server.comeBack();
    await tryAgainNow(kitchen);
    await allSent(kitchen);

    expect(server.to(grace.email).map(({ subject }) => subject)).not.toContain('Choose a new password');
  });

  it.each([
    [
      'that has expired',
      async (token: string, id: string) => {
        await kitchen.sql`update mail_tokens set expires_at = now() - interval '1 second' where user_id = ${id}`;
        return token;
      },
    ],
    ['with one character changed', (token: string) => token.replace(/.$/, (letter) => (letter === 'A' ? 'B' : 'A'))],
    [
      'that is its hash',
      async (_token: string, id: string) => {
        const [row] = await kitchen.sql<{
          hash: string;
        }>`select token_hash as hash from mail_tokens where user_id = ${id} and purpose = 'reset'`;
        return row!.hash;
      },
    ],
    ['that is empty', () => ''],
    ['that is over-long', () => 'kpr_'.repeat(100)],
    ['that is a number', () => 42],
    ['that is null', () => null],
    ['that has a NUL character', (token: string) => `${token}\0`],
  ])('is not replaced by a token %s', async (_what, make) => {
    const { grace, token } = await forgetful();
    const answer = await reset(await make(token, grace.id));

    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain(grace.username);
    expect(await statusOf(grace.api)).toBe(200);
    expect(await statusOf(await grace.signIn())).toBe(200);
  });

  it('takes a token for nothing but its purpose', async () => {
    const grace = await register(kitchen);
    const { token } = await server.next(grace.email);
    expect((await reset(token)).body.code).toBe('auth.invalid_token');
    const { token: resetToken } = await forgetful();
    expect((await kitchen.guest.post('/auth/email/verify', { token: resetToken })).body.code).toBe(
      'auth.invalid_token',
    );
  });

  it('keeps the link good when the new password is not', async () => {
    const { grace, token } = await forgetful();
    for (const weak of ['short', 'Password123', grace.username, null]) {
      expect((await reset(token, weak)).body.errors).toEqual([expect.objectContaining({ pointer: '/newPassword' })]);
    }
    expect((await reset(token)).status).toBe(204);
  });

  it.each([
    ['no address', undefined],
    ['something else', 'ada@'],
    ['a list', ['ada@example.com']],
    ['half of a surrogate pair', 'a\ud800@example.com'],
  ])('is not looked for under %s', async (_what, email) => {
    const answer = await forgot(email);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].pointer).toBe('/email');
  });
});
