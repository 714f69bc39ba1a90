import { TOKEN_PATIENCE } from '../../src/modules/auth/limits/guess-lanes.js';
import { newPersonalToken } from '../../src/modules/auth/tokens/token-format.js';
import { Api } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { mostFailures } from '../support/patience.js';
import { personalToken } from '../support/tokens.js';

const from = (address: string) => ({ 'x-real-ip': address });

describe('ways in that take no password', () => {
  let here: Kitchen;
  let there: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    here = await startKitchen({ TRUST_PROXY: 'x-real-ip' });
    there = await startKitchen({ TRUST_PROXY: 'x-real-ip', DATABASE_URL: here.databaseUrl });
    ada = await here.member();
  });
  afterAll(async () => {
    await there.close();
    await here.close();
  });

  const verifier = 'v'.repeat(43);
  it.each([
    ['passkey-options', 'guest', 'POST', '/auth/login/passkey-options', undefined],
    ['passkey', 'guest', 'POST', '/auth/login/passkey', {}],
    ['second-factor', 'guest', 'POST', '/auth/login/second-factor', { challenge: 'klc_x', code: '123456' }],
    ['oidc-start', 'guest', 'GET', `/auth/oidc/google?challenge=${verifier}`, undefined],
    ['oidc-session', 'guest', 'POST', '/auth/oidc/session', { code: 'kis_x', verifier }],
    ['step-up', 'member', 'PUT', '/auth/step-up', { code: '123456' }],
    ['passkey-options', 'member', 'POST', '/auth/step-up/passkey-options', undefined],
    ['passkey-options', 'member', 'POST', '/auth/passkeys/registration-options', undefined],
    ['passkey', 'member', 'POST', '/auth/passkeys', {}],
  ] as const)('have a limit for each network: %s, %s %s %s', async (name, who, method, path, body) => {
    const api = who === 'guest' ? here.guest : ada.api;
    const ask = (address: string) => api.send(method, path, body, from(address));
    await here.sql`delete from quotas`;
    const first = await ask('192.0.2.1');

    expect(first.headers.get('ratelimit-policy')).toContain(`"${name}";q=`);
    expect(first.status).not.toBe(429);
    await here.sql`update quotas set used = 1000000`;
    const refused = await ask('192.0.2.1');
    expect(refused.body).toMatchObject({ status: 429, code: 'http.too_many_requests' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('192.0.2.2')).status).toBe(first.status);
  });

  describe('personal access tokens that are not good', () => {
    const ask = ({ origin }: Kitchen, token: string, address: string) =>
      new Api(origin, token).get('/users/me', from(address));

    it('are counted exactly across replicas, and looked at slowly after a thousand', async () => {
      const [start, already] = [Date.now(), TOKEN_PATIENCE.free - 100];
      await ask(here, 'kpt_x', '198.51.100.1');
      await here.sql`update failed_attempts set failures = ${already}`;
      const answers = await Promise.all(
        Array.from({ length: 160 }, (_, i) =>
          ask(i % 2 ? here : there, i % 3 ? newPersonalToken() : `kpt_${i}`, '198.51.100.1'),
        ),
      );
      const most = mostFailures(TOKEN_PATIENCE, (Date.now() - start) / 1000);
      const [refused, tooMany] = [401, 429].map((status) => answers.filter((answer) => answer.status === status));

      expect(refused!.length).toBeGreaterThanOrEqual(100);
      expect(refused!.length).toBeLessThanOrEqual(most - already);
      expect(refused!.length + tooMany!.length).toBe(160);
      expect(refused![0]!.headers.get('ratelimit-policy')).toBe('"refused-tokens";q=1000;w=3600');
      for (const { body, headers } of tooMany!) {
        expect(body.code).toBe('auth.too_many_refused_tokens');
        expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      }
    });

    it('slow neither good ones from the same network down, nor bad ones from another', async () => {
      const { token } = await personalToken(here, ada, ['users:read']);
      await ask(here, 'kpt_x', '198.51.100.2');
      await here.sql`update failed_attempts set paused_until = now() + interval '1 minute'`;

      for (const kitchen of [here, there, here, there]) {
        expect((await ask(kitchen, newPersonalToken(), '198.51.100.2')).status).toBe(429);
        const good = await ask(kitchen, token, '198.51.100.2');
        expect([good.status, good.headers.get('ratelimit')]).toEqual([200, null]);
      }
      expect((await ask(here, newPersonalToken(), '198.51.100.3')).status).toBe(401);
    });

    it('are refused from memory while a network pauses, unless a good one is among them', async () => {
      await ask(here, 'kpt_x', '198.51.100.4');
      await here.sql`update failed_attempts set paused_until = now() + interval '1 minute'`;
      await ask(here, 'kpt_x', '198.51.100.4');
      await here.sql`delete from failed_attempts`;

      expect((await ask(here, 'kpt_x', '198.51.100.4')).status).toBe(429);
      expect(await here.sql`select from failed_attempts`).toEqual([]);
    });
  });
});
