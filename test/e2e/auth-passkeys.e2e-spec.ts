import { generateKeyPairSync } from 'node:crypto';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { type MailServer, nextCalled, startMailServer } from '../support/mail-server.js';
import { register } from '../support/register.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';
import { registerPasskey, SoftwareAuthenticator, type Twist } from '../support/software-authenticator.js';
import { setUpTotp, stopClock } from '../support/totp.js';
import { Clock } from '../../src/platform/clock/clock.js';

const AN_ID = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';

describe('passkeys', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: server.url, APP_NAME: 'Dining Room' });
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl, SMTP_URL: server.url });
    stopClock(kitchen, replica);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
    await server.close();
  });

  const signInOptions = async () => (await kitchen.guest.post('/auth/login/passkey-options')).body;
  const signIn = (credential: unknown, { guest } = kitchen) => guest.post('/auth/login/passkey', { credential });
  const creationOptions = async ({ api }: Pick<Member, 'api'>) =>
    (await api.post('/auth/passkeys/registration-options')).body;
  const sessionsOf = async ({ id }: Pick<Member, 'id'>) =>
    (await kitchen.sql`select from sessions where user_id = ${id}`).length;

  describe('are one’s own', () => {
    let cast: Cast;
    let id: string;
    beforeAll(async () => {
      cast = await castOf(kitchen);
      ({ id } = await registerPasskey(cast.owner.api, 'The owner’s ring'));
    });

    const list = () => '/auth/passkeys';
    const one = () => `/auth/passkeys/${id}`;
    const others = ['stranger', 'moderator', 'admin'] as const;
    const notContains = ['The owner’s ring', 'public_key', 'publicKey', 'credentialId', 'signCount'];
    scenarios(
      () => Promise.resolve({ kitchen, cast }),
      [
        { title: 'the list', as: 'guest', method: 'GET', path: list, status: 401 },
        {
          title: 'the list',
          as: 'owner',
          method: 'GET',
          path: list,
          status: 200,
          contains: ['The owner’s ring'],
          notContains: notContains.slice(1),
        },
        {
          title: 'the list',
          as: others,
          method: 'GET',
          path: list,
          status: 200,
          contains: ['"items":[]'],
          notContains,
        },
        { title: 'one', as: 'guest', method: 'GET', path: one, status: 401 },
        {
          title: 'one',
          as: 'owner',
          method: 'GET',
          path: one,
          status: 200,
          contains: ['"lastUsedAt":null'],
          notContains: notContains.slice(1),
        },
        {
          title: 'one',
          as: others,
          method: 'GET',
          path: one,
          status: 404,
          code: 'auth.passkey_not_found',
          notContains,
        },
        { title: 'another name', as: 'guest', method: 'PATCH', path: one, body: { name: 'Mine' }, status: 401 },
        {
          title: 'another name',
          as: others,
          method: 'PATCH',
          path: one,
          body: { name: 'Mine' },
          status: 404,
          notContains,
        },
        {
          title: 'another name',
          as: 'owner',
          method: 'PATCH',
          path: one,
          body: { name: ' The owner’s ring ' },
          status: 200,
          contains: ['"name":"The owner’s ring"'],
        },
        {
          title: 'no name',
          as: 'owner',
          method: 'PATCH',
          path: one,
          body: { name: ' ' },
          status: 422,
          contains: ['/name'],
        },
        { title: 'removing it', as: 'guest', method: 'DELETE', path: one, status: 401 },
        { title: 'removing it', as: others, method: 'DELETE', path: one, status: 404, notContains },
        {
          title: 'removing what is not there',
          as: 'owner',
          method: 'DELETE',
          path: () => `/auth/passkeys/${AN_ID}`,
          status: 404,
        },
        {
          title: 'options',
          as: 'guest',
          method: 'POST',
          path: () => '/auth/passkeys/registration-options',
          status: 401,
        },
        { title: 'registering', as: 'guest', method: 'POST', path: list, status: 401 },
      ],
    );
  });

  describe('registering', () => {
    it('asks for a discoverable credential with user verification, and for no attestation', async () => {
      const grace = await register(kitchen);
      const { device } = await registerPasskey(grace.api);
      const options = await creationOptions(grace);

      expect(options).toMatchObject({
        rp: { id: 'localhost', name: 'Dining Room' },
        user: { name: grace.username, displayName: grace.username },
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
        timeout: 300_000,
        excludeCredentials: [{ id: device.id, type: 'public-key', transports: ['internal'] }],
      });
      expect(Buffer.from(options.user.id, 'base64url').toString('hex')).toBe(grace.id.replaceAll('-', ''));
    });

    it('names it after the device unless told otherwise, tells the member and records it', async () => {
      const grace = await register(kitchen);
      await server.next(grace.email);
      const { body: options } = await grace.api.post('/auth/passkeys/registration-options');
      const answer = await grace.api.post(
        '/auth/passkeys',
        { credential: new SoftwareAuthenticator().create(options) },
        { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Gecko/20100101 Firefox/140.0' },
      );
      await registerPasskey(grace.api, '  Blue key ');

      expect([answer.status, answer.headers.get('location')]).toEqual([201, `/api/v1/auth/passkeys/${answer.body.id}`]);
      expect(answer.body).toEqual({
        id: expect.any(String),
        name: 'Firefox on Linux',
        isBackedUp: false,
        createdAt: expect.any(String),
        lastUsedAt: null,
      });
      const { items } = (await grace.api.get('/auth/passkeys')).body;
      expect(items.map(({ name }: { name: string }) => name)).toEqual(['Blue key', 'Firefox on Linux']);
      expect((await server.next(grace.email)).text).toContain('“Firefox on Linux”');
      const events = (await grace.api.get('/users/me/security-events')).body.items;
      expect(events[0]).toMatchObject({ event: 'auth.passkey_added', isMine: true, details: { name: 'Blue key' } });
    });

    const hostile: [string, Twist][] = [
      ['another challenge', { challenge: Buffer.alloc(54).toString('base64url') }],
      ['no challenge', { challenge: '' }],
      ['an answer to something else', { type: 'webauthn.get' }],
      ['another domain', { rpId: 'kitchen.example' }],
      ['an unverified user', { isVerified: false }],
    ];
    it.each(hostile)('refuses %s, and stores nothing', async (_what, twist) => {
      const ada = await kitchen.member();
      const credential = new SoftwareAuthenticator().create(await creationOptions(ada), twist);
      const answer = await ada.api.post('/auth/passkeys', { credential });

      expect([answer.status, answer.body.code]).toEqual([422, 'auth.passkey_not_registered']);
      expect((await ada.api.get('/auth/passkeys')).body.items).toEqual([]);
    });

    it.each([
      ['fido-u2f', new Map()],
      ['packed', new Map([['x5c', [new Uint8Array(8)]]])],
    ])(
      'refuses %s attestations before it looks into certificates, whose addresses it would have to call',
      async (fmt, attStmt) => {
        const ada = await kitchen.member();
        const credential = new SoftwareAuthenticator().create(await creationOptions(ada), {
          attestation: { fmt, attStmt },
        });
        const { status, body } = await ada.api.post('/auth/passkeys', { credential });

        expect([status, body.detail]).toEqual([422, 'No attestation was asked for']);
      },
    );

    it.each(['https://localhost.evil.example', 'http://evil.example', 'null', 'localhost'])(
      'refuses the origin %s, and says where to set it',
      async (origin) => {
        const ada = await kitchen.member();
        const credential = new SoftwareAuthenticator().create(await creationOptions(ada), { origin });

        expect((await ada.api.post('/auth/passkeys', { credential })).body).toMatchObject({
          status: 403,
          code: 'auth.passkey_origin',
        });
      },
    );

    it('refuses options that were given to somebody else, that have expired, and that were used', async () => {
      const [ada, mallory] = [await kitchen.member(), await kitchen.member()];
      const options = await creationOptions(ada);
      const send = ({ api }: Member, device = new SoftwareAuthenticator()) =>
        api.post('/auth/passkeys', { credential: device.create(options) });
      expect((await send(mallory)).body.code).toBe('auth.passkey_not_registered');

      const clock = kitchen.nest.get(Clock);
      const now = clock.now.bind(clock);
      clock.now = () => new Date(now().getTime() + 5 * 60_000 + 1);
      expect((await send(ada)).body.code).toBe('auth.passkey_not_registered');
      clock.now = now;

      expect((await send(ada)).status).toBe(201);
      expect((await send(ada)).body.code).toBe('auth.passkey_not_registered');
    });

    it('does not take the passkey of somebody else for one’s own', async () => {
      const [ada, mallory] = [await kitchen.member(), await kitchen.member()];
      const { device } = await registerPasskey(ada.api);
      const answer = await mallory.api.post('/auth/passkeys', {
        credential: device.create(await creationOptions(mallory)),
      });

      expect([answer.status, answer.body.code]).toEqual([409, 'auth.passkey_known']);
    });

    it('of 10 parallel answers to one challenge takes one', async () => {
      const ada = await kitchen.member();
      const options = await creationOptions(ada);
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          ada.api.post('/auth/passkeys', { credential: new SoftwareAuthenticator().create(options) }),
        ),
      );

      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(422)]);
    });

    it('stops at 20, also in parallel', async () => {
      const ada = await kitchen.member();
      const statuses = await Promise.all(
        Array.from({ length: 23 }, async () => {
          const credential = new SoftwareAuthenticator().create(await creationOptions(ada));
          return (await ada.api.post('/auth/passkeys', { credential })).status;
        }),
      );

      expect(statuses.filter((status) => status === 201)).toHaveLength(20);
      expect(statuses.filter((status) => status === 409)).toHaveLength(3);
    });

    it.each([
      [{}, ['/credential']],
      [{ credential: 'x' }, ['/credential']],
      [{ credential: [] }, ['/credential']],
      [
        { credential: {} },
        [
          '/credential/id',
          '/credential/rawId',
          '/credential/type',
          '/credential/clientExtensionResults',
          '/credential/response',
        ],
      ],
      [{ name: 'x'.repeat(81), credential: new SoftwareAuthenticator().create({ challenge: 'x' }) }, ['/name']],
      [
        { credential: { ...new SoftwareAuthenticator().create({ challenge: 'x' }), userId: 1 } },
        ['/credential/userId'],
      ],
    ])('names the fields that are wrong in %j', async (body, pointers) => {
      const { api } = await kitchen.member();
      const answer = await api.post('/auth/passkeys', body);

      expect(answer.status).toBe(422);
      expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers.sort());
    });

    it('answers bytes that are not CBOR or JSON with 422', async () => {
      const ada = await kitchen.member();
      const good = new SoftwareAuthenticator().create(await creationOptions(ada));
      for (const response of [
        { ...good.response, attestationObject: 'AAAA' },
        { ...good.response, attestationObject: 'o' },
        { ...good.response, attestationObject: '' },
        { ...good.response, attestationObject: '_'.repeat(20_000) },
        { ...good.response, clientDataJSON: 'AAAA' },
        { ...good.response, clientDataJSON: Buffer.from('null').toString('base64url') },
        { ...good.response, clientDataJSON: Buffer.from('{"origin":1,"challenge":{}}').toString('base64url') },
      ])
        expect((await ada.api.post('/auth/passkeys', { credential: { ...good, response } })).status).toBe(422);
    });
  });

  describe('signing in', () => {
    it('names nobody in its options, which cost the database nothing', async () => {
      const { status, body, headers } = await kitchen.guest.post('/auth/login/passkey-options');

      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toEqual({
        challenge: expect.any(String),
        rpId: 'localhost',
        timeout: 300_000,
        userVerification: 'required',
      });
      expect(await kitchen.sql`select from used_passkey_challenges where challenge = ${body.challenge}`).toEqual([]);
    });

    it('takes neither password nor code, although the second factor is on', async () => {
      const grace = await register(kitchen);
      const { device, id } = await registerPasskey(grace.api);
      await setUpTotp(grace.api);
      const { status, body } = await signIn(device.get(await signInOptions()));

      expect(status).toBe(200);
      expect(body).toMatchObject({ user: { username: grace.username }, accessToken: expect.any(String) });
      expect((await grace.api.get(`/auth/passkeys/${id}`)).body.lastUsedAt).toEqual(expect.any(String));
    });

    const forged: [string, Twist][] = [
      ['signed by another key', { signWith: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
      ['to a challenge of somebody’s own making', { challenge: Buffer.alloc(54, 1).toString('base64url') }],
      ['of a registration', { type: 'webauthn.create' }],
      ['for another domain', { rpId: 'kitchen.example' }],
      ['of an unverified user', { isVerified: false }],
      ['that says it is for somebody else', { userHandle: Buffer.alloc(16).toString('base64url') }],
      ['that does not say for whom it is', { userHandle: undefined }],
    ];
    it.each(forged)('refuses an answer %s, always with the same words', async (_what, twist) => {
      const ada = await kitchen.member();
      const { device } = await registerPasskey(ada.api);
      const answer = await signIn(device.get(await signInOptions(), twist));
      const unknown = await signIn(new SoftwareAuthenticator().get(await signInOptions()));

      expect(answer.status).toBe(401);
      expect({ ...answer.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
      expect(answer.body.code).toBe('auth.passkey_refused');
      expect(await sessionsOf(ada)).toBe(1);
      expect(await kitchen.sql`select from failed_logins where user_id = ${ada.id}`).toHaveLength(1);
    });

    it('refuses an answer whose signature or data was altered by one bit', async () => {
      const ada = await kitchen.member();
      const { device } = await registerPasskey(ada.api);
      for (const field of ['signature', 'authenticatorData', 'clientDataJSON'] as const) {
        const credential = device.get(await signInOptions());
        const bytes = Buffer.from(credential.response[field], 'base64url');
        bytes[bytes.length - 3]! ^= 1;
        const response = { ...credential.response, [field]: bytes.toString('base64url') };

        expect([401, 403]).toContain((await signIn({ ...credential, response })).status);
      }
      expect(await sessionsOf(ada)).toBe(1);
    });

    it('refuses an answer that was used before, also in parallel and on the other process', async () => {
      const ada = await kitchen.member();
      const { device } = await registerPasskey(ada.api);
      const credential = device.get(await signInOptions());
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => signIn(credential, i % 2 ? kitchen : replica)),
      );

      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(401)]);
      expect((await signIn(credential)).body.code).toBe('auth.passkey_refused');
      expect(await sessionsOf(ada)).toBe(2);
      expect(
        await kitchen.sql`select from security_events where event = 'auth.passkey_copied' and subject_id = ${ada.id}`,
      ).toEqual([]);
    });

    it('refuses a challenge that was for registering or for stepping up, or has expired', async () => {
      const ada = await kitchen.member();
      const { device } = await registerPasskey(ada.api);
      expect((await signIn(device.get(await creationOptions(ada)))).status).toBe(401);
      const { body: stepUp } = await ada.api.post('/auth/step-up/passkey-options');
      expect((await signIn(device.get(stepUp))).status).toBe(401);

      const options = await signInOptions();
      const clock = kitchen.nest.get(Clock);
      const now = clock.now.bind(clock);
      clock.now = () => new Date(now().getTime() + 5 * 60_000 + 1);
      expect((await signIn(device.get(options))).status).toBe(401);
      clock.now = now;
    });

    it('refuses a passkey whose counter went back, tells the member and records it', async () => {
      const grace = await register(kitchen);
      const { device } = await registerPasskey(grace.api, 'Copied key');
      expect((await signIn(device.get(await signInOptions(), { counter: 9 }))).status).toBe(200);
      expect((await signIn(device.get(await signInOptions(), { counter: 9 }))).status).toBe(401);
      expect((await signIn(device.get(await signInOptions(), { counter: 3 }))).status).toBe(401);
      expect((await signIn(device.get(await signInOptions(), { counter: 0 }))).status).toBe(401);
      expect((await signIn(device.get(await signInOptions(), { counter: 10 }))).status).toBe(200);

      const mail = await nextCalled(server, grace.email, 'One of your passkeys may have been copied');
      expect(mail.text).toContain('“Copied key”');
      const events = (await grace.api.get('/users/me/security-events?limit=50')).body.items;
      expect(events.filter(({ event }: { event: string }) => event === 'auth.passkey_copied')).toHaveLength(3);
    });

    it('takes passkeys that do not count, such as synced ones, again and again', async () => {
      const ada = await kitchen.member();
      const { device } = await registerPasskey(ada.api);
      const withoutCounting = async () => (await signIn(device.get(await signInOptions(), { counter: 0 }))).status;

      expect([await withoutCounting(), await withoutCounting(), await withoutCounting()]).toEqual([200, 200, 200]);
    });

    it('does not let in whoever is suspended, nor with a passkey that was removed', async () => {
      const [ada, { api: admin }] = [await register(kitchen), await kitchen.member({ role: 'admin' })];
      const [first, second] = [await registerPasskey(ada.api), await registerPasskey(ada.api)];
      await ada.api.delete(`/auth/passkeys/${first.id}`);
      expect((await signIn(first.device.get(await signInOptions()))).body.code).toBe('auth.passkey_refused');

      await admin.put(`/users/${ada.username}/suspension`, { reason: 'Spam' });
      expect((await signIn(second.device.get(await signInOptions()))).body).toMatchObject({
        status: 403,
        code: 'auth.suspended',
        reason: 'Spam',
      });
    });

    it('answers bytes that mean nothing with 401', async () => {
      const ada = await kitchen.member();
      const { device } = await registerPasskey(ada.api);
      const good = device.get(await signInOptions());
      for (const response of [
        { ...good.response, authenticatorData: 'AAAA' },
        { ...good.response, authenticatorData: '' },
        { ...good.response, signature: '' },
        { ...good.response, signature: 'AAAA' },
        { ...good.response, clientDataJSON: 'AAAA' },
      ])
        expect((await signIn({ ...good, response })).status).toBe(401);
      expect((await signIn({ ...good, response: { ...good.response, signature: '*' } })).status).toBe(422);
    });
  });

  describe('removing', () => {
    it('takes one away, tells the member and records it', async () => {
      const grace = await register(kitchen);
      const { id } = await registerPasskey(grace.api, 'Old phone');

      expect(await grace.api.delete(`/auth/passkeys/${id}`)).toMatchObject({ status: 204, text: '' });
      expect((await grace.api.get(`/auth/passkeys/${id}`)).status).toBe(404);
      const mail = await nextCalled(server, grace.email, 'A passkey was removed from your account');
      expect(mail.text).toContain('“Old phone”');
      const events = (await grace.api.get('/users/me/security-events')).body.items;
      expect(events[0]).toMatchObject({ event: 'auth.passkey_removed', details: { name: 'Old phone' } });
    });

    it('leaves the only way in that there is: of two removed at once, one stays', async () => {
      const ada = await kitchen.member();
      const ids = [(await registerPasskey(ada.api)).id, (await registerPasskey(ada.api)).id];
      const answers = await Promise.all(ids.map((id) => ada.api.delete(`/auth/passkeys/${id}`)));

      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
      expect(answers.find(({ status }) => status === 409)!.body.code).toBe('auth.last_sign_in_method');
      expect((await ada.api.get('/auth/passkeys')).body.items).toHaveLength(1);
    });

    it('and renaming go by If-Match', async () => {
      const grace = await register(kitchen);
      const { id } = await registerPasskey(grace.api);
      const path = `/auth/passkeys/${id}`;
      const etag = (await grace.api.get(path)).headers.get('etag')!;
      const rename = (name: string) => grace.api.patch(path, { name }, { 'if-match': etag });
      const answers = await Promise.all(['One', 'Two', 'Three'].map(rename));

      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      const { headers } = await grace.api.delete(path, { 'if-match': etag });
      expect((await grace.api.delete(path, { 'if-match': headers.get('etag')! })).status).toBe(204);
    });
  });

  it('go with the account, whose password need not be known', async () => {
    const ada = await kitchen.member();
    const { device } = await registerPasskey(ada.api);
    expect((await ada.api.delete('/users/me')).status).toBe(204);

    expect((await signIn(device.get(await signInOptions()))).body.code).toBe('auth.passkey_refused');
  });
});
