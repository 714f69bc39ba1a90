import { currentReply } from '../http/request-context.js';
import type { Allowance, Quota } from './quota.js';

/**
 * Tells the client of a limit that its request was counted against (draft-ietf-httpapi-ratelimit-headers): `RateLimit-Policy`
 * how much is allowed in how many seconds, `RateLimit` how much is left and for how long. Several stand beside each other.
 */
export function tellLimit(
  { name, requests, windowSeconds }: Quota,
  { remaining, resetSeconds }: Omit<Allowance, 'isAdmitted'>,
): void {
  add('ratelimit-policy', `"${name}";q=${requests};w=${windowSeconds}`);
  add('ratelimit', `"${name}";r=${Math.max(0, remaining)};t=${resetSeconds}`);
}

function add(header: string, item: string): void {
  const reply = currentReply();
  if (!reply || reply.sent) return;
  const [name] = item.split(';');
  const others = String(reply.getHeader(header) ?? '')
    .split(', ')
    .filter((other) => other !== '' && !other.startsWith(`${name};`));
  void reply.header(header, [...others, item].join(', '));
}
