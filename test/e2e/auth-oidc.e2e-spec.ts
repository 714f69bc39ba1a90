import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { allSent, type MailServer, startMailServer } from '../support/mail-server.js';
import { CLIENT, FRONTEND_URL, KITCHEN_URL, type OidcIssuer, startOidcIssuer } from '../support/oidc-issuer.js';
import { PASSWORD, register } from '../support/register.js';
import { begin, comeBack, handed, newVerifier, signInAt, throughIssuer } from '../support/sign-in-elsewhere.js';
import { setUpTotp } from '../support/totp.js';

describe('signing in with an account elsewhere', () => {
  let kitchen: Kitchen;
  let issuer: OidcIssuer;
  let mails: MailServer;
  let counter = 0;

  beforeAll(async () => {
    issuer = await startOidcIssuer('oidc');
    mails = await startMailServer();
    kitchen = await startKitchen({
      PUBLIC_URL: KITCHEN_URL,
      FRONTEND_URL,
      SMTP_URL: mails.url,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: CLIENT.client_id,
      OIDC_CLIENT_SECRET: CLIENT.client_secret,
      OIDC_NAME: 'The office',
    });
  });
  afterAll(async () => {
    await kitchen.close();
    await mails.close();
    await issuer.close();
  });

  /** Somebody new at the issuer, who sits down at the browser. */
  function somebody(person: { email?: string; email_verified?: boolean; preferred_username?: string } = {}) {
    const subject = `subject-${++counter}`;
    const known = { email: `${subject}@example.com`, email_verified: true, preferred_username: subject, ...person };
    issuer.people.set(subject, { name: 'Grace Hopper', ...known });
    issuer.nextIs(subject);
    return { subject, ...known };
  }
  const redeem = (body: object) => kitchen.guest.post('/auth/oidc/session', body);
  const identitiesOf = async (api: Api) => (await api.get('/auth/identities')).body.items;

  it('is offered as it was configured', async () => {
    expect((await kitchen.guest.get('/auth/providers')).body).toEqual({
      items: [{ id: 'oidc', name: 'The office', url: '/api/v1/auth/oidc/oidc' }],
      nextCursor: null,
    });
    expect((await kitchen.guest.get(`/auth/oidc/google?challenge=${'x'.repeat(43)}`)).body.code).toBe(
      'auth.provider_unknown',
    );
  });

  it('makes an account of a verified address, once, and signs in to it afterwards', async () => {
    const grace = somebody({ preferred_username: 'Grace.Hopper' });
    const { status, body } = await redeem(await signInAt(kitchen.guest, 'oidc'));

    expect({ status, user: body.user }).toMatchObject({
      status: 200,
      user: { username: 'grace_hopper', displayName: 'Grace Hopper', email: grace.email, isEmailVerified: true },
    });
    const api = new Api(kitchen.origin, body.accessToken);
    expect(await identitiesOf(api)).toMatchObject([{ provider: 'oidc', email: grace.email, lastUsedAt: null }]);

    const again = await redeem(await signInAt(kitchen.guest, 'oidc'));
    expect(again.body.user.id).toBe(body.user.id);
    expect((await identitiesOf(api))[0].lastUsedAt).toEqual(expect.any(String));
    const { body: events } = await api.get('/users/me/security-events');
    expect(events.items.map(({ event }: { event: string }) => event)).toEqual([
      'auth.login',
      'auth.login',
      'auth.register',
    ]);
  });

  it('gives names that are taken a number, and makes one of whatever somebody is called', async () => {
    const names = [];
    for (const preferred_username of ['same', 'same', 'Ünï çödé!', '..', 'x'.repeat(60)]) {
      somebody({ preferred_username });
      const { body } = await redeem(await signInAt(kitchen.guest, 'oidc'));
      names.push(body.user.username);
    }

    expect(names).toEqual([
      'same',
      expect.stringMatching(/^same_\d{5}$/),
      'uni_code',
      expect.stringMatching(/^subject_\d+$/),
      'x'.repeat(30),
    ]);
  });

  it('makes no account of an address that is not verified there, or of none', async () => {
    for (const person of [{ email_verified: false }, { email: undefined }]) {
      const { subject } = somebody(person);
      expect((await redeem(await signInAt(kitchen.guest, 'oidc'))).body).toMatchObject({
        status: 403,
        code: 'auth.address_unproven',
      });
      expect(await kitchen.sql`select from identities where subject = ${subject}`).toEqual([]);
      expect(await kitchen.sql`select from users where email like ${`${subject}%`}`).toEqual([]);
    }
  });

  describe('with the address of an account', () => {
    it('links the two once the password of that account was given, and never without', async () => {
      const ada = await register(kitchen);
      somebody({ email: ada.email.toUpperCase() });
      const handedOver = await signInAt(kitchen.guest, 'oidc');

      const without = await redeem(handedOver);
      expect(without.body).toMatchObject({ status: 403, code: 'auth.link_password_required' });
      expect(without.text).not.toContain(ada.username);
      const wrong = await redeem({ ...handedOver, password: 'wrong' });
      expect(wrong.body).toMatchObject({ code: 'auth.wrong_password', errors: [{ pointer: '/password' }] });
      expect(await identitiesOf(ada.api)).toEqual([]);

      const right = await redeem({ ...handedOver, password: PASSWORD });
      expect(right).toMatchObject({ status: 200, body: { user: { id: ada.id, isEmailVerified: true } } });
      expect(await identitiesOf(ada.api)).toHaveLength(1);
      expect((await redeem(await signInAt(kitchen.guest, 'oidc'))).body.user.id).toBe(ada.id);
      await allSent(kitchen);
      expect(mails.to(ada.email).map(({ subject }) => subject)).toContain(
        'Your account can now be entered with The office',
      );
      const { text } = await ada.api.get('/users/me/security-events');
      expect(text).toContain('"auth.identity_linked"');
    });

    it('takes five tries, and no more', async () => {
      const ada = await register(kitchen);
      somebody({ email: ada.email });
      const handedOver = await signInAt(kitchen.guest, 'oidc');
      for (let i = 0; i < 5; i++) await redeem({ ...handedOver, password: `wrong ${i}` });

      expect((await redeem({ ...handedOver, password: PASSWORD })).body.code).toBe('auth.invalid_sign_in_code');
      expect(await identitiesOf(ada.api)).toEqual([]);
    });

    it('slows who guesses its password down there, but keeps the member from nothing that takes it', async () => {
      const ada = await register(kitchen);
      somebody({ email: ada.email });
      const first = await signInAt(kitchen.guest, 'oidc');
      for (let i = 0; i < 5; i++) await redeem({ ...first, password: `wrong ${i}` });
      const second = await signInAt(kitchen.guest, 'oidc');

      expect((await redeem({ ...second, password: PASSWORD })).body.code).toBe('auth.too_many_attempts');
      expect((await ada.api.put('/auth/step-up', { password: PASSWORD })).status).toBe(204);
    });

    it('says so when that account has no password', async () => {
      const { username } = await kitchen.member();
      somebody({ email: `${username}@example.com` });

      expect((await redeem(await signInAt(kitchen.guest, 'oidc'))).body.code).toBe('auth.link_elsewhere');
    });
  });

  it('asks for the second factor where there is one', async () => {
    const ada = await register(kitchen);
    somebody({ email: ada.email });
    await redeem({ ...(await signInAt(kitchen.guest, 'oidc')), password: PASSWORD });
    await setUpTotp(ada.api);

    const { status, body, text } = await redeem(await signInAt(kitchen.guest, 'oidc'));

    expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.second_factor_required' });
    expect(body.challenge).toEqual(expect.any(String));
    expect(text).not.toContain('accessToken');
  });

  it('lets nobody in who is suspended', async () => {
    somebody();
    const { body } = await redeem(await signInAt(kitchen.guest, 'oidc'));
    const admin = await kitchen.member({ role: 'admin' });
    await admin.api.put(`/users/${body.user.username}/suspension`, { reason: 'Spam' });

    expect((await redeem(await signInAt(kitchen.guest, 'oidc'))).body).toMatchObject({
      code: 'auth.suspended',
      reason: 'Spam',
    });
  });

  describe('the code that the front end is handed', () => {
    it('is good once, also when it is redeemed 10 times at once', async () => {
      somebody();
      const handedOver = await signInAt(kitchen.guest, 'oidc');
      const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(handedOver)));

      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
        new Set(['auth.invalid_sign_in_code']),
      );
    });

    it('is worth nothing with another verifier, and then not with the right one either', async () => {
      somebody();
      const { code, verifier } = await signInAt(kitchen.guest, 'oidc');

      for (const tried of [newVerifier(), verifier])
        expect((await redeem({ code, verifier: tried })).body.code).toBe('auth.invalid_sign_in_code');
    });

    it('is good for 60 seconds', async () => {
      somebody();
      const handedOver = await signInAt(kitchen.guest, 'oidc');
      const [{ left }] = (await kitchen.sql`
        select extract(epoch from max(expires_at) - now()) as left from oidc_sign_ins where code_hash is not null
        and provider = 'oidc' and attempts = 0`) as [{ left: string }];
      expect(Number(left)).toBeLessThanOrEqual(60);
      await kitchen.sql`update oidc_sign_ins set expires_at = now() where code_hash is not null`;

      expect((await redeem(handedOver)).body.code).toBe('auth.invalid_sign_in_code');
    });

    it.each([
      [{ code: 'x' }, '/verifier'],
      [{ code: 'x', verifier: 'short' }, '/verifier'],
      [{ verifier: 'x'.repeat(43) }, '/code'],
      [{ code: 'x', verifier: 'x'.repeat(43), password: 5 }, '/password'],
      [{ code: 'x\0', verifier: 'x'.repeat(43) }, '/code'],
    ])('is refused by name when it is %j', async (body, pointer) => {
      const answer = await redeem(body);

      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].pointer).toBe(pointer);
    });
  });

  describe('of two accounts that are made of one identity at once', () => {
    it('one is made', async () => {
      const { email } = somebody();
      const two = [await signInAt(kitchen.guest, 'oidc'), await signInAt(kitchen.guest, 'oidc')];
      const answers = await Promise.all(two.map(redeem));

      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(answers[0]!.body.user.id).toBe(answers[1]!.body.user.id);
      expect(await kitchen.sql`select from users where email = ${email}`).toHaveLength(1);
    });
  });

  describe('for somebody who is signed in', () => {
    const link = (api: Api, body: object) => api.post('/auth/identities', body);

    it('links one more, with the password, and tells by mail', async () => {
      const ada = await register(kitchen);
      const { email } = somebody();
      expect((await link(ada.api, { ...(await signInAt(kitchen.guest, 'oidc')), password: 'wrong' })).body.code).toBe(
        'auth.wrong_password',
      );
      expect((await link(ada.api, await signInAt(kitchen.guest, 'oidc'))).body.code).toBe('auth.wrong_password');
      const linked = await link(ada.api, { ...(await signInAt(kitchen.guest, 'oidc')), password: PASSWORD });

      expect(linked).toMatchObject({ status: 201, body: { provider: 'oidc', email } });
      expect((await redeem(await signInAt(kitchen.guest, 'oidc'))).body.user).toMatchObject({
        id: ada.id,
        email: ada.email,
      });
      await allSent(kitchen);
      expect(mails.to(ada.email)).toHaveLength(2);
    });

    it('takes no identity away from somebody else', async () => {
      somebody();
      const { body: first } = await redeem(await signInAt(kitchen.guest, 'oidc'));
      const eve = await register(kitchen);
      const taken = await link(eve.api, { ...(await signInAt(kitchen.guest, 'oidc')), password: PASSWORD });

      expect(taken.body).toMatchObject({ status: 409, code: 'auth.identity_taken' });
      expect((await redeem(await signInAt(kitchen.guest, 'oidc'))).body.user.id).toBe(first.user.id);
    });

    it('unlinks one, but never the last way in, also not two at once', async () => {
      somebody();
      const { body } = await redeem(await signInAt(kitchen.guest, 'oidc'));
      const api = new Api(kitchen.origin, body.accessToken);
      const [only] = await identitiesOf(api);
      expect((await api.delete(`/auth/identities/${only.id}`)).body.code).toBe('auth.last_sign_in_method');
      somebody();
      expect((await link(api, await signInAt(kitchen.guest, 'oidc'))).status).toBe(201);

      const both = await identitiesOf(api);
      const answers = await Promise.all(both.map(({ id }: { id: string }) => api.delete(`/auth/identities/${id}`)));

      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
      expect(await identitiesOf(api)).toHaveLength(1);
    });

    it('takes a young sign-in where there is no password, to link and to unlink', async () => {
      somebody();
      const { body } = await redeem(await signInAt(kitchen.guest, 'oidc'));
      const api = new Api(kitchen.origin, body.accessToken);
      somebody();
      expect((await link(api, await signInAt(kitchen.guest, 'oidc'))).status).toBe(201);
      await kitchen.sql`update sessions set proved_at = now() - interval '11 minutes' where user_id = ${body.user.id}`;
      somebody();

      expect((await link(api, await signInAt(kitchen.guest, 'oidc'))).body.code).toBe('auth.step_up_required');
      const [{ id }] = await identitiesOf(api);
      expect((await api.delete(`/auth/identities/${id}`)).body.code).toBe('auth.step_up_required');
      expect(await identitiesOf(api)).toHaveLength(2);
    });

    it('neither shows nor unlinks anybody else’s', async () => {
      somebody();
      const { body } = await redeem(await signInAt(kitchen.guest, 'oidc'));
      const [{ id }] = await identitiesOf(new Api(kitchen.origin, body.accessToken));
      const eve = await register(kitchen);

      expect(await identitiesOf(eve.api)).toEqual([]);
      expect((await eve.api.delete(`/auth/identities/${id}`)).body.code).toBe('auth.identity_not_found');
      expect((await kitchen.guest.get('/auth/identities')).status).toBe(401);
      expect((await kitchen.guest.delete(`/auth/identities/${id}`)).status).toBe(401);
      expect((await kitchen.guest.post('/auth/identities', {})).status).toBe(401);
    });
  });

  describe('a browser', () => {
    const challenge = 'x'.repeat(43);
    const start = (returnTo: string) =>
      kitchen.guest.get(`/auth/oidc/oidc?challenge=${challenge}&returnTo=${encodeURIComponent(returnTo)}`);

    it.each([
      'https://evil.example/',
      'https://app.test.evil.example/',
      'https://app.test@evil.example/',
      'https://user@app.test/',
      '//evil.example/',
      '/relative',
      'javascript:alert(1)',
      'https:evil.example',
      'http://app.test/',
      'https://app.test:8443/',
      'https://app.test/#code=mine',
      'data:text/html,x',
      '',
    ])('is not led to %j', async (returnTo) => {
      const { status, body, headers } = await start(returnTo);

      expect(status).toBe(400);
      expect(body.errors[0].pointer).toBe('/returnTo');
      expect(headers.get('set-cookie')).toBeNull();
    });

    it('is led to addresses of the front end and of this server, else to the usual one', async () => {
      for (const returnTo of ['https://app.test', 'https://app.test/a?b=c', 'https://kitchen.test/docs'])
        expect((await start(returnTo)).status).toBe(303);
      const usual = await kitchen.guest.get(`/auth/oidc/oidc?challenge=${challenge}`);
      expect(usual.status).toBe(303);
    });

    it('is sent off with PKCE, state, nonce and a cookie that scripts and other sites do not see', async () => {
      const answer = await start('https://app.test/');
      const query = new URL(answer.headers.get('location')!).searchParams;

      expect(Object.fromEntries(query)).toMatchObject({
        response_type: 'code',
        client_id: 'kitchen',
        redirect_uri: 'https://kitchen.test/api/v1/auth/oidc/oidc/callback',
        code_challenge_method: 'S256',
        scope: 'openid email profile',
        state: expect.stringMatching(/^[\w-]{43}$/),
        nonce: expect.stringMatching(/^[\w-]{43}$/),
      });
      expect(answer.headers.get('set-cookie')).toMatch(
        /^kitchen_sign_in=[\w-]{43}; Path=\/api\/v1\/auth\/oidc; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });

    it('comes back with a code behind the #, and no token anywhere', async () => {
      somebody();
      const begun = await begin(kitchen.guest, 'oidc', 'https://app.test/welcome?from=here');
      const answer = await comeBack(kitchen.guest, await throughIssuer(begun), begun.cookie);
      const location = answer.headers.get('location')!;

      expect(answer.status).toBe(303);
      expect(location).toMatch(/^https:\/\/app\.test\/welcome\?from=here#code=kis_[\w-]{43}$/);
      expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    });

    const refusals: [string, (begun: Awaited<ReturnType<typeof begin>>, callback: URL) => Promise<[URL, string]>][] = [
      ['has no cookie', (_begun, callback) => Promise.resolve([callback, ''])],
      ['began another sign-in', async (_, callback) => [callback, (await begin(kitchen.guest, 'oidc')).cookie]],
      [
        'has a cookie of somebody’s own',
        (_, callback) => Promise.resolve([callback, `kitchen_sign_in=${'a'.repeat(43)}`]),
      ],
      [
        'has a wrong state',
        ({ cookie }, callback) => Promise.resolve([withQuery(callback, 'state', 'x'.repeat(43)), cookie]),
      ],
      ['has no state', ({ cookie }, callback) => Promise.resolve([withQuery(callback, 'state', undefined), cookie])],
    ];
    it.each(refusals)('that %s is turned away, and nobody is signed in', async (_what, change) => {
      const { email } = somebody();
      const begun = await begin(kitchen.guest, 'oidc');
      const [callback, cookie] = await change(begun, await throughIssuer(begun));

      expect((await comeBack(kitchen.guest, callback, cookie)).body).toMatchObject({
        status: 400,
        code: 'auth.sign_in_not_started',
      });
      expect(await kitchen.sql`select from users where email = ${email}`).toEqual([]);
    });

    it('comes back once: a second time, or 10 times at once, gives nothing more', async () => {
      somebody();
      const begun = await begin(kitchen.guest, 'oidc');
      const callback = await throughIssuer(begun);
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => comeBack(kitchen.guest, callback, begun.cookie)),
      );

      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
      expect((await comeBack(kitchen.guest, callback, begun.cookie)).status).toBe(400);
    });

    it('that takes longer than 10 minutes begins again', async () => {
      somebody();
      const begun = await begin(kitchen.guest, 'oidc');
      const callback = await throughIssuer(begun);
      await kitchen.sql`update oidc_sign_ins set expires_at = now() where state_hash is not null`;

      expect((await comeBack(kitchen.guest, callback, begun.cookie)).status).toBe(400);
    });

    it('is told by a code behind the # what the other side has refused', async () => {
      const begun = await begin(kitchen.guest, 'oidc');
      const callback = new URL(`${KITCHEN_URL}/api/v1/auth/oidc/oidc/callback`);
      const state = begun.to.searchParams.get('state')!;
      callback.search = new URLSearchParams({ state, error: 'access_denied', error_description: '<b>No\0' }).toString();
      const answer = await comeBack(kitchen.guest, callback, begun.cookie);

      expect(answer.status).toBe(303);
      expect(handed(answer)).toEqual({ error: 'auth.sign_in_refused' });
    });

    it.each([
      'code=x',
      'code=x&state=',
      'state[]=x',
      'state=%00',
      'state=%ED%A0%80&code=%FF',
      `state=${'x'.repeat(5000)}`,
    ])('with the query %j is turned away without a 5xx', async (query) => {
      const begun = await begin(kitchen.guest, 'oidc');
      const { status } = await kitchen.guest.get(`/auth/oidc/oidc/callback?${query}`, { cookie: begun.cookie });

      expect(status).toBe(400);
    });
  });

  it('leaves nothing in the database that could be used, and what expires is deleted', async () => {
    somebody();
    const begun = await begin(kitchen.guest, 'oidc');
    const callback = await throughIssuer(begun);
    const { code } = handed(await comeBack(kitchen.guest, callback, begun.cookie));
    const rows = JSON.stringify(await kitchen.sql`select * from oidc_sign_ins`);

    const secrets = [
      begun.cookie.split('=')[1]!,
      begun.verifier,
      code!,
      ...['state', 'nonce'].map((name) => begun.to.searchParams.get(name)!),
      callback.searchParams.get('code')!,
    ];
    expect(rows).toContain('app.test');
    expect(secrets.filter((secret) => rows.includes(secret))).toEqual([]);
  });
});

function withQuery(url: URL, name: string, value: string | undefined): URL {
  const changed = new URL(url);
  if (value === undefined) changed.searchParams.delete(name);
  else changed.searchParams.set(name, value);
  return changed;
}
