import type { FastifyReply } from 'fastify';
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
  const reply = currentReply();
  if (!reply || reply.sent) return;
  add(reply, 'ratelimit-policy', `"${name}"`, `q=${requests};w=${windowSeconds}`);
  add(reply, 'ratelimit', `"${name}"`, `r=${Math.max(0, remaining)};t=${resetSeconds}`);
}

function add(reply: FastifyReply, header: string, name: string, terms: string): void {
  const told = reply.getHeader(header);
  const others = told === undefined ? [] : String(told).split(', ');
  const kept = others.filter((other) => !other.startsWith(`${name};`));
  void reply.header(header, [...kept, `${name};${terms}`].join(', '));
}
