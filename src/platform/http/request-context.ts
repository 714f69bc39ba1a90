import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ClsServiceManager, type ClsStore } from 'nestjs-cls';

/** The header by which client and server talk of one request. */
export const REQUEST_ID = 'x-request-id';

interface RequestStore extends ClsStore {
  requestId: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

const ACCEPTABLE_ID = /^[\w.:+/=-]{1,128}$/;

/** The client's own `X-Request-Id` where it is harmless to log, else a new one. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers[REQUEST_ID];
  return typeof given === 'string' && ACCEPTABLE_ID.test(given) ? given : randomUUID();
}

/** The request that is being answered; `undefined` in jobs and on the command line. */
export function currentRequest(): FastifyRequest | undefined {
  return ClsServiceManager.getClsService().get<FastifyRequest | undefined>('request');
}

/** Its answer, as long as headers can be added to it. */
export function currentReply(): FastifyReply | undefined {
  return ClsServiceManager.getClsService().get<FastifyReply | undefined>('reply');
}

/** Opens the asynchronous context that carries the request and its id (into log lines). */
export function openRequestContexts(fastify: FastifyInstance): void {
  const contexts = ClsServiceManager.getClsService<RequestStore>();
  fastify.addHook('onRequest', (request, reply, done) => {
    contexts.runWith({ requestId: request.id, request, reply }, done);
  });
}
