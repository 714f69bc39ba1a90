import type { FastifyInstance } from 'fastify';
import { httpErrors } from '../errors/http.errors.js';

/**
 * Refuses at once what would only wait: more requests at a time than can be answered before their clients lose patience make
 * everybody's late, and in the end nobody's in time. Counted from when a request has arrived as a whole, so that slow senders
 * take nobody's place; whether the process is well is told in any case.
 */
export function shedLoad(fastify: FastifyInstance, mostAtOnce: number): void {
  let count = 0;

  fastify.addHook('preHandler', (request, reply, done) => {
    if (request.url.startsWith('/health/')) {
      done();
      return;
    }
    if (count >= mostAtOnce) {
      done(httpErrors.overloaded());
      return;
    }
    count++;
    // Not `onResponse`, which does not come when the client has hung up.
    reply.raw.once('close', () => count--);
    done();
  });
}
