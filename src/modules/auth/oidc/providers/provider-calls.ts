import { isEmail } from 'class-validator';
import type { CustomFetch } from 'openid-client';
import type { Clock } from '../../../../platform/clock/clock.js';
import { Problem } from '../../../../platform/errors/problem.js';
import { isStorable } from '../../../../platform/http/text.js';
import { CircuitBreaker } from '../../../../platform/upstreams/circuit-breaker.js';
import { oidcErrors } from '../oidc.errors.js';

/** A service that takes longer is away. */
export const TIMEOUT_SECONDS = 5;
/** The second may find one that was only restarting. */
const FAILURES_UNTIL_REST = 2;
const MAX_CLAIM_LENGTH = 255;
const MAX_EMAIL_LENGTH = 254;

/** The service could not be reached, or says that it is broken. */
class Away extends Error {}

/** Calls a service, and tells being away from answering something that is not wanted. */
export const callProvider: CustomFetch = async (url, options) => {
  const response = await fetch(url, options as RequestInit).catch((error: unknown) => {
    throw new Away(`${new URL(url).host} cannot be reached`, { cause: error });
  });
  if (response.status >= 500 || response.status === 429) {
    await response.body?.cancel();
    throw new Away(`${new URL(url).host} answers ${response.status}`);
  }
  return response;
};

/** Calls to one service. Once it is known to be away, it is left alone for a while, so that nobody waits for it to say nothing. */
export class ProviderCalls {
  private readonly breaker: CircuitBreaker;

  constructor(clock: Clock) {
    this.breaker = new CircuitBreaker(clock, {
      failures: FAILURES_UNTIL_REST,
      isOutage: (error) => error instanceof Problem && error.definition === oidcErrors.providerUnavailable.definition,
      resting: (seconds) => oidcErrors.providerUnavailable({ headers: { 'retry-after': String(seconds) } }),
    });
  }

  /** @throws as {@link asProviderCall}. */
  async make<Value>(call: () => Promise<Value>): Promise<Value> {
    return this.breaker.watch(() => asProviderCall(call));
  }
}

/**
 * Whatever goes wrong with a service is its doing, or that of whoever made the browser come back, never an error of ours.
 *
 * @throws `auth.provider_unavailable`, `auth.sign_in_refused`
 */
export async function asProviderCall<Value>(call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw isAway(error) ? oidcErrors.providerUnavailable({ cause: error }) : oidcErrors.signInRefused({ cause: error });
  }
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return error instanceof Away || code === 'OAUTH_TIMEOUT' || error.name === 'TimeoutError' || isAway(error.cause);
}

/** The name by which a service knows somebody. @throws `auth.sign_in_refused` if it cannot be kept as it is. */
export function subject(value: unknown): string {
  if (typeof value !== 'string' || claim(value) !== value) throw oidcErrors.signInRefused();
  return value;
}

/** An e-mail address, by the rules of registering. What is none could be somebody's username. */
export function emailClaim(value: unknown): string | null {
  const email = claim(value);
  return email !== null && email.length <= MAX_EMAIL_LENGTH && isEmail(email) ? email : null;
}

/** A text that a service says of somebody, if it is one that can be kept. */
export function claim(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text !== '' && text.length <= MAX_CLAIM_LENGTH && isStorable(text) ? text : null;
}
