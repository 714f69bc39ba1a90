import { type Kitchen, startKitchen } from '../support/app.js';

const PASSWORD = 'a walk in the park 42';

describe('logging in', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    // How much may be guessed is not the question here.
    kitchen = await startKitchen({ RATE_LIMITS: 'off' });
    await kitchen.guest.post('/auth/register', { username: 'ada', email: 'Ada@example.com', password: PASSWORD });
  });
  afterAll(() => kitchen.close());

  it.each(['ada', 'ADA', 'ada@example.com', ' Ada@Example.com '])('takes %j for the login', async (login) => {
    const answer = await kitchen.guest.post('/auth/login', { login, password: PASSWORD });

    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({ username: 'ada', email: 'Ada@example.com' });
  });

  it('takes a password however its accents were typed', async () => {
    const composed = 'caf\u00e9 au lait, s\u2019il vous pla\u00eet';
    await kitchen.guest.post('/auth/register', { username: 'colette', email: 'c@example.com', password: composed });
    const answer = await kitchen.guest.post('/auth/login', { login: 'colette', password: composed.normalize('NFD') });

    expect(answer.status).toBe(200);
  });

  it.each([
    ['a wrong password', { login: 'ada', password: 'something else' }],
    ['an unknown username', { login: 'nobody', password: PASSWORD }],
    ['an unknown e-mail address', { login: 'nobody@example.com', password: PASSWORD }],
    ['an empty password', { login: 'ada', password: '' }],
    ['an empty login', { login: '', password: PASSWORD }],
    ['an over-long password', { login: 'ada', password: 'x'.repeat(100_000) }],
    ['the right password with more behind it', { login: 'ada', password: PASSWORD.padEnd(300, 'x') }],
    ['wildcards', { login: '%', password: PASSWORD }],
  ])('answers %s with the same refusal', async (_what, body) => {
    const answer = await kitchen.guest.post('/auth/login', body);
    const reference = await kitchen.guest.post('/auth/login', { login: 'nobody', password: 'x' });

    expect(answer.status).toBe(401);
    expect({ ...answer.body, requestId: '' }).toEqual({ ...reference.body, requestId: '' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="kitchen"');
  });

  it('hashes for an unknown member and an over-long password, too', async () => {
    const argon2 = await hashesDuring(() => kitchen.guest.post('/auth/login', { login: 'nobody', password: '' }));
    expect(argon2).toBe(1);
    const tooLong = await hashesDuring(() =>
      kitchen.guest.post('/auth/login', { login: 'ada', password: 'x'.repeat(5000) }),
    );
    expect(tooLong).toBe(1);
  });

  it('names the fields of a malformed body', async () => {
    const answer = await kitchen.guest.post('/auth/login', { login: ['ada'], password: { $ne: '' } });

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/login', '/password']);
  });

  it('refuses with 503 and Retry-After what the hashing queue cannot hold, and serves all others', async () => {
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => kitchen.guest.post('/auth/login', { login: 'nobody', password: 'x' })),
    );
    const refused = answers.filter(({ status }) => status === 503);

    expect(refused.length).toBeGreaterThan(0);
    expect(answers.every(({ status }) => status === 401 || status === 503)).toBe(true);
    expect(refused.map(({ body }) => body.code)).toContain('auth.busy');
    for (const { body, headers } of refused) {
      // On a slow machine some wait in vain for the database, too.
      expect(['auth.busy', 'http.unavailable']).toContain(body.code);
      expect(headers.get('retry-after')).toMatch(/^[12]$/);
    }
  });

  async function hashesDuring(act: () => Promise<unknown>): Promise<number> {
    const { PasswordHasher } = await import('../../src/modules/auth/password-hasher.js');
    const queue = kitchen.nest.get<{ enqueue: (work: unknown) => unknown }>(PasswordHasher);
    const original = queue.enqueue.bind(queue);
    let count = 0;
    queue.enqueue = (work) => {
      count++;
      return original(work);
    };
    await act();
    queue.enqueue = original;
    return count;
  }
});
