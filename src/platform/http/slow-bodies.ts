import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { type Linked, LinkedList } from '../collections/linked-list.js';
import { answerClientError } from './client-errors.js';

const KIBI = 1024;

/** How long a body may take. */
export interface BodyLimits {
  /** Of any body, the time that it always has. */
  enoughMillis: number;
  /** Of a file: as long as more than this arrives on average, it goes on. */
  leastBytesPerSecond: number;
  lookEveryMillis: number;
}

/** A file of 10 MiB comes over a telephone's 1 Mbit/s in 80 seconds, and must not take eleven minutes. */
const LIMITS: BodyLimits = { enoughMillis: 15_000, leastBytesPerSecond: 16 * KIBI, lookEveryMillis: 1_000 };

declare module 'node:http' {
  interface IncomingMessage {
    arrival?: Arrival;
  }
}

/** Ended in one turn of the event loop: each takes a tenth of a millisecond and more, and others have theirs in between. */
const AT_ONCE = 50;

interface Arrival extends Linked {
  request: IncomingMessage;
  response: ServerResponse;
  startedAt: number;
  bytesBefore: number;
}

/**
 * Ends requests whose bodies arrive so slowly that it looks like ill will: after a quarter of a minute, and files once they come
 * at less than a least rate. Node knows one time for all requests alike; see `serverOptions`.
 */
export function endSlowBodies(fastify: FastifyInstance, limits: BodyLimits = LIMITS): void {
  const arriving = new LinkedList<Arrival>();
  const uploads = new WeakSet<IncomingMessage>();

  fastify.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { headers, socket } = request;
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
    request.arrival = { request, response, startedAt: performance.now(), bytesBefore: socket.bytesRead };
    arriving.add(request.arrival);
  });
  // Most are here at once, and would grow old in the list until somebody looks, with all that belongs to the request.
  fastify.addHook('preValidation', ({ raw }, _reply, done) => {
    if (raw.arrival && raw.complete) arriving.delete(raw.arrival);
    done();
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.takesUpload) uploads.add(request.raw);
    done();
  });

  const look = () => {
    let ended = 0;
    for (const arrival of arriving.items()) {
      const { request, startedAt, bytesBefore } = arrival;
      if (request.complete || request.socket.destroyed) arriving.delete(arrival);
      else {
        const millis = performance.now() - startedAt;
        const bytes = request.socket.bytesRead - bytesBefore;
        if (isTooSlow({ millis, bytes, isFile: uploads.has(request) }, limits)) {
          arriving.delete(arrival);
          end(arrival);
          if (++ended === AT_ONCE) {
            setImmediate(look);
            return;
          }
        }
      }
    }
  };
  const timer = setInterval(look, limits.lookEveryMillis).unref();
  fastify.addHook('onClose', (_instance, done) => {
    clearInterval(timer);
    done();
  });
}

export function isTooSlow(
  { millis, bytes, isFile }: { millis: number; bytes: number; isFile: boolean },
  { enoughMillis, leastBytesPerSecond }: BodyLimits,
): boolean {
  const more = millis - enoughMillis;
  return more > 0 && (!isFile || bytes < (more / 1_000) * leastBytesPerSecond);
}

/** Tells the client, if nothing was told yet, and hangs up whether it listens or not. */
function end({ request: { socket }, response }: Arrival): void {
  if (!response.headersSent)
    answerClientError(Object.assign(new Error(), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  socket.destroySoon();
}
