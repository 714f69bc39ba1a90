import { createHmac, generateKeyPairSync } from 'node:crypto';
import { Clock } from '../../src/platform/clock/clock.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { CraftedIssuer, encode, json } from '../support/crafted-issuer.js';
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github.js';
import { CLIENT, FRONTEND_URL, KITCHEN_URL, type OidcIssuer, startOidcIssuer } from '../support/oidc-issuer.js';
import { begin, type Begun, comeBack, handed, throughIssuer } from '../support/sign-in-elsewhere.js';

type Claims = Record<string, unknown>;

describe('services that one signs in with', () => {
  let kitchen: Kitchen;
  let issuer: OidcIssuer;
  let crafted: CraftedIssuer;
  let github: FakeGitHub;
  let counter = 0;

  beforeAll(async () => {
    issuer = await startOidcIssuer('oidc');
    crafted = await CraftedIssuer.start();
    github = await startFakeGitHub();
    kitchen = await startKitchen({
      PUBLIC_URL: KITCHEN_URL,
      FRONTEND_URL,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: CLIENT.client_id,
      OIDC_CLIENT_SECRET: CLIENT.client_secret,
      GOOGLE_ISSUER: crafted.url,
      GOOGLE_CLIENT_ID: CLIENT.client_id,
      GOOGLE_CLIENT_SECRET: CLIENT.client_secret,
      GITHUB_URL: github.url,
      GITHUB_API_URL: `${github.url}/api`,
      GITHUB_CLIENT_ID: CLIENT.client_id,
      GITHUB_CLIENT_SECRET: CLIENT.client_secret,
    });
  });
  afterAll(async () => {
    await kitchen.close();
    await issuer.close();
    await crafted.close();
    await github.close();
  });

  const redeem = (body: object) => kitchen.guest.post('/auth/oidc/session', body);

  /** The browser comes back from a service with a code that nobody looks at. */
  async function answerTo({ to, cookie }: Begun, provider: string, more: Record<string, string> = {}) {
    const callback = new URL(`${KITCHEN_URL}/api/v1/auth/oidc/${provider}/callback`);
    const query = { code: 'a-code', state: to.searchParams.get('state')!, ...more };
    callback.search = new URLSearchParams(query).toString();
    return comeBack(kitchen.guest, callback, cookie);
  }

  describe('an issuer of OpenID Connect', () => {
    const nonceOf = ({ to }: Begun) => to.searchParams.get('nonce')!;
    const somebody = () => ({ sub: `crafted-${++counter}`, email: `crafted-${counter}@example.com` });

    it('is believed when all is as it should be', async () => {
      const begun = await begin(kitchen.guest, 'google');
      crafted.issue({ ...somebody(), nonce: nonceOf(begun), email_verified: 'true' });
      const { code } = handed(await answerTo(begun, 'google'));

      expect(await redeem({ code, verifier: begun.verifier })).toMatchObject({ status: 200 });
    });

    const now = () => Math.floor(Date.now() / 1000);
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const forgeries: Record<string, (begun: Begun) => [Claims, ((header: Claims, claims: Claims) => string)?]> = {
      'of another nonce': () => [{ nonce: 'x'.repeat(43) }],
      'without a nonce': () => [{ nonce: undefined }],
      'for another client': () => [{ aud: 'pantry' }],
      'for several clients, by another': () => [{ aud: ['kitchen', 'pantry'], azp: 'pantry' }],
      'of another issuer': () => [{ iss: issuer.url }],
      'that has expired': () => [{ iat: now() - 600, exp: now() - 300 }],
      'that does not expire': () => [{ exp: undefined }],
      'of the future': () => [{ nbf: now() + 600 }],
      'about nobody': () => [{ sub: undefined }],
      'about a number': () => [{ sub: 42 }],
      'with alg none': () => [{}, (header, claims) => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`],
      'signed by somebody else': () => [{}, (header, claims) => crafted.signed(header, claims, stranger)],
      'signed with the client’s secret': () => [
        {},
        (header, claims) => {
          const text = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
          return `${text}.${createHmac('sha256', CLIENT.client_secret).update(text).digest('base64url')}`;
        },
      ],
      'signed with the issuer’s public key as a secret': () => [
        {},
        (header, claims) => {
          const text = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
          const key = crafted.key.publicKey.export({ type: 'spki', format: 'pem' });
          return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
        },
      ],
      'that is no JWT': () => [{}, () => 'hello'],
      'that is empty': () => [{}, () => ''],
    };

    it.each(Object.entries(forgeries))('is not believed with an ID token %s', async (_what, forge) => {
      const begun = await begin(kitchen.guest, 'google');
      const person = somebody();
      const [changes, sign] = forge(begun);
      crafted.issue({ ...person, nonce: nonceOf(begun), ...changes }, sign);
      const answer = await answerTo(begun, 'google');

      expect(answer.status).toBe(303);
      expect(handed(answer)).toEqual({ error: 'auth.sign_in_refused' });
      expect(await kitchen.sql`select from users where email = ${person.email}`).toEqual([]);
      expect(
        await kitchen.sql`select from oidc_sign_ins where code_hash is not null and identity->>'subject' = ${person.sub}`,
      ).toEqual([]);
    });

    it.each<[string, (crafted: CraftedIssuer) => void]>([
      ['no ID token', (it) => (it.answer = (response) => json(response, { access_token: 'at', token_type: 'bearer' }))],
      ['an error', (it) => (it.answer = (response) => json(response, { error: 'invalid_grant' }, 400))],
      ['no JSON', (it) => (it.answer = (response) => response.writeHead(200).end('<html>'))],
      ['a redirect', (it) => (it.answer = (response) => response.writeHead(302, { location: '/token' }).end())],
      ['null', (it) => (it.answer = (response) => json(response, null))],
    ])('is not believed when it answers %s', async (_what, misbehave) => {
      const begun = await begin(kitchen.guest, 'google');
      misbehave(crafted);

      expect(handed(await answerTo(begun, 'google'))).toEqual({ error: 'auth.sign_in_refused' });
    });

    it('that is broken is told as such, and works again afterwards', async () => {
      const begun = await begin(kitchen.guest, 'google');
      crafted.isBroken = true;
      const broken = await answerTo(begun, 'google');
      crafted.isBroken = false;
      expect(handed(broken)).toEqual({ error: 'auth.provider_unavailable' });

      const again = await begin(kitchen.guest, 'google');
      crafted.issue({ ...somebody(), nonce: nonceOf(again) });
      expect(handed(await answerTo(again, 'google'))).toHaveProperty('code');
    });

    it('gives claims that cannot be kept away, and nothing breaks', async () => {
      const begun = await begin(kitchen.guest, 'google');
      const person = somebody();
      crafted.issue({
        ...person,
        nonce: nonceOf(begun),
        name: 'a\0b',
        preferred_username: ['x'],
        nickname: 'y'.repeat(9999),
      });
      const { code } = handed(await answerTo(begun, 'google'));
      const { status, body } = await redeem({ code, verifier: begun.verifier });

      expect({ status, email: body.user.email }).toEqual({ status: 200, email: person.email });
    });

    it('keeps what fits of a name, by whole characters', async () => {
      const begun = await begin(kitchen.guest, 'google');
      crafted.issue({ ...somebody(), nonce: nonceOf(begun), name: `${'x'.repeat(79)}${'🥘'.repeat(20)}` });
      const { code } = handed(await answerTo(begun, 'google'));
      const { body } = await redeem({ code, verifier: begun.verifier });

      expect(body.user.displayName).toBe(`${'x'.repeat(79)}🥘`);
    });

    it.each(['USERNAME', 'not an address', 'a@b', `${'x'.repeat(250)}@example.com`, ['a@example.com'], 5])(
      'vouches for no address by %j, whatever it says, least of all for an account',
      async (email) => {
        const begun = await begin(kitchen.guest, 'google');
        const { username } = await kitchen.member();
        crafted.issue({ ...somebody(), nonce: nonceOf(begun), email: email === 'USERNAME' ? username : email });
        const { code } = handed(await answerTo(begun, 'google'));

        expect((await redeem({ code, verifier: begun.verifier })).body.code).toBe('auth.address_unproven');
      },
    );

    it.each([{ sub: 'a\0b' }, { sub: '\ud800' }, { sub: 'x'.repeat(300) }])(
      'is not believed when it names somebody in a way that cannot be kept',
      async (changes) => {
        const begun = await begin(kitchen.guest, 'google');
        crafted.issue({ ...somebody(), nonce: nonceOf(begun), ...changes });

        expect(handed(await answerTo(begun, 'google'))).toEqual({ error: 'auth.sign_in_refused' });
      },
    );

    it('keeps its people apart from those of another one who are called the same', async () => {
      const { sub } = somebody();
      issuer.people.set(sub, { email: `other-${sub}@example.com`, email_verified: true });
      issuer.nextIs(sub);
      const first = await begin(kitchen.guest, 'oidc');
      const { code: one } = handed(await comeBack(kitchen.guest, await throughIssuer(first), first.cookie));
      const second = await begin(kitchen.guest, 'google');
      crafted.issue({ sub, email: `${sub}@example.com`, nonce: nonceOf(second) });
      const { code: two } = handed(await answerTo(second, 'google'));

      const [a, b] = [
        await redeem({ code: one, verifier: first.verifier }),
        await redeem({ code: two, verifier: second.verifier }),
      ];
      expect([a.status, b.status]).toEqual([200, 200]);
      expect(a.body.user.id).not.toBe(b.body.user.id);
    });
  });

  it('are not taken for one another: an answer for one is none for the other', async () => {
    const begun = await begin(kitchen.guest, 'oidc');
    issuer.nextIs('somebody');
    const callback = await throughIssuer(begun);
    const elsewhere = new URL(callback.href.replace('/oidc/oidc/', '/oidc/google/'));

    expect((await comeBack(kitchen.guest, elsewhere, begun.cookie)).body.code).toBe('auth.sign_in_not_started');
    const other = await begin(kitchen.guest, 'oidc');
    expect(handed(await answerTo(other, 'oidc', { iss: crafted.url }))).toEqual({ error: 'auth.sign_in_refused' });
  });

  it('may have used a code already', async () => {
    issuer.people.set('again', { email: 'again@example.com', email_verified: true });
    issuer.nextIs('again');
    const first = await begin(kitchen.guest, 'oidc');
    const callback = await throughIssuer(first);
    await comeBack(kitchen.guest, callback, first.cookie);
    const second = await begin(kitchen.guest, 'oidc');
    const replayed = {
      code: callback.searchParams.get('code')!,
      ...(callback.searchParams.has('iss') && { iss: callback.searchParams.get('iss')! }),
    };

    expect(handed(await answerTo(second, 'oidc', replayed))).toEqual({ error: 'auth.sign_in_refused' });
  });

  describe('GitHub', () => {
    const account = (emails: object[], user: object = {}) => ({
      user: { id: ++counter, login: `octo-${counter}`, name: 'Octo Cat', email: 'public@example.com', ...user },
      emails,
    });

    it('is asked with PKCE, and for the primary verified address', async () => {
      github.account = account([
        { email: 'old@example.com', primary: false, verified: true },
        { email: 'octo@example.com', primary: true, verified: true },
      ]);
      const begun = await begin(kitchen.guest, 'github');
      expect(begun.to.href).toContain(`${github.url}/login/oauth/authorize?`);
      expect(Object.fromEntries(begun.to.searchParams)).toMatchObject({
        code_challenge_method: 'S256',
        scope: 'read:user user:email',
      });
      const { code } = handed(await answerTo(begun, 'github'));
      expect(github.lastTokenRequest.get('code_verifier')).toMatch(/^[\w-]{43}$/);

      const { body } = await redeem({ code, verifier: begun.verifier });
      expect(body.user).toMatchObject({
        email: 'octo@example.com',
        displayName: 'Octo Cat',
        username: `octo_${counter}`,
      });
    });

    it('knows people by their number, whatever they call themselves', async () => {
      const emails = [{ email: 'number@example.com', primary: true, verified: true }];
      const signIn = async (login: string, id: unknown) => {
        github.account = account(emails, { id, login });
        const begun = await begin(kitchen.guest, 'github');
        const { code, error } = handed(await answerTo(begun, 'github'));
        return error ?? (await redeem({ code, verifier: begun.verifier })).body;
      };
      const first = await signIn('before', 9_001);

      expect((await signIn('after', 9_001)).user.id).toBe(first.user.id);
      expect((await signIn('before', 9_002)).code).toBe('auth.link_elsewhere');
      for (const id of [undefined, null, '9001', {}]) expect(await signIn('x', id)).toBe('auth.sign_in_refused');
    });

    it('makes no account of an address that is not verified there', async () => {
      github.account = account([{ email: 'unverified@example.com', primary: true, verified: false }]);
      const begun = await begin(kitchen.guest, 'github');
      const { code } = handed(await answerTo(begun, 'github'));

      expect((await redeem({ code, verifier: begun.verifier })).body.code).toBe('auth.address_unproven');
    });

    it.each<[string, FakeGitHub['account']]>([
      ['a code that it does not know', undefined],
      ['addresses that are no list', { user: { id: 1 }, emails: { message: 'x' } }],
      ['a user that is null', { user: null as unknown as object, emails: [] }],
    ])('with %s signs nobody in', async (_what, answered) => {
      github.account = answered;
      const begun = await begin(kitchen.guest, 'github');

      expect(handed(await answerTo(begun, 'github'))).toEqual({ error: 'auth.sign_in_refused' });
    });
  });
});

describe('a service that is away', () => {
  const settingsOf = ({ url }: CraftedIssuer) => ({
    FRONTEND_URL,
    OIDC_ISSUER: url,
    OIDC_CLIENT_ID: 'kitchen',
    OIDC_CLIENT_SECRET: 'secret',
  });

  it('is told as such with 503 at the beginning, and found again when it is back', async () => {
    const crafted = await CraftedIssuer.start();
    crafted.isBroken = true;
    const kitchen = await startKitchen({
      ...settingsOf(crafted),
      GITHUB_URL: 'http://127.0.0.1:9',
      GITHUB_CLIENT_ID: 'kitchen',
      GITHUB_CLIENT_SECRET: 'secret',
    });
    try {
      const path = `/auth/oidc/oidc?challenge=${'x'.repeat(43)}`;
      const away = await kitchen.guest.get(path);
      expect(away.body).toMatchObject({ status: 503, code: 'auth.provider_unavailable' });
      expect(away.headers.get('retry-after')).toEqual(expect.any(String));
      expect(away.headers.get('set-cookie')).toBeNull();
      crafted.isBroken = false;
      expect((await kitchen.guest.get(path)).status).toBe(303);

      const begun = await begin(kitchen.guest, 'github');
      const callback = new URL(
        `http://kitchen/api/v1/auth/oidc/github/callback?code=x&state=${begun.to.searchParams.get('state')!}`,
      );
      expect(handed(await comeBack(kitchen.guest, callback, begun.cookie))).toEqual({
        error: 'auth.provider_unavailable',
      });
    } finally {
      await kitchen.close();
      await crafted.close();
    }
  });

  it('is left alone once that is known, so that nobody waits for it, and asked again after ten seconds', async () => {
    const crafted = await CraftedIssuer.start();
    crafted.isBroken = true;
    const kitchen = await startKitchen({
      ...settingsOf(crafted),
    });
    try {
      const path = `/auth/oidc/oidc?challenge=${'x'.repeat(43)}`;
      for (let i = 0; i < 2; i++) expect((await kitchen.guest.get(path)).status).toBe(503);
      const asked = crafted.requests;
      crafted.isBroken = false;

      const { status, body, headers } = await kitchen.guest.get(path);
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'auth.provider_unavailable' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(1);
      expect(crafted.requests).toBe(asked);

      jest.spyOn(kitchen.nest.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + 10_000));
      expect((await kitchen.guest.get(path)).status).toBe(303);
    } finally {
      await kitchen.close();
      await crafted.close();
    }
  });
});
