import { type Kitchen, startKitchen } from '../support/app.js';
import { allSent, type MailServer, startMailServer } from '../support/mail-server.js';
import { PASSWORD, type Registered, register } from '../support/register.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

const INVALID_TOKEN = { status: 422, code: 'auth.invalid_token' };

describe('the e-mail address', () => {
  let kitchen: Kitchen;
  let replica: Kitchen;
  let server: MailServer;
  let cast: Cast;
  let counter = 0;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: server.url });
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, SMTP_URL: server.url });
    cast = await castOf(kitchen);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
    await server.close();
  });

  const verify = (token: unknown, at = kitchen) => at.guest.post('/auth/email/verify', { token });
  const change = (grace: Registered, email: unknown, password: unknown = PASSWORD) =>
    grace.api.put('/auth/email', { email, password });
  const account = async ({ api }: Registered) => (await api.get('/users/me')).body;
  const newAddress = () => `new-${++counter}@example.com`;
  const aMinuteLater = () =>
    kitchen.sql`update mail_allowances set sent_at = array(select at - interval '1 minute' from unnest(sent_at) at)`;
  const everybody = ['owner', 'stranger', 'moderator', 'admin'] as const;

  scenarios(
    () => Promise.resolve({ kitchen, cast }),
    [
      { title: 'a mail', as: 'guest', method: 'POST', path: () => '/auth/email/verification', status: 401 },
      {
        title: 'a mail',
        as: everybody,
        method: 'POST',
        path: () => '/auth/email/verification',
        status: 202,
        contains: ['"message"'],
        notContains: ['@', 'token'],
      },
      {
        title: 'a token that never was',
        as: ['guest', ...everybody],
        method: 'POST',
        path: () => '/auth/email/verify',
        body: { token: 'kev_hPq0ZrQn3yYxW5m2b9tG7u' },
        status: 422,
        code: 'auth.invalid_token',
      },
      {
        title: 'another address',
        as: 'guest',
        method: 'PUT',
        path: () => '/auth/email',
        body: { email: 'x@example.com', password: PASSWORD },
        status: 401,
      },
      {
        title: 'another address, without the password',
        as: everybody,
        method: 'PUT',
        path: () => '/auth/email',
        body: { email: 'x@example.com', password: 'not it' },
        status: 403,
        code: 'auth.wrong_password',
        contains: ['/password'],
      },
    ],
  );

  describe('when it is verified', () => {
    it('is so by the mailed link, whoever opens it, and nobody is signed out', async () => {
      const grace = await register(kitchen);
      const { token } = await server.next(grace.email);
      expect(await account(grace)).toMatchObject({ isEmailVerified: false, emailVerifiedAt: null });

      expect(await verify(token)).toMatchObject({ status: 204, text: '' });
      expect(await account(grace)).toMatchObject({
        email: grace.email,
        isEmailVerified: true,
        emailVerifiedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      expect((await grace.api.get('/auth/sessions')).body.items).toHaveLength(1);
    });

    it('takes one of 20 parallel uses of the link, on two processes', async () => {
      const grace = await register(kitchen);
      const { token } = await server.next(grace.email);
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => verify(token, i % 2 ? kitchen : replica)));

      expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(19).fill(422)]);
    });

    it('is told by opening our page, which uses nothing up', async () => {
      const grace = await register(kitchen);
      const { token, text } = await server.next(grace.email);
      const link = /http\S+verify-email\S*/.exec(text)![0];
      const page = await fetch(link.replace('localhost', '127.0.0.1'));

      expect(page.status).toBe(200);
      expect(await page.text()).toContain('data-action="/api/v1/auth/email/verify"');
      expect((await verify(token)).status).toBe(204);
    });

    it('is mailed again on demand, and only the last link counts', async () => {
      const grace = await register(kitchen);
      const first = await server.next(grace.email);
      await aMinuteLater();
      expect((await grace.api.post('/auth/email/verification')).status).toBe(202);
      const second = await server.next(grace.email);

      expect((await verify(first.token)).body).toMatchObject(INVALID_TOKEN);
      expect((await verify(second.token)).status).toBe(204);
    });

    it('is mailed once a minute at most, and the link that was sent stays good', async () => {
      const grace = await register(kitchen);
      const { token } = await server.next(grace.email);
      const answers = await Promise.all(Array.from({ length: 10 }, () => grace.api.post('/auth/email/verification')));
      await allSent(kitchen);

      expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(202));
      expect(server.to(grace.email)).toHaveLength(1);
      expect((await verify(token)).status).toBe(204);
    });

    it('is not mailed any more', async () => {
      const grace = await register(kitchen);
      await verify((await server.next(grace.email)).token);
      await aMinuteLater();
      expect((await grace.api.post('/auth/email/verification')).status).toBe(202);
      await allSent(kitchen);

      expect(server.to(grace.email)).toHaveLength(1);
    });

    it('is not so by a link that has expired', async () => {
      const grace = await register(kitchen);
      const { token } = await server.next(grace.email);
      const [row] = await kitchen.sql`
        select round(extract(epoch from expires_at - now()) / 3600)::int as hours from mail_tokens where user_id = ${grace.id}`;
      expect(row).toEqual({ hours: 24 });
      await kitchen.sql`update mail_tokens set expires_at = now() where user_id = ${grace.id}`;

      expect((await verify(token)).body).toMatchObject(INVALID_TOKEN);
      expect(await account(grace)).toMatchObject({ isEmailVerified: false });
    });

    it.each([[undefined], [''], [7], [null], [['kev_x']], ['k'.repeat(201)], ['kev_\0'], ['kev_\ud800']])(
      'is not so by the token %j',
      async (token) => {
        const answer = await verify(token);
        expect(answer.status).toBe(422);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
      },
    );

    it('asks once under an Idempotency-Key', async () => {
      const { api } = await kitchen.member();
      const first = await api.post('/auth/email/verification', undefined, { 'idempotency-key': 'k' });
      const second = await api.post('/auth/email/verification', undefined, { 'idempotency-key': 'k' });

      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect([second.status, second.text]).toEqual([202, first.text]);
    });
  });

  describe('when it is changed', () => {
    it('stays the old one until the link to the new one was opened, and the old one is told both times', async () => {
      const grace = await register(kitchen);
      await server.next(grace.email);
      const email = newAddress();

      expect(await change(grace, email)).toMatchObject({ status: 204, text: '' });
      const { token } = await server.next(email);
      const asked = await server.next(grace.email);
      expect(asked).toMatchObject({ subject: 'Your e-mail address is to be changed', token: '' });
      expect(asked.text.replaceAll('\n', ' ')).toContain(email);
      expect(await account(grace)).toMatchObject({ email: grace.email, isEmailVerified: false });

      expect((await verify(token)).status).toBe(204);
      expect(await account(grace)).toMatchObject({ email, isEmailVerified: true });
      expect(await server.next(grace.email)).toMatchObject({ subject: 'Your e-mail address was changed', token: '' });
      const login = (name: string) => kitchen.guest.post('/auth/login', { login: name, password: PASSWORD });
      expect([(await login(email)).status, (await login(grace.email)).status]).toEqual([200, 401]);
      const events = await kitchen.sql`select event from security_events where subject_id = ${grace.id}`;
      expect(events).toContainEqual({ event: 'auth.email_changed' });
    });

    it('makes links to the old address worthless', async () => {
      const grace = await register(kitchen);
      const verification = await server.next(grace.email);
      await kitchen.guest.post('/auth/password/forgot', { email: grace.email });
      const reset = await server.next(grace.email);
      const email = newAddress();
      await change(grace, email);
      expect((await verify(verification.token)).status).toBe(422);
      await verify((await server.next(email)).token);

      const answer = await kitchen.guest.post('/auth/password/reset', {
        token: reset.token,
        newPassword: 'not again 42',
      });
      expect(answer.body).toMatchObject(INVALID_TOKEN);
    });

    it('is undone by a new password, as long as the link was not opened', async () => {
      const grace = await register(kitchen);
      await server.next(grace.email);
      const email = newAddress();
      await change(grace, email);
      const { token } = await server.next(email);
      await grace.api.put('/auth/password', {
        currentPassword: PASSWORD,
        newPassword: 'another horse, another staple',
      });

      expect((await verify(token)).body).toMatchObject(INVALID_TOKEN);
      expect(await account(grace)).toMatchObject({ email: grace.email });
    });

    it('sends no link that was asked for before a new password, even if the server was away', async () => {
      const grace = await register(kitchen);
      await server.next(grace.email);
      const email = newAddress();
      await server.leave();
      await change(grace, email);
      await grace.api.put('/auth/password', {
        currentPassword: PASSWORD,
        newPassword: 'another horse, another staple',
      });
      await server.comeBack();
      await kitchen.sql`update pgboss.job set start_after = now() where state = 'retry'`;
      await register(kitchen);
      await allSent(kitchen);

      expect(server.to(email)).toEqual([]);
    });

    it('cannot become somebody else’s, in other capitals either', async () => {
      const [ada, grace] = [await register(kitchen), await register(kitchen)];
      const answer = await change(grace, ada.email.toUpperCase());

      expect(answer.body).toMatchObject({
        status: 409,
        code: 'users.email_taken',
        errors: [{ pointer: '/email', code: 'users.email_taken' }],
      });
      expect(await account(grace)).toMatchObject({ email: grace.email });
    });

    it('goes to the first of several who want the same one', async () => {
      const email = newAddress();
      const members = await Promise.all(Array.from({ length: 5 }, () => register(kitchen)));
      const tokens: string[] = [];
      for (const grace of members) {
        expect((await change(grace, email)).status).toBe(204);
        tokens.push((await server.next(email)).token);
        await aMinuteLater();
      }
      const answers = await Promise.all(tokens.map((token, i) => verify(token, i % 2 ? kitchen : replica)));

      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409]);
      expect(answers.find(({ status }) => status === 409)!.body.code).toBe('users.email_taken');
      const accounts = await Promise.all(members.map(account));
      expect(accounts.filter((body) => body.email === email)).toHaveLength(1);
    });

    it('to what it is already sends nothing', async () => {
      const grace = await register(kitchen);
      const { token } = await server.next(grace.email);
      expect((await change(grace, grace.email)).status).toBe(204);
      await allSent(kitchen);

      expect(server.to(grace.email)).toHaveLength(1);
      expect((await verify(token)).status).toBe(204);
    });

    it('signs nobody out', async () => {
      const grace = await register(kitchen);
      const elsewhere = await grace.signIn();
      const email = newAddress();
      await change(grace, email);
      await verify((await server.next(email)).token);

      expect((await elsewhere.get('/users/me')).body).toMatchObject({ email });
    });

    it.each([
      ['a wrong password', { password: 'something else' }, 403, '/password'],
      ['an empty password', { password: '' }, 403, '/password'],
      ['no password', { password: undefined }, 422, '/password'],
      ['no address', { email: undefined }, 422, '/email'],
      ['an address without a domain', { email: 'ada@' }, 422, '/email'],
      ['an over-long address', { email: `${'a'.repeat(250)}@example.com` }, 422, '/email'],
      ['two addresses', { email: 'a@example.com, b@example.com' }, 422, '/email'],
      ['an address with a header in it', { email: 'a@example.com\r\nBcc: b@example.com' }, 422, '/email'],
      ['an address with a NUL character', { email: 'a\0@example.com' }, 422, '/email'],
      ['an unknown field', { isEmailVerified: true }, 422, '/isEmailVerified'],
    ])('refuses %s, and sends nothing', async (_what, changes, status, pointer) => {
      const grace = await register(kitchen);
      await allSent(kitchen);
      const before = server.mails.length;
      const answer = await grace.api.put('/auth/email', { email: newAddress(), password: PASSWORD, ...changes });
      await allSent(kitchen);

      expect(answer.status).toBe(status);
      expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
      expect(server.mails).toHaveLength(before);
    });
  });
});
