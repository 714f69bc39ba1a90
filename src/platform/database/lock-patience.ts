import pg from 'pg';
import { aboutStatement } from './named-statements.js';

const LOCK_NOT_AVAILABLE = '55P03';
const MEMORY_MILLIS = 5_000;

/** Until the end of the transaction; what a session were told, a PgBouncer would pass on to others. */
export const SHORT_PATIENCE = aboutStatement("select set_config('lock_timeout', '400ms', true)");

/**
 * Which statements somebody has waited with for a lock in vain (`lock_timeout`), so that the next ones need not wait as long to
 * be told the same (docs/adr/0074).
 */
export class LockPatience {
  private readonly until = new Map<string, number>();

  isShortFor(text: string): boolean {
    if (this.until.size === 0) return false;
    const until = this.until.get(text);
    if (until === undefined) return false;
    if (performance.now() < until) return true;
    this.until.delete(text);
    return false;
  }

  learn(text: string, error: unknown): void {
    if (error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE)
      this.until.set(text, performance.now() + MEMORY_MILLIS);
  }
}
