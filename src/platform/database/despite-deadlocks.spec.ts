import pg from 'pg';
import { despiteDeadlocks } from './despite-deadlocks.js';

/** Fails with these SQLSTATEs, one after the other, and then succeeds. */
function failing(...states: string[]) {
  const calls: (string | undefined)[] = [];
  const transaction = async () => {
    const code = states[calls.length];
    calls.push(code);
    if (code !== undefined) throw Object.assign(new pg.DatabaseError(code, 0, 'error'), { code });
    return Promise.resolve('done');
  };
  return { calls, transaction };
}

describe('work that is done despite deadlocks', () => {
  it('is tried again after one and after two', async () => {
    const { calls, transaction } = failing('40P01', '40P01');

    expect(await despiteDeadlocks(transaction)).toBe('done');
    expect(calls).toHaveLength(3);
  });

  it('gives up after three', async () => {
    const { calls, transaction } = failing('40P01', '40P01', '40P01');

    await expect(despiteDeadlocks(transaction)).rejects.toMatchObject({ code: '40P01' });
    expect(calls).toHaveLength(3);
  });

  it('is not tried again after any other error', async () => {
    const { calls, transaction } = failing('23505');

    await expect(despiteDeadlocks(transaction)).rejects.toMatchObject({ code: '23505' });
    expect(calls).toHaveLength(1);
  });
});
