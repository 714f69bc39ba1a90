import type { Metrics } from '../../platform/metrics/metrics.js';
import { PasswordHasher } from './password-hasher.js';

describe('PasswordHasher', () => {
  const passwords = new PasswordHasher({ gauge: () => undefined } as unknown as Metrics);

  it('recognises the password of a hash, and no other', async () => {
    const hash = await passwords.hash('a walk in the park 42');

    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(hash, 'a walk in the park 42')).toBe(true);
    expect(await passwords.verify(hash, 'a walk in the park 43')).toBe(false);
    expect(await passwords.verify(hash, '')).toBe(false);
  });

  it('takes no password for a member who is not there, and none that is too long', async () => {
    const long = 'x'.repeat(256);
    const hash = await passwords.hash(long);

    expect(await passwords.verify(undefined, long)).toBe(false);
    expect(await passwords.verify(hash, long)).toBe(true);
    expect(await passwords.verify(hash, `${long}x`)).toBe(false);
  });

  it('refuses what the queue cannot hold, and goes on afterwards', async () => {
    const attempts = Array.from({ length: 210 }, () => Promise.resolve().then(() => passwords.verify(undefined, 'x')));
    const results = await Promise.allSettled(attempts);
    const refused = results.filter(({ status }) => status === 'rejected');

    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(20);
    expect(await passwords.verify(undefined, 'x')).toBe(false);
  });
});
