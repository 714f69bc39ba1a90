import { type Kitchen, startKitchen, TEST_JWT_SECRET } from '../support/app.js';
import { killAll, runCommand } from '../support/process.js';

const PASSWORD = 'a walk in the park 42';

/** The command of the built application, in a process of its own. */
describe('create-admin', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(async () => {
    killAll();
    await kitchen.close();
  });

  function createAdmin(parameters: string[], input = '') {
    const environment = { DATABASE_URL: kitchen.databaseUrl, JWT_SECRET: TEST_JWT_SECRET };
    return runCommand(environment, ['create-admin', ...parameters], input);
  }

  const logIn = (login: string, password: string) => kitchen.guest.post('/auth/login', { login, password });
  const eventsOf = async (username: string) => {
    const rows = await kitchen.sql<{ event: string; actor_id: null; ip: null; details: object }>`
      select event, actor_id, ip, details from security_events
      where subject_id = (select id from users where username = ${username}) order by created_at, id`;
    return rows.map(({ event, actor_id: actor, ip, details }) => ({ event, actor, ip, details }));
  };
  const byNobody = { actor: null, ip: null };

  it('takes the password from standard input, and shows it nowhere', async () => {
    const { code, output } = await createAdmin(['Ada', 'ada@example.com'], `${PASSWORD}\nmore\n`);

    expect({ code, output }).toEqual({ code: 0, output: 'Ada is a new admin.\n' });
    expect((await logIn('ada', PASSWORD)).body.user).toMatchObject({ role: 'admin', email: 'ada@example.com' });
    expect((await eventsOf('ada')).slice(0, 2)).toEqual([
      { ...byNobody, event: 'auth.register', details: {} },
      { ...byNobody, event: 'users.role_changed', details: { from: 'user', to: 'admin' } },
    ]);
  });

  it('makes a password where none is given, and shows it once', async () => {
    const first = await createAdmin(['grace', 'grace@example.com']);
    const [, password = ''] = /^grace is a new admin\.\nPassword, shown only now: (\S{24})\n$/.exec(first.output) ?? [];
    expect((await logIn('grace', password)).status).toBe(200);
    const again = await createAdmin(['grace', 'grace@example.com']);

    expect(again).toEqual({ code: 0, output: 'grace is an admin already; nothing was changed.\n' });
    expect((await logIn('grace', password)).status).toBe(200);
  });

  it('makes a member an admin, suspended or not, with the password as before', async () => {
    const body = { username: 'joan', email: 'Joan@example.com', password: PASSWORD };
    const { user } = (await kitchen.guest.post('/auth/register', body)).body;
    const admin = await kitchen.member({ role: 'admin' });
    await admin.api.put('/users/joan/suspension', { reason: 'Spam' });
    const { code, output } = await createAdmin(['JOAN', 'joan@example.com'], 'another password\n');

    expect({ code, output }).toEqual({ code: 0, output: 'JOAN is an admin now, with the password as before.\n' });
    expect((await logIn('joan', 'another password')).status).toBe(401);
    expect((await logIn('joan', PASSWORD)).body.user).toMatchObject({ id: user.id, role: 'admin' });
  });

  it.each([
    ['a name that is somebody else’s', ['taken', 'new@example.com'], 'who has another e-mail address'],
    ['an address that is somebody else’s', ['new_name', 'taken@example.com'], 'who has another username'],
    ['a name that is none', ['no name', 'none@example.com'], 'username: must be 3 to 30 characters'],
    ['an address that is none', ['new_name', 'nowhere'], 'email: '],
    ['a common password', ['new_name', 'new@example.com'], 'password: is among the most commonly used'],
  ])('refuses %s, says why, and makes nobody an admin', async (_what, parameters, reason) => {
    await kitchen.guest.post('/auth/register', { username: 'taken', email: 'taken@example.com', password: PASSWORD });
    const input = reason.startsWith('password') ? 'Password123\n' : `${PASSWORD}\n`;
    const { code, output } = await createAdmin(parameters, input);

    expect(code).toBe(1);
    expect(output).toContain(reason);
    expect(output).not.toMatch(/ at |Password123|argon2|insert into/);
    expect(await kitchen.sql`select 1 from users where username like '%name%' or email like 'new@%'`).toEqual([]);
    expect(await kitchen.sql`select 1 from users where username = 'taken' and role <> 'user'`).toEqual([]);
  });

  it.each([[[]], [['ada']]])('says how it is used when given %j', async (parameters) => {
    const { code, output } = await createAdmin(parameters);
    expect({ code, output }).toEqual({
      code: 2,
      output: 'Usage: node dist/cli.js create-admin <username> <email>\n',
    });
  });
});
