import pg from 'pg';
import { secretsOf } from '../../src/modules/auth/oidc/sign-in-secrets.js';
import { Api } from '../support/api.js';
import { TEST_JWT_SECRET } from '../support/app.js';
import { CraftedIssuer } from '../support/crafted-issuer.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { allSent, type MailServer, startMailServer } from '../support/mail-server.js';
import { CLIENT, FRONTEND_URL, KITCHEN_URL } from '../support/oidc-issuer.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';
import { begin, comeBack, handed } from '../support/sign-in-elsewhere.js';
import { setUpTotp } from '../support/totp.js';

const MEMBERS = 40;
const AT_ONCE = 4;

/** What lets somebody in, and what somebody in particular may know only, by what it is. */
type Secrets = Record<string, string[]>;

describe('a dump of the database, and what was logged', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let mails: MailServer;
  let issuer: CraftedIssuer;
  let kitchen: KitchenProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
    mails = await startMailServer();
    issuer = await CraftedIssuer.start();
    kitchen = await startProcess({
      NODE_ENV: 'test',
      LOG_LEVEL: 'trace',
      DATABASE_URL: database.url,
      JWT_SECRET: TEST_JWT_SECRET,
      RATE_LIMITS: 'off',
      SMTP_URL: mails.url,
      PUBLIC_URL: KITCHEN_URL,
      FRONTEND_URL,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: CLIENT.client_id,
      OIDC_CLIENT_SECRET: CLIENT.client_secret,
    });
  });
  afterAll(async () => {
    await kitchen.end();
    killAll();
    await pool.end();
    await database.drop();
    await mails.close();
    await issuer.close();
  });

  /** Every row of every table, the job queue's included; a row as text has its bytes in hexadecimal digits. */
  async function dump(): Promise<string> {
    const { rows: tables } = await pool.query<{ name: string }>(`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
    const contents = [];
    for (const { name } of tables) {
      const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
      contents.push(...rows.map(({ row }) => row));
    }
    return contents.join('\n');
  }

  /** A sign-in elsewhere, taken to its code; every other one is redeemed. */
  async function elsewhere(username: string, isRedeemed: boolean): Promise<Secrets> {
    const begun = await begin(kitchen.guest, 'oidc');
    const cookie = begun.cookie.split('=')[1]!;
    const { state, nonce, codeVerifier } = secretsOf(cookie);
    issuer.issue({ sub: username, email: `${username}@elsewhere.example`, nonce });
    const callback = new URL(`${KITCHEN_URL}/api/v1/auth/oidc/oidc/callback?code=a-code&state=${state}`);
    const { code } = handed(await comeBack(kitchen.guest, callback, begun.cookie));
    if (isRedeemed) await kitchen.guest.post('/auth/oidc/session', { code, verifier: begun.verifier });
    return { cookie: [cookie], oidc: [state, nonce, codeVerifier, begun.verifier], signInCode: [code!] };
  }

  async function live(i: number): Promise<Secrets> {
    const username = `member_${i}`;
    const email = `${username}@example.com`;
    const password = `Rather-secret-${i}-${Math.random()}`;
    const once = { 'idempotency-key': `key-${i}` };
    const { body: first } = await kitchen.guest.post('/auth/register', { username, email, password });
    const { body: second } = await kitchen.guest.post('/auth/refresh', { refreshToken: first.refreshToken });
    const api = new Api(kitchen.origin, second.accessToken);
    await kitchen.guest.post('/auth/password/forgot', { email });
    const { body: made } = await api.post('/auth/tokens', { name: 'A program', scopes: ['read'] }, once);
    const app = await setUpTotp(api, { 'idempotency-key': `totp-${i}` });
    const renewed = await api.post('/auth/totp/recovery-codes', undefined, { 'idempotency-key': `codes-${i}` });
    const { body: asked } = await kitchen.guest.post('/auth/login', { login: username, password });
    const [used, ...codes] = renewed.body.recoveryCodes as [string, ...string[]];
    if (i % 2 === 0) {
      await kitchen.guest.post('/auth/login/second-factor', { challenge: asked.challenge, code: used });
    }
    await kitchen.guest.post('/auth/login', { login: email, password: `${password}-not` });
    return {
      password: [password],
      access: [first.accessToken, second.accessToken],
      refresh: [first.refreshToken, second.refreshToken],
      device: [first.deviceToken],
      personal: [made.token],
      challenge: [asked.challenge],
      recovery: [...app.recoveryCodes, used, ...codes],
      totp: [app.secret],
    };
  }

  it('hold none of more than 1,000 tokens issued, mailed, used or not', async () => {
    const all: Secrets = {};
    const keep = (some: Secrets) => {
      for (const [kind, secrets] of Object.entries(some)) all[kind] = [...(all[kind] ?? []), ...secrets];
    };
    let next = 0;
    const liver = async () => {
      for (let i = next++; i < MEMBERS; i = next++) keep(await live(i));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, liver));
    // One by one: the issuer knows one answer at a time.
    for (let i = 0; i < MEMBERS; i++) keep(await elsewhere(`elsewhere_${i}`, i % 2 === 0));
    const whileWaiting = await dump();
    await allSent({ sql: async (strings) => (await pool.query(strings.join(''))).rows as never });
    all['mailed'] = mails.mails.map(({ token }) => token).filter((token) => token !== '');
    const places = [whileWaiting, await dump(), kitchen.output()];

    for (const secrets of Object.values(all)) expect(new Set(secrets).size).toBeGreaterThanOrEqual(MEMBERS);
    expect(new Set(Object.values(all).flat()).size).toBeGreaterThan(1_000);
    expect(all['mailed'].length).toBeGreaterThanOrEqual(MEMBERS * 2);
    // What is looked through is what was written.
    expect(places.map((place) => place.includes('member_0') || place.includes('"answered"'))).toEqual([
      true,
      true,
      true,
    ]);
    for (const [kind, secrets] of Object.entries(all)) {
      const found = secrets.filter((secret) =>
        places.some((place) => formsOf(secret).some((form) => place.includes(form))),
      );
      expect({ kind, found }).toEqual({ kind, found: [] });
    }
  }, 60_000);
});

/** A secret as it might lie somewhere: without its prefix, its signature alone, in groups or not, as bytes. */
function formsOf(secret: string): string[] {
  const bare = secret.replace(/^k[a-z]{2}_|^.*\./, '');
  const bytes = Buffer.from(bare, 'base64url');
  return [
    ...new Set([bare, bare.replaceAll('-', ''), Buffer.from(bare).toString('hex')]),
    ...(bytes.length >= 16 ? [bytes.toString('hex')] : []),
  ];
}
