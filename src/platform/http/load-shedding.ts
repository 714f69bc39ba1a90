import { performance } from 'node:perf_hooks';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import { httpErrors } from '../errors/http.errors.js';
import type { Log } from '../logging/log.js';
import { AdmissionQueue, type Ticket } from './admission-queue.js';
import { currentRequest } from './request-context.js';

declare module 'fastify' {
  interface FastifyRequest {
    ticket: Ticket | undefined;
    giveUpPlace: (() => void) | undefined;
  }
}

/** Of the time; above it, the event loop does nothing but work, and what comes waits. */
const BUSY = 0.95;
/** Let in at a time in any case: enough to keep the pool at work while some of them are busy otherwise. */
const LEAST = 32;
const LEAST_PER_CONNECTION = 4;

interface Load {
  /** `MAX_IN_FLIGHT` */
  most: number;
  poolSize: number;
  /** Whether a connection to the database could be had now. */
  hasFreeConnection: () => boolean;
  log: Log;
}

/**
 * Lets wait, and soon refuses, what is more than can be done: more requests at a time than can be answered before their clients
 * lose patience make everybody's late, and in the end nobody's in time. Slow senders take nobody's place; how the process is doing
 * is told in any case.
 */
export function shedLoad(fastify: FastifyInstance, { most, poolSize, hasFreeConnection, log }: Load): void {
  const least = Math.min(most, Math.max(LEAST, LEAST_PER_CONNECTION * poolSize));
  const hasRested = eventLoopRest();
  const queue = new AdmissionQueue(
    least,
    most,
    () => hasRested() && hasFreeConnection(),
    (refused) => {
      log.warn({ refused }, 'more requests than can be answered');
    },
  );

  fastify.decorateRequest('ticket', undefined);
  fastify.decorateRequest('giveUpPlace', undefined);

  const comeIn: onRequestHookHandler = (request, reply, done) => {
    const ticket = queue.enter(() => request.raw.complete);
    request.ticket = ticket;
    // By a name first: see `PreparedExecutions.callback`.
    const giveUpPlace = () => {
      queue.leave(ticket);
    };
    request.giveUpPlace = giveUpPlace;
    // Not `onResponse`, which does not come when the client has hung up.
    reply.raw.once('close', giveUpPlace);
    if (ticket.isInside) done();
    // By a promise what goes on then goes on in this request's asynchronous context.
    else
      void queue.turnOf(ticket).then((isAdmitted) => {
        done(isAdmitted ? undefined : httpErrors.overloaded());
      });
  };

  // Before its body is read: a refusal has to cost next to nothing, or refusing is all that is done.
  fastify.addHook('onRequest', function (request, reply, done) {
    if (isForOperators(request)) done();
    else comeIn.call(this, request, reply, done);
  });

  // What was slow to arrive begins to be work only now.
  fastify.addHook('preHandler', function (request, reply, done) {
    if (request.ticket?.isSending) comeIn.call(this, request, reply, done);
    else done();
  });
}

/**
 * Call it before the current request goes on to wait in a queue that has a bound of its own: others need not wait for that, and
 * have its place.
 */
export function giveUpPlace(): void {
  currentRequest()?.giveUpPlace?.();
}

/** Whether it is alive and ready, and its figures: an overloaded process is when somebody looks. */
function isForOperators({ url }: FastifyRequest): boolean {
  return url.startsWith('/health/') || url === '/metrics' || url.startsWith('/metrics?');
}

/** @returns tells whether the event loop has had some rest since it was asked last. */
function eventLoopRest(): () => boolean {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization < BUSY;
  };
}
