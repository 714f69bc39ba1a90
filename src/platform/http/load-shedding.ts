import type { FastifyInstance, FastifyRequest } from 'fastify';
import { httpErrors } from '../errors/http.errors.js';

/**
 * Refuses at once what would only wait: more requests at a time than can be answered before their clients lose patience make
 * everybody's late, and in the end nobody's in time. Counted from when a request has arrived as a whole, so that slow senders
 * take nobody's place; whether the process is well is told in any case.
 */
export function shedLoad(fastify: FastifyInstance, mostAtOnce: number): void {
  let count = 0;
  const isFull = (request: FastifyRequest) => count >= mostAtOnce && !isAboutHealth(request);

  // Before its body is read: a refusal has to cost next to nothing, or refusing is all that is done.
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isFull(request) ? httpErrors.overloaded() : undefined);
  });

  fastify.addHook('preHandler', (request, reply, done) => {
    if (isAboutHealth(request)) {
      done();
      return;
    }
    if (isFull(request)) {
      done(httpErrors.overloaded());
      return;
    }
    count++;
    // Not `onResponse`, which does not come when the client has hung up.
    reply.raw.once('close', () => count--);
    done();
  });
}

function isAboutHealth({ url }: FastifyRequest): boolean {
  return url.startsWith('/health/');
}
