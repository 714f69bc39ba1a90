import { randomUUID } from 'node:crypto';
import { type Kitchen, startKitchen } from '../support/app.js';
import { register } from '../support/register.js';

const VERIFIER = 'v'.repeat(43);

describe('guesses at a password', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  it('are counted although the request that makes them carries an Idempotency-Key', async () => {
    const { id, api } = await register(kitchen);
    const guess = (password: unknown, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) =>
      api.post('/auth/identities', { code: 'kis_x', verifier: VERIFIER, password }, headers);
    const codes = [];
    for (let n = 0; n < 7; n++) codes.push((await guess(`wrong password ${n}`)).body.code);

    expect(codes.slice(0, 5)).toEqual(Array(5).fill('auth.wrong_password'));
    expect(codes.slice(5)).toEqual(Array(2).fill('auth.too_many_attempts'));
    expect((await guess('wrong password 8', {})).body.code).toBe('auth.too_many_attempts');
    const failed = await kitchen.sql`
      select from security_events where subject_id = ${id} and event = 'auth.login_failed'`;
    expect(failed.length).toBeGreaterThan(0);
  });

  it('are refused by name where there is none', async () => {
    const { api } = await register(kitchen);
    const { body } = await api.post('/auth/identities', { code: 'kis_x', verifier: VERIFIER, password: null });
    expect(body).toMatchObject({ status: 422, errors: [{ pointer: '/password' }] });
  });
});
