import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Whether new work should be sent here. Turns false for good when the process has been asked to stop. */
@Injectable()
export class Readiness {
  isDraining = false;

  /** While draining, and at the latest when the doors close, every answer asks its client to connect elsewhere the next time (RFC 9112 §9.6). */
  turnClientsAway(fastify: FastifyInstance): void {
    fastify.addHook('preClose', (done) => {
      this.isDraining = true;
      done();
    });
    fastify.addHook('onSend', (_request, reply, payload, done) => {
      if (this.isDraining) void reply.header('connection', 'close');
      done(null, payload);
    });
  }
}
