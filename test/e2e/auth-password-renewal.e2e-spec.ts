import { hash } from '@node-rs/argon2';
import { PasswordHasher } from '../../src/modules/auth/password-hasher.js';
import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { PASSWORD, register, type Registered } from '../support/register.js';
import { setUpTotp, stopClock } from '../support/totp.js';

const NEW_PASSWORD = 'another horse, another staple';

describe('a password whose hash is of a cheaper kind', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
    stopClock(kitchen, replica);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  /** Who registered when hashing was done with less work. */
  async function graceOfLongAgo(): Promise<Registered & { oldHash: string }> {
    const grace = await register(kitchen);
    return { ...grace, oldHash: await age(grace) };
  }
  async function age({ id }: Registered): Promise<string> {
    const oldHash = await hash(PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 });
    await kitchen.sql`
      update password_credentials set password_hash = ${oldHash}, changed_at = '2024-01-01' where user_id = ${id}`;
    return oldHash;
  }
  const logIn = ({ username }: Registered, password = PASSWORD, { guest } = kitchen) =>
    guest.post('/auth/login', { login: username, password });
  const stored = async ({ id }: Registered) => {
    const [row] = await kitchen.sql<{ hash: string; changedAt: Date }>`
      select password_hash as hash, changed_at as "changedAt" from password_credentials where user_id = ${id}`;
    return row!;
  };
  /** Lets something happen between the check of the password and the renewal of its hash. */
  function beforeRenewal(act: () => Promise<unknown>): void {
    const hasher = kitchen.nest.get(PasswordHasher);
    const hashAnew = hasher.hashAnew.bind(hasher);
    hasher.hashAnew = async (password) => {
      hasher.hashAnew = hashAnew;
      await act();
      return hashAnew(password);
    };
  }

  it('is hashed anew by a login, once, and nothing else changes', async () => {
    const grace = await graceOfLongAgo();
    const elsewhere = grace.api;
    expect((await logIn(grace)).status).toBe(200);
    const renewed = await stored(grace);

    expect(renewed.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(renewed.changedAt).toEqual(new Date('2024-01-01'));
    expect((await elsewhere.get('/users/me')).status).toBe(200);
    expect((await logIn(grace)).status).toBe(200);
    expect(await stored(grace)).toEqual(renewed);
    const events = await kitchen.sql`
      select event from security_events where subject_id = ${grace.id} and event like 'auth.password%'`;
    expect(events).toEqual([]);
  });

  it('is hashed anew wherever it is asked for', async () => {
    const grace = await graceOfLongAgo();
    expect((await grace.api.put('/auth/step-up', { password: PASSWORD })).status).toBe(204);

    expect((await stored(grace)).hash).toContain('$m=19456,t=2,p=1$');
  });

  it('is good for the change that it was given for', async () => {
    const grace = await graceOfLongAgo();
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };

    expect((await grace.api.put('/auth/password', body)).status).toBe(204);
    expect((await logIn(grace, NEW_PASSWORD)).status).toBe(200);
  });

  it('is left as it is by another password', async () => {
    const grace = await graceOfLongAgo();
    expect((await logIn(grace, 'not the password')).status).toBe(401);

    expect((await stored(grace)).hash).toBe(grace.oldHash);
  });

  it('signs in everybody who has it at the same time, on both processes', async () => {
    const grace = await graceOfLongAgo();
    const answers = await Promise.all([0, 1, 2, 3, 4, 5].map((n) => logIn(grace, PASSWORD, n % 2 ? kitchen : replica)));

    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
  });

  it('signs in who finds that it was hashed anew meanwhile', async () => {
    const grace = await graceOfLongAgo();
    beforeRenewal(() => logIn(grace, PASSWORD, replica));

    expect((await logIn(grace)).status).toBe(200);
  });

  it('stays good for a login that waits for its second factor', async () => {
    const grace = await register(kitchen);
    const app = await setUpTotp(grace.api);
    const { body } = await logIn(grace);
    const oldHash = await age(grace);
    await kitchen.sql`update login_challenges set password_hash = ${oldHash} where user_id = ${grace.id}`;
    expect((await logIn(grace, PASSWORD, replica)).body.code).toBe('auth.second_factor_required');
    const second = { challenge: body.challenge, code: app.nextCode() };
    const answer = await kitchen.guest.post('/auth/login/second-factor', second);

    expect((await stored(grace)).hash).not.toBe(oldHash);
    expect(answer.status).toBe(200);
  });

  it('gives way to a new password that is chosen meanwhile', async () => {
    const grace = await graceOfLongAgo();
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const there = new Api(replica.origin, grace.accessToken);
    beforeRenewal(async () => expect((await there.put('/auth/password', body)).status).toBe(204));

    expect((await logIn(grace)).status).toBe(401);
    expect((await logIn(grace)).status).toBe(401);
    expect((await logIn(grace, NEW_PASSWORD)).status).toBe(200);
  });
});
