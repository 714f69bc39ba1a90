import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { killAll, startProcess } from '../support/process.js';

const ACCOUNT = { username: 'ada', email: 'ada@example.com', password: 'a walk in the park 42' };

describe('a process that dies', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let server: MailServer;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    server = await startMailServer();
    environment = {
      DATABASE_URL: database.url,
      JWT_SECRET: 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA',
      SMTP_URL: server.url,
      DATABASE_POOL_SIZE: '2',
    };
  });
  afterAll(async () => {
    killAll();
    await server.close();
    await client.end();
    await database.drop();
  });

  it('between the commit and the mail leaves the mail to the next one', async () => {
    await server.leave();
    const first = await startProcess(environment);
    expect((await first.guest.post('/auth/register', ACCOUNT)).status).toBe(201);
    expect((await first.end('SIGKILL')).signal).toBe('SIGKILL');
    await server.comeBack();
    // Also if it died in the middle of it: the job is taken back when its time is over.
    await client.query(`
      update pgboss.job set state = 'created', started_on = null, start_after = now() where name = 'mail' and state <> 'completed'`);

    const second = await startProcess(environment);
    const mail = await server.next(ACCOUNT.email);
    expect((await second.guest.post('/auth/email/verify', { token: mail.token })).status).toBe(204);
    expect((await second.end()).code).toBe(0);
    expect(server.to(ACCOUNT.email)).toHaveLength(1);
  });

  it('and another that starts with it make the job queue’s tables once', async () => {
    await client.query('drop schema pgboss cascade');
    const both = await Promise.all([startProcess(environment), startProcess(environment)]);
    const answers = await Promise.all(
      both.map(({ guest }, i) =>
        guest.post('/auth/register', { ...ACCOUNT, username: `grace_${i}`, email: `grace-${i}@example.com` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    await Promise.all([server.next('grace-0@example.com'), server.next('grace-1@example.com')]);
    expect((await Promise.all(both.map(({ end }) => end()))).map(({ code }) => code)).toEqual([0, 0]);
  });

  it('without the job queue’s tables is not started, where migrations are somebody else’s', async () => {
    await client.query('drop schema pgboss cascade');
    await expect(startProcess({ ...environment, MIGRATE_ON_BOOT: 'false' })).rejects.toThrow(
      'pg-boss is not installed',
    );
  });
});
