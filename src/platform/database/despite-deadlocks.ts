import pg from 'pg';

const ATTEMPTS = 3;
const DEADLOCK_DETECTED = '40P01';

/**
 * Runs a whole transaction, and again if PostgreSQL chose it as the one to end so that others can go on. For work that locks
 * what many others lock in orders of their own. It must begin the transaction itself: one that failed is of no more use.
 *
 * @throws the deadlock (503) if it was the one to end three times.
 */
export async function despiteDeadlocks<T>(transaction: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  try {
    return await transaction();
  } catch (error) {
    if (attempts <= 1 || !isDeadlock(error)) throw error;
    return despiteDeadlocks(transaction, attempts - 1);
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === DEADLOCK_DETECTED;
}
