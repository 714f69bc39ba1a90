import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { form as photoForm, picture } from '../support/photos.js';
import { killAll, type KitchenProcess, run, startProcess } from '../support/process.js';

const SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';

describe('the process', () => {
  let database: TestDatabase;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    environment = { DATABASE_URL: database.url, JWT_SECRET: SECRET };
  });
  afterAll(async () => {
    killAll();
    await database.drop();
  });

  it('refuses to start on a bad configuration, says all that is wrong, and prints no secret', async () => {
    const { ended, output } = run({
      NODE_ENV: 'production',
      JWT_SECRET: 'hidden-but-short',
      PORT: 'x',
      LOG_LEVEL: 'loud',
    });

    expect(await ended).toEqual({ code: 1, signal: null });
    for (const name of ['DATABASE_URL is required', 'JWT_SECRET is shorter', 'PORT ', 'LOG_LEVEL ']) {
      expect(output()).toContain(name);
    }
    expect(output()).not.toContain('hidden-but-short');
    expect(output()).not.toContain('    at ');
  });

  it('ends with 1 when there is no database', async () => {
    const { ended, output } = run({ ...environment, DATABASE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/nothing' });

    expect(await ended).toEqual({ code: 1, signal: null });
    expect(output()).toContain('"level":"error"');
    expect(output()).not.toContain('hunter2');
  });

  describe('while two of them serve,', () => {
    let here: KitchenProcess;
    let there: KitchenProcess;
    /** Of somebody whose requests are in the log of the first one. */
    let logged: { user: { id: string }; accessToken: string; refreshToken: string };
    const account = { username: 'logged', email: 'logged@example.com', password: 'a walk in the park 42' };

    beforeAll(async () => {
      [here, there] = await Promise.all([startProcess(environment), startProcess(environment)]);
      logged = (await here.guest.post('/auth/register', account)).body;
      await here.guest.get('/users/me?secret=in-the-query', {
        authorization: `Bearer ${logged.accessToken}`,
        'x-request-id': 'find-me',
      });
      await here.guest.post('/auth/refresh', { refreshToken: logged.refreshToken });
    }, 30_000);

    it('logs members out on the other one, too', async () => {
      const { body } = await here.guest.post('/auth/register', {
        username: 'twoplaces',
        email: 'two@example.com',
        password: account.password,
      });
      const headers = { authorization: `Bearer ${body.accessToken}` };

      expect((await there.guest.get('/users/me', headers)).status).toBe(200);
      expect((await here.guest.post('/auth/logout', undefined, headers)).status).toBe(204);
      expect((await there.guest.get('/users/me', headers)).body.code).toBe('auth.session_ended');
    });

    it('ends with 1 when the port is taken', async () => {
      const { ended } = run({ ...environment, PORT: new URL(here.origin).port });

      expect((await ended).code).toBe(1);
      expect((await here.guest.get('//health/live')).status).toBe(200);
    });

    it.each(['SIGTERM', 'SIGINT'] as const)('finishes what it has begun on %s, and exits with 0', async (signal) => {
      const kitchen = signal === 'SIGTERM' ? here : there;
      const slow = connect(Number(new URL(kitchen.origin).port), '127.0.0.1');
      const body = JSON.stringify({ login: 'nobody', password: 'x' });
      slow.write(
        `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      slow.write(body.slice(0, 5));
      // The request has arrived once a later one was answered.
      await kitchen.guest.get('//health/live');
      const end = kitchen.end(signal);
      slow.write(body.slice(5));

      const answer = await text(slow);
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
      expect(await end).toEqual({ code: 0, signal: null });
    });

    it('writes one JSON object a line until it ends, with no secret in any of them', async () => {
      await here.end();

      const lines = here
        .output()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(
        lines.every(({ level, message, time }) => [level, message, time].every((value) => typeof value === 'string')),
      ).toBe(true);
      expect(lines).toContainEqual(
        expect.objectContaining({
          requestId: 'find-me',
          method: 'GET',
          route: '/api/v1/users/me',
          memberId: logged.user.id,
        }),
      );
      for (const secret of [account.password, logged.accessToken, logged.refreshToken, account.email, 'in-the-query']) {
        expect(here.output()).not.toContain(secret);
      }
    });
  });

  it('turns readiness red, keeps serving for the configured delay, and finishes an upload that is half there', async () => {
    const kitchen = await startProcess({ ...environment, SHUTDOWN_DELAY_SECONDS: '1' });
    const { upload, rest } = await halfAnUpload(kitchen);
    const end = kitchen.end();
    let ready = await kitchen.guest.get('//health/ready');
    while (ready.status === 200) ready = await kitchen.guest.get('//health/ready');

    expect(ready.body).toMatchObject({ status: 503, code: 'http.unavailable' });
    expect(ready.headers.get('retry-after')).toBe('1');
    expect(ready.headers.get('connection')).toBe('close');
    expect((await kitchen.guest.get('//health/live')).status).toBe(200);

    upload.write(rest);
    const answer = await text(upload);
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
    expect(answer).toContain('"width":200');
    expect((await end).code).toBe(0);
  });

  async function halfAnUpload({ guest, origin }: KitchenProcess): Promise<{ upload: Socket; rest: Buffer }> {
    const account = { username: 'uploader', email: 'uploader@example.com', password: 'a walk in the park 42' };
    const { accessToken } = (await guest.post('/auth/register', account)).body;
    const form = new Response(photoForm(await picture('png', { width: 200, height: 200, noise: true })));
    const body = Buffer.from(await form.arrayBuffer());
    const upload = connect(Number(new URL(origin).port), '127.0.0.1');
    upload.write(
      `POST /api/v1/photos HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${accessToken}\r\nContent-Type: ${form.headers.get('content-type')}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    const half = Math.floor(body.length / 2);
    upload.write(body.subarray(0, half));
    // The request has arrived once a later one was answered.
    await guest.get('//health/live');
    return { upload, rest: body.subarray(half) };
  }

  it('has its time for requests in flight after the delay, however long that was', async () => {
    const kitchen = await startProcess({
      ...environment,
      SHUTDOWN_DELAY_SECONDS: '3',
      SHUTDOWN_TIMEOUT_SECONDS: '2',
    });

    expect(await kitchen.end()).toEqual({ code: 0, signal: null });
    expect(kitchen.output()).toContain('"message":"closed"');
  });
});
