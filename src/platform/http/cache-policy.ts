import type { FastifyInstance } from 'fastify';

/**
 * Says what caches may do with an answer (RFC 9111 §5.2.2), unless the route has said so itself: reads may be kept but must be
 * revalidated by their `ETag`, only by the member's own browser where credentials were sent; everything else is not kept.
 */
export function setCachePolicy(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) {
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const isPersonal = request.headers.authorization !== undefined;
      const isKept = isRead && reply.statusCode < 400;
      void reply.header('cache-control', isKept ? (isPersonal ? 'private, no-cache' : 'no-cache') : 'no-store');
      if (isKept) void reply.header('vary', withAuthorization(reply.getHeader('vary')));
    }
    done(null, payload);
  });
}

/** The same address shows more to somebody who is signed in. */
function withAuthorization(vary: string | number | string[] | undefined): string {
  return vary === undefined ? 'Authorization' : `${[vary].flat().join(', ')}, Authorization`;
}
