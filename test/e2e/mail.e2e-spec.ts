import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createApp } from '../../src/app.setup.js';
import { Config, configure, readSettings } from '../../src/platform/config/load-config.js';
import { Database } from '../../src/platform/database/database.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuthService } from '../../src/modules/auth/index.js';
import { type Kitchen, startKitchen, TEST_JWT_SECRET } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { allSent, type MailServer, startMailServer, tryAgainNow } from '../support/mail-server.js';
import { PASSWORD, register } from '../support/register.js';

describe('mails', () => {
  let kitchen: Kitchen;
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({
      SMTP_URL: server.url,
      MAIL_FROM: 'Our Kitchen <kitchen@example.org>',
      PUBLIC_URL: 'https://kitchen.example',
    });
  });
  afterAll(async () => {
    await kitchen.close();
    await server.close();
  });

  it('arrive as text and as HTML, with the same link to our own page in both', async () => {
    const grace = await register(kitchen);
    const mail = await server.next(grace.email);

    expect(mail.subject).toBe('Is this your e-mail address?');
    expect(mail.headers).toContain('From: Our Kitchen <kitchen@example.org>');
    expect(mail.headers).toMatch(/^Message-ID: <[0-9a-f-]{36}@example\.org>$/im);
    expect(mail.headers).toMatch(/^Auto-Submitted: auto-generated$/im);
    expect(mail.text).toContain(`Hello ${grace.username},`);
    const link = `https://kitchen.example/verify-email#token=${mail.token}`;
    expect(mail.text.split('\n')).toContain(link);
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.text).not.toMatch(/[<>]|undefined/);
    expect(
      Math.max(
        ...mail.text
          .split('\n')
          .filter((line) => line !== link)
          .map((line) => line.length),
      ),
    ).toBeLessThan(79);
  });

  it('never take a link’s origin from the request that asks for them', async () => {
    const grace = await register(kitchen);
    await server.next(grace.email);
    await kitchen.guest.post(
      '/auth/password/forgot',
      { email: grace.email },
      { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    );
    const mail = await server.next(grace.email);

    expect(mail.text).toContain('https://kitchen.example/reset-password#token=');
    expect(mail.text + mail.html + mail.headers).not.toContain('evil.example');
  });

  it('do not carry what a member may write freely', async () => {
    const email = 'victim@example.com';
    const displayName = 'You have won! http://evil.example';
    await kitchen.guest.post('/auth/register', { username: 'spammer', email, password: PASSWORD, displayName });
    const mail = await server.next(email);

    expect(mail.text + mail.html).not.toMatch(/won|evil/);
  });

  it('are not sent for what was rolled back', async () => {
    const attempt = kitchen.nest.get(Database).transaction(async () => {
      const account = { username: 'nobody', email: 'rolled-back@example.com', password: PASSWORD };
      await kitchen.nest.get(AuthService).register(account, { device: 'Tests', ip: '127.0.0.1' });
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    await allSent(kitchen);

    expect(server.to('rolled-back@example.com')).toEqual([]);
  });

  it('wait while the server is away, and arrive when it is back', async () => {
    await server.leave();
    const grace = await register(kitchen);
    await failed(1);
    expect(server.to(grace.email)).toEqual([]);
    await server.comeBack();
    await tryAgainNow(kitchen);
    const mail = await server.next(grace.email);
    await allSent(kitchen);

    expect((await kitchen.guest.post('/auth/email/verify', { token: mail.token })).status).toBe(204);
    expect(server.to(grace.email)).toHaveLength(1);
  });

  it('that the server refuses for good are given up, and kept for somebody to see', async () => {
    server.refused.add('gone@example.com');
    const { username } = await register(kitchen, 'gone@example.com');
    await allSent(kitchen);
    const letters = await kitchen.sql`
      select data, source_output from pgboss.job where name = 'dead_letters' and source_output::text like '%refused%'`;

    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ data: { kind: 'auth.verification' } });
    expect(JSON.stringify(letters)).not.toContain(username);
  });

  it('lead to the front end’s pages where there is one', async () => {
    const frontEnd = { FRONTEND_URL: 'https://app.example/account', SMTP_URL: server.url };
    const other = await startKitchen(frontEnd);
    const grace = await register(other);
    const mail = await server.next(grace.email);
    await other.close();

    expect(mail.text).toContain(`https://app.example/account/verify-email#token=${mail.token}`);
  });

  describe('without a server', () => {
    let database: TestDatabase;
    let nest: NestFastifyApplication;
    let lines: string[];

    async function start(environment: Record<string, string>): Promise<void> {
      lines = [];
      database = await createTestDatabase();
      const log = new Writable({
        write(chunk: Buffer, _encoding, done) {
          lines.push(chunk.toString());
          done();
        },
      });
      const settings = readSettings({ JWT_SECRET: TEST_JWT_SECRET, ...environment, DATABASE_URL: database.url });
      nest = await createApp(await configure(settings, database.url), log);
    }
    afterEach(async () => {
      await nest.close();
      await database.drop();
    });
    const line = async (words: string) => {
      for (;;) {
        const found = lines.find((text) => text.includes(words));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const joinKitchen = (email: string) =>
      nest
        .get(AuthService)
        .register({ username: 'grace', email, password: PASSWORD }, { device: 'Tests', ip: '127.0.0.1' });

    it('become files, and a line with the link', async () => {
      const DATA_DIR = kitchen.nest.get(Config).get('DATA_DIR');
      await start({ NODE_ENV: 'test', DATA_DIR });
      await joinKitchen('filed@example.com');
      const written = await line('a mail was written to a file');
      const [file = ''] = await readdir(join(DATA_DIR, 'mail'));
      const path = join(DATA_DIR, 'mail', file);

      expect(await readFile(path, 'utf8')).toContain('To: filed@example.com');
      expect((await stat(path)).mode & 0o077).toBe(0);
      expect(JSON.parse(written)).toMatchObject({
        level: 'info',
        subject: 'Is this your e-mail address?',
        link: expect.stringMatching(/^http:\/\/localhost:\d+\/verify-email#token=kev_/),
        file: path,
      });
      expect(written).not.toContain('filed@example.com');
    });

    it('fail in production for all to see, which is said at the start', async () => {
      await start({ NODE_ENV: 'production' });
      expect(JSON.parse(lines[0]!)).toMatchObject({
        level: 'warn',
        message: expect.stringContaining('SMTP_URL is not set'),
      });
      await joinKitchen('unheard@example.com');

      expect(JSON.parse(await line('a job failed'))).toMatchObject({ level: 'warn', queue: 'mail', attempt: 1 });
    });
  });

  async function failed(count: number): Promise<void> {
    for (;;) {
      const [row] = await kitchen.sql<{ n: number }>`
        select count(*)::int as n from pgboss.job where name = 'mail' and state = 'retry'`;
      if (row!.n >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});
