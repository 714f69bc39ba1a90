import type { FastifyInstance } from 'fastify';
import { isRead } from './reads.js';
import { varyBy } from './vary.js';

/**
 * Says what caches may do with an answer (RFC 9111 §5.2.2), unless the route has said so itself: reads may be kept but must be
 * revalidated by their `ETag`, only by the member's own browser where credentials were sent; everything else is not kept.
 */
export function setCachePolicy(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) {
      const isPersonal = request.headers.authorization !== undefined;
      const isKept = isRead(request) && reply.statusCode < 400;
      void reply.header('cache-control', isKept ? (isPersonal ? 'private, no-cache' : 'no-cache') : 'no-store');
      // The same address shows more to somebody who is signed in.
      if (isKept) varyBy(reply, 'Authorization');
    }
    done(null, payload);
  });
}
