import type { FastifyReply } from 'fastify';

/** Names a request header that the answer depends on (RFC 9110 §12.5.5), beside those that others have named: CORS names `Origin`. */
export function varyBy(reply: FastifyReply, header: string): void {
  void reply.header('vary', [reply.getHeader('vary') ?? [], header].flat().join(', '));
}
