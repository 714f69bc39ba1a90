import { type Kitchen, startKitchen } from '../support/app.js';
import { allSent, type MailServer, startMailServer } from '../support/mail-server.js';

const MEMBERS = 250;

describe('a dump of the database', () => {
  let kitchen: Kitchen;
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: server.url });
  });
  afterAll(async () => {
    await kitchen.close();
    await server.close();
  });

  /** Every row of every table, the job queue's included. */
  async function dump(): Promise<string> {
    const tables = await kitchen.sql<{ name: string }>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    const contents = [];
    for (const { name } of tables) {
      const statement = Object.assign([`select t::text as row from ${name} t`], { raw: [] });
      contents.push(...(await kitchen.sql<{ row: string }>(statement)).map(({ row }) => row));
    }
    return contents.join('\n');
  }

  it('holds none of 1,250 tokens issued, mailed or not yet used', async () => {
    const members = await Promise.all(Array.from({ length: MEMBERS }, () => kitchen.member()));
    const made: string[] = [];
    for (const { api, username } of members) {
      const wanted = { name: 'A program', scopes: ['read'] };
      const { body } = await api.post('/auth/tokens', wanted, { 'idempotency-key': 'a-token' });
      made.push(body.token);
      await api.post('/auth/email/verification');
      await kitchen.guest.post('/auth/password/forgot', { email: `${username}@example.com` });
    }
    const whileWaiting = await dump();
    await allSent(kitchen);
    const afterwards = await dump();
    const tokens = [
      ...members.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
      ...made,
      ...server.mails.map(({ token }) => token),
    ];

    expect(new Set(tokens).size).toBe(MEMBERS * 5);
    for (const content of [whileWaiting, afterwards]) {
      expect(content).toContain(members[0]!.username);
      const secrets = tokens.flatMap((token) => [token, token.replace(/^[a-z]{3}_/, '')]);
      expect(secrets.filter((secret) => content.includes(secret))).toEqual([]);
    }
    expect(
      await kitchen.guest.post('/auth/email/verify', {
        token: server.mails.find(({ token }) => token.startsWith('kev_'))!.token,
      }),
    ).toMatchObject({ status: 204 });
  }, 60_000);
});
