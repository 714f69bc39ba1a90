import type { FastifyReply } from 'fastify';

/** Names a request header that the answer depends on (RFC 9110 §12.5.5), beside those that others have named: CORS names `Origin`. */
export function varyBy(reply: FastifyReply, header: string): void {
  const named = reply.getHeader('vary');
  void reply.header('vary', named === undefined ? header : `${String(named)}, ${header}`);
}
