import pg from 'pg';

/**
 * SQLSTATEs (PostgreSQL, appendix A) that say "not now" rather than "you are wrong": connection exceptions (08),
 * serialization failure and deadlock (40001, 40P01), out of resources (53), read-only after a failover (25006), idle
 * transaction ended (25P03), lock and statement timeouts (55P03, 57014), server going down or coming up (57P01–57P05).
 */
const TRANSIENT_STATES = /^(08...|40001|40P01|53...|25006|25P03|55P03|57014|57P0[1-5])$/;

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EADDRNOTAVAIL',
]);

/** What pg itself says, without a code, when a connection cannot be had or is lost. */
const CLIENT_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** It is known that PostgreSQL cannot be asked at the moment, so that nothing was tried. */
export class DatabaseAwayError extends Error {
  constructor(options?: ErrorOptions) {
    super('The database is away.', options);
  }
}

/** All connections are lent, and others have waited for one in vain before. */
export class PoolExhaustedError extends Error {
  constructor() {
    super('No connection of the pool is free.');
  }
}

/** Going down or coming up (57P01–57P05). */
const NOT_OPEN = /^57P0/;

/** Whether an attempt to connect failed because nobody is there, and not because somebody is who refuses us. */
export function saysThatDatabaseIsAway(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || NOT_OPEN.test(error.code ?? '');
}

/** An error that PostgreSQL itself reported: the connection that carried it is sound, unless the server said it is closing. */
export function isReportedByServer(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.severity !== 'FATAL' && error.severity !== 'PANIC';
}

/** Whether the database is away or busy, so that the caller may try again: answered with 503. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return TRANSIENT_STATES.test(error.code ?? '');
  if (error instanceof DatabaseAwayError || error instanceof PoolExhaustedError) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && NETWORK_CODES.has(code)) || CLIENT_MESSAGES.test(error.message);
}
