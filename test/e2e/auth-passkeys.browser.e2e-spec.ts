import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { type Kitchen, startKitchen } from '../support/app.js';
import { itInBrowser, openBrowser } from '../support/browser.js';
import { PASSWORD, register, type Registered } from '../support/register.js';
import { setUpTotp } from '../support/totp.js';

/** What a front end does, in few words. Its functions are called by the tests. */
const FRONT_END = `<!doctype html><title>Front end</title><script>
  const call = async (method, path, body, token) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: 'Bearer ' + token }) };
    const response = await fetch(API + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  };
  const answer = async (path, token) => {
    const { body } = await call('POST', path, undefined, token);
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(body);
    return (await navigator.credentials.get({ publicKey })).toJSON();
  };
  window.register = async (token, name) => {
    const { body } = await call('POST', '/auth/passkeys/registration-options', undefined, token);
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(body);
    const credential = (await navigator.credentials.create({ publicKey })).toJSON();
    return call('POST', '/auth/passkeys', { name, credential }, token);
  };
  window.signIn = async () => {
    const credential = await answer('/auth/login/passkey-options');
    return call('POST', '/auth/login/passkey', { credential });
  };
  window.stepUp = async (token) => {
    const passkey = await answer('/auth/step-up/passkey-options', token);
    return call('PUT', '/auth/step-up', { passkey }, token);
  };
</script>`;

interface Outcome {
  status: number;
  body: { id?: string; code?: string; user?: { username: string }; accessToken?: string };
}

describe('passkeys in a browser', () => {
  let kitchen: Kitchen;
  let frontEnd: Server;
  let browser: Browser | undefined;

  beforeAll(async () => {
    kitchen = await startKitchen();
    frontEnd = createServer((_request, response) => {
      const page = FRONT_END.replace('API +', `${JSON.stringify(`${kitchen.origin}/api/v1`)} +`);
      response.setHeader('content-type', 'text/html').end(page);
    }).listen(0, 'localhost');
    await once(frontEnd, 'listening');
  });
  afterAll(async () => {
    await browser?.close();
    frontEnd.close();
    await kitchen.close();
  });

  /** A page of the front end in a browser of its own, whose authenticators are virtual (WebAuthn §11). */
  async function open(host = 'localhost'): Promise<{ page: Page; devices: CDPSession }> {
    browser ??= await openBrowser();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://${host}:${(frontEnd.address() as AddressInfo).port}/`);
    const devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    return { page, devices };
  }

  async function plugIn(devices: CDPSession, transport: 'internal' | 'usb' = 'internal'): Promise<string> {
    const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport,
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return authenticatorId;
  }

  const call = (page: Page, what: 'register' | 'signIn' | 'stepUp', ...parameters: unknown[]): Promise<Outcome> =>
    page.evaluate(`window.${what}(...${JSON.stringify(parameters)})`);

  itInBrowser()(
    'are registered, several of them, and sign in without password and code',
    async () => {
      const grace = await register(kitchen);
      await setUpTotp(grace.api);
      const { page, devices } = await open();
      const laptop = await plugIn(devices);
      expect((await call(page, 'register', grace.accessToken, 'Laptop')).status).toBe(201);
      await devices.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: laptop });
      await plugIn(devices, 'usb');
      expect((await call(page, 'register', grace.accessToken, 'Key ring')).status).toBe(201);

      const { status, body } = await call(page, 'signIn');
      expect([status, body.user?.username]).toEqual([200, grace.username]);
      expect(body.accessToken).toEqual(expect.any(String));
      expect((await call(page, 'signIn')).status).toBe(200);

      const { items } = (await grace.api.get('/auth/passkeys')).body;
      expect(items.map(({ name }: { name: string }) => name)).toEqual(['Key ring', 'Laptop']);
      expect(items.map(({ lastUsedAt }: { lastUsedAt: unknown }) => lastUsedAt !== null)).toEqual([true, false]);
      expect((await grace.api.get('/auth/sessions')).body.items).toHaveLength(3);
    },
    60_000,
  );

  itInBrowser()(
    'prove once more that it is their member',
    async () => {
      const grace = await register(kitchen);
      const { page, devices } = await open();
      await plugIn(devices);
      await call(page, 'register', grace.accessToken, 'Laptop');
      await kitchen.sql`update sessions set proved_at = now() - interval '1 hour' where user_id = ${grace.id}`;
      expect((await grace.api.post('/auth/totp')).body.methods).toEqual(['password', 'passkey']);

      expect((await call(page, 'stepUp', grace.accessToken)).status).toBe(204);
      expect((await grace.api.post('/auth/totp')).status).toBe(201);
    },
    60_000,
  );

  itInBrowser()(
    'are made once for each device, by somebody whom it has verified, and sign in as long as they are registered',
    async () => {
      const grace = await register(kitchen);
      const { page, devices } = await open();
      const authenticatorId = await plugIn(devices);
      const { body } = await call(page, 'register', grace.accessToken, 'Laptop');
      await expect(call(page, 'register', grace.accessToken, 'Again')).rejects.toThrow('InvalidStateError');

      await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
      await expect(call(page, 'signIn')).rejects.toThrow('NotAllowedError');
      await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
      expect((await call(page, 'signIn')).status).toBe(200);

      expect((await grace.api.delete(`/auth/passkeys/${body.id!}`)).status).toBe(204);
      expect(await call(page, 'signIn')).toMatchObject({ status: 401, body: { code: 'auth.passkey_refused' } });
    },
    60_000,
  );

  itInBrowser()(
    'are refused when their copy is used: the counter went back',
    async () => {
      const grace: Registered = await register(kitchen);
      const { page, devices } = await open();
      const authenticatorId = await plugIn(devices);
      await call(page, 'register', grace.accessToken, 'Laptop');
      await call(page, 'signIn');
      const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId });
      await call(page, 'signIn');
      await devices.send('WebAuthn.clearCredentials', { authenticatorId });
      await devices.send('WebAuthn.addCredential', { authenticatorId, credential: credentials[0]! });

      expect(await call(page, 'signIn')).toMatchObject({ status: 401, body: { code: 'auth.passkey_refused' } });
      const { items } = (await grace.api.get('/users/me/security-events')).body;
      expect(items.map(({ event }: { event: string }) => event)).toContain('auth.passkey_copied');
      expect((await grace.api.post('/auth/login', { login: grace.username, password: PASSWORD })).status).toBe(200);
    },
    60_000,
  );
});
