import { type Kitchen, startKitchen, TEST_JWT_SECRET } from '../support/app.js';
import { type MailServer, nextCalled, startMailServer } from '../support/mail-server.js';
import { killAll, runCommand } from '../support/process.js';
import { PASSWORD, register } from '../support/register.js';
import { setUpTotp } from '../support/totp.js';

/** The command of the built application, in a process of its own. */
describe('reset-second-factor', () => {
  let kitchen: Kitchen;
  let server: MailServer;

  beforeAll(async () => {
    server = await startMailServer();
    kitchen = await startKitchen({ SMTP_URL: server.url });
  });
  afterAll(async () => {
    killAll();
    await kitchen.close();
    await server.close();
  });

  function reset(...parameters: string[]) {
    const environment = { DATABASE_URL: kitchen.databaseUrl, JWT_SECRET: TEST_JWT_SECRET, SMTP_URL: server.url };
    return runCommand(environment, ['reset-second-factor', ...parameters]);
  }

  it('lets a member in by the password alone, ends what was signed in, tells by mail, and is in the audit log', async () => {
    const [grace, ada] = [await register(kitchen), await register(kitchen)];
    await setUpTotp(ada.api);
    const app = await setUpTotp(grace.api);
    const login = () => kitchen.guest.post('/auth/login', { login: grace.username, password: PASSWORD });
    const { challenge } = (await login()).body;
    const { code, output } = await reset(grace.username.toUpperCase());

    expect({ code, output }).toEqual({
      code: 0,
      output: `${grace.username.toUpperCase()} signs in without a second factor now, and was signed out everywhere.\n`,
    });
    expect((await grace.api.get('/users/me')).body.code).toBe('auth.session_ended');
    const late = await kitchen.guest.post('/auth/login/second-factor', { challenge, code: app.recoveryCodes[0] });
    expect(late.body.code).toBe('auth.invalid_code');
    expect((await login()).status).toBe(200);
    const events = await kitchen.sql`
      select actor_id, ip, details from security_events
      where subject_id = ${grace.id} and event = 'auth.second_factor_reset'`;
    expect(events).toEqual([{ actor_id: null, ip: null, details: {} }]);
    const mail = await nextCalled(server, grace.email, 'Your second factor was switched off for you');
    expect(mail.text).toContain(grace.username);
    expect((await ada.api.get('/auth/totp')).body.isOn).toBe(true);
  }, 60_000);

  it('changes nothing for who has none, and says when there is nobody', async () => {
    const grace = await register(kitchen);

    expect(await reset(grace.username)).toEqual({
      code: 0,
      output: `${grace.username} has no second factor; nothing was changed.\n`,
    });
    expect((await grace.api.get('/users/me')).status).toBe(200);
    expect(await reset('nobody')).toEqual({ code: 1, output: 'There is no member nobody.\n' });
    expect(await reset()).toEqual({ code: 2, output: 'Usage: node dist/cli.js reset-second-factor <username>\n' });
  }, 60_000);
});
