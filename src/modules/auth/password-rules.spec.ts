import { dictionary } from '@zxcvbn-ts/language-common';
import { Problem } from '../../platform/errors/problem.js';
import { assertGoodPassword, MIN_PASSWORD_LENGTH } from './password-rules.js';

const grace = { username: 'grace', email: 'rear.admiral@example.com' };

async function isRefused(password: string): Promise<boolean> {
  const outcome: unknown = await assertGoodPassword(password, grace).catch((error: unknown) => error);
  return outcome instanceof Problem && outcome.details.errors?.[0]?.code === 'auth.password_too_common';
}

describe('a new password', () => {
  it('must not be one of the 1,000 most common ones of legal length, in any case', async () => {
    const common = dictionary['passwords-common'].map(String).filter(({ length }) => length >= MIN_PASSWORD_LENGTH);
    const first = common.slice(0, 1_000);
    expect(first).toHaveLength(1_000);
    const taken = [];
    for (const password of first) if (!(await isRefused(password))) taken.push(password);
    expect(taken).toEqual([]);
    expect(await isRefused(first[0]!.toUpperCase())).toBe(true);
  });

  // Known from every list that was ever published, so that the one in use cannot quietly become another.
  it.each([
    'password',
    '12345678',
    '123456789',
    'qwertyuiop',
    'iloveyou',
    'password1',
    'sunshine',
    'football',
    'princess',
  ])('must not be %s', async (password) => {
    expect(await isRefused(password)).toBe(true);
  });

  it('may be one that nobody uses', async () => {
    expect(await isRefused('a walk in the park 42')).toBe(false);
  });
});
