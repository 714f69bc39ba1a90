import { type Kitchen, startKitchen } from '../support/app.js';

describe('registering', () => {
  let kitchen: Kitchen;
  let counter = 0;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  const account = (changes: object = {}) => {
    const username = `grace_${++counter}`;
    return { username, email: `${username}@example.com`, password: 'a walk in the park 42', ...changes };
  };

  it('makes an account and signs it in', async () => {
    const body = account({ displayName: 'Grace Hopper' });
    const answer = await kitchen.guest.post('/auth/register', body);

    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      deviceToken: expect.stringMatching(/^kdv_/),
      user: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        username: body.username,
        email: body.email,
        isEmailVerified: false,
        emailVerifiedAt: null,
        displayName: 'Grace Hopper',
        avatarUrl: null,
        avatarPhotoId: null,
        bio: null,
        timezone: 'UTC',
        role: 'user',
        postCount: 0,
        followerCount: 0,
        followingCount: 0,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        updatedAt: expect.any(String),
      },
      accessToken: expect.any(String),
      accessTokenExpiresAt: expect.any(String),
      refreshToken: expect.stringMatching(/^krt_/),
      refreshTokenExpiresAt: expect.any(String),
    });
    expect(answer.text).not.toContain(body.password);
    expect(answer.text).not.toContain('argon2');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('location')).toBe('/api/v1/users/me');
  });

  it('keeps an Argon2id hash and no token', async () => {
    const { body } = await kitchen.guest.post('/auth/register', account());
    const [row] = await kitchen.sql`
      select password_credentials::text || sessions::text as everything, password_hash
      from password_credentials join sessions using (user_id) where user_id = ${body.user.id}`;

    expect(row!['password_hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(row!['everything']).not.toContain(body.refreshToken);
    expect(row!['everything']).not.toContain(body.accessToken);
  });

  it('folds the username to lower case and keeps the e-mail address as typed', async () => {
    const body = account({ username: `HopPer_${++counter}`, email: `Hopper.${counter}@Example.com` });
    const { user } = (await kitchen.guest.post('/auth/register', body)).body;

    expect(user).toMatchObject({
      username: body.username.toLowerCase(),
      displayName: body.username,
      email: body.email,
    });
  });

  it.each([
    ['the same username', { username: 'TAKEN_name' }, 'users.username_taken', '/username'],
    ['the same e-mail address', { email: 'TAKEN@example.com' }, 'users.email_taken', '/email'],
  ])('refuses %s in other capitals', async (_what, changes, code, pointer) => {
    await kitchen.guest.post('/auth/register', account({ username: 'taken_name' }));
    await kitchen.guest.post('/auth/register', account({ email: 'taken@example.com' }));
    const answer = await kitchen.guest.post('/auth/register', account(changes));

    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code, errors: [{ pointer, code }] });
    expect(answer.text).not.toContain('argon2');
  });

  it.each([
    ['a username that is too short', { username: 'ab' }, '/username'],
    ['a username that is too long', { username: 'a'.repeat(31) }, '/username'],
    ['a username with a blank', { username: 'ada lovelace' }, '/username'],
    ['a username in another script', { username: 'аdа' }, '/username'],
    ['a username that is not a string', { username: 42 }, '/username'],
    ['an e-mail address without a domain', { email: 'ada@' }, '/email'],
    ['an e-mail address that is too long', { email: `${'a'.repeat(250)}@example.com` }, '/email'],
    ['a short password', { password: 'zxvprqw' }, '/password'],
    ['an over-long password', { password: 'zx!'.repeat(86) }, '/password'],
    ['a commonly used password', { password: 'Password123' }, '/password'],
    ['an empty display name', { displayName: '   ' }, '/displayName'],
    ['an unknown field', { role: 'admin' }, '/role'],
    ['a NUL character', { displayName: 'a\0b' }, '/displayName'],
    ['half of a surrogate pair', { displayName: 'a\ud800b' }, '/displayName'],
  ])('refuses %s and stores nothing', async (_what, changes, pointer) => {
    const body = account(changes);
    const answer = await kitchen.guest.post('/auth/register', body);

    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('http.validation_failed');
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await kitchen.sql`select 1 from users where email = ${body.email} and ${body.email} like 'grace%'`).toEqual(
      [],
    );
  });

  it.each(['username', 'email'] as const)('refuses a password that is the %s', async (field) => {
    const body = account();
    const answer = await kitchen.guest.post('/auth/register', { ...body, password: body[field].toUpperCase() });

    expect(answer.body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/password', code: 'auth.password_is_name' }],
    });
  });

  it('gives one of 50 parallel registrations of a name to exactly one', async () => {
    const username = `race_${++counter}`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        kitchen.guest.post('/auth/register', account({ username, email: `${username}_${i}@example.com` })),
      ),
    );

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(49).fill(409)]);
    expect(await kitchen.sql`select count(*)::int as n from users where username = ${username}`).toEqual([{ n: 1 }]);
    const [orphans] = await kitchen.sql`
      select count(*)::int as n from password_credentials left join users on id = user_id where id is null`;
    expect(orphans).toEqual({ n: 0 });
  });
});
