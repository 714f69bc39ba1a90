import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { aboutStatement } from './named-statements.js';

const LOCK_NOT_AVAILABLE = '55P03';
const MEMORY_MILLIS = 5_000;

/** Until the end of the transaction; what a session were told, a PgBouncer would pass on to others. */
export const SHORT_PATIENCE = aboutStatement("select set_config('lock_timeout', '400ms', true)");

type Values = readonly unknown[];

interface InVain {
  values: Values;
  /** Whether it was so with other values as well: then it is no row that is locked. */
  isForAll: boolean;
  until: number;
}

/**
 * Which statements somebody has waited with for a lock in vain (`lock_timeout`), so that the next ones need not wait as long to
 * be told the same (docs/adr/0074).
 */
export class LockPatience {
  private readonly inVain = new Map<string, InVain>();

  isShortFor(text: string, values: Values): boolean {
    if (this.inVain.size === 0) return false;
    const known = this.known(text);
    return known !== undefined && (known.isForAll || isDeepStrictEqual(known.values, values));
  }

  learn(text: string, values: Values, error: unknown): void {
    if (!(error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE)) return;
    const before = this.known(text);
    const isForAll = before !== undefined && (before.isForAll || !isDeepStrictEqual(before.values, values));
    this.inVain.set(text, { values, isForAll, until: performance.now() + MEMORY_MILLIS });
  }

  private known(text: string): InVain | undefined {
    const known = this.inVain.get(text);
    if (!known || performance.now() < known.until) return known;
    this.inVain.delete(text);
    return undefined;
  }
}
