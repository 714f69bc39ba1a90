import { type Kitchen, startKitchen } from '../support/app.js';

describe('refreshing', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  const refresh = (refreshToken: unknown) => kitchen.guest.post('/auth/refresh', { refreshToken });

  it('gives a new pair, and the new token the next one', async () => {
    const ada = await kitchen.member();
    const first = await refresh(ada.refreshToken);
    const second = await refresh(first.body.refreshToken);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(new Set([ada.refreshToken, first.body.refreshToken, second.body.refreshToken]).size).toBe(3);
    expect(second.body.user.username).toBe(ada.username);
  });

  it('gives 20 parallel calls with one token 20 times the same successor', async () => {
    const ada = await kitchen.member();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(ada.refreshToken)));

    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.accessToken)).size).toBe(1);
  });

  it('ends the whole session when the parent comes back after 10 seconds', async () => {
    const ada = await kitchen.member();
    const { body } = await refresh(ada.refreshToken);
    await kitchen.sql`update sessions set rotated_at = now() - interval '11 seconds' where user_id = ${ada.id}`;

    expect((await refresh(ada.refreshToken)).body).toMatchObject({ status: 401, code: 'auth.refresh_token_reused' });
    expect((await refresh(body.refreshToken)).body).toMatchObject({ status: 401, code: 'auth.invalid_refresh_token' });
    expect((await ada.api.get('/users/me')).status).toBe(401);
  });

  it('ends the whole session when a grandparent comes back, however soon', async () => {
    const ada = await kitchen.member();
    const child = await refresh(ada.refreshToken);
    const grandchild = await refresh(child.body.refreshToken);

    expect((await refresh(ada.refreshToken)).body.code).toBe('auth.refresh_token_reused');
    expect((await refresh(grandchild.body.refreshToken)).body.code).toBe('auth.invalid_refresh_token');
  });

  it('leaves the other sessions of the member alone when one is ended for reuse', async () => {
    const ada = await kitchen.member();
    const elsewhere = await kitchen.member();
    await refresh((await refresh(ada.refreshToken)).body.refreshToken);
    await refresh(ada.refreshToken);

    expect((await elsewhere.api.get('/users/me')).status).toBe(200);
  });

  it.each([
    [
      'of an expired session',
      async (token: string, id: string) => {
        await kitchen.sql`update sessions set expires_at = now() - interval '1 second' where user_id = ${id}`;
        return token;
      },
    ],
    [
      'of a session that was logged out',
      async (token: string, id: string) => {
        await kitchen.sql`delete from sessions where user_id = ${id}`;
        return token;
      },
    ],
    [
      'with one character changed',
      (token: string) => token.replace(/.(?=.$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
    ],
    [
      'of a later generation, made up',
      (token: string) => {
        const bytes = Buffer.from(token.slice(4), 'base64url');
        bytes.writeUInt32BE(1, 16);
        return `krt_${bytes.toString('base64url')}`;
      },
    ],
    ['cut short', (token: string) => token.slice(0, 20)],
    ['that is empty', () => ''],
    ['that is something else', () => 'krt_hello'],
  ])('refuses a token %s', async (_what, change) => {
    const ada = await kitchen.member();
    const answer = await refresh(await change(ada.refreshToken, ada.id));

    expect(answer.body).toMatchObject({ status: 401, code: 'auth.invalid_refresh_token' });
  });

  it('does not end a session for a forged token that names it', async () => {
    const ada = await kitchen.member();
    const bytes = Buffer.from(ada.refreshToken.slice(4), 'base64url');
    bytes.fill(0, 20);
    await refresh(`krt_${bytes.toString('base64url')}`);

    expect((await refresh(ada.refreshToken)).status).toBe(200);
  });

  it('does not take an access token', async () => {
    const ada = await kitchen.member();
    expect((await refresh(ada.accessToken)).status).toBe(422);
  });
});
