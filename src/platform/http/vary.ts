import type { FastifyReply } from 'fastify';

/** Names a request header that the answer depends on (RFC 9110 §12.5.5), beside those that others have named: CORS names `Origin`. */
export function varyBy(reply: FastifyReply, header: string): void {
  void reply.header('vary', withVary(reply.getHeader('vary'), header));
}

/** The value of `Vary` with one header more. */
export function withVary(value: string | number | string[] | undefined, header: string): string {
  return [value ?? [], header].flat().join(', ');
}
