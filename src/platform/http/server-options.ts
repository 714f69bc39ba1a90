import type { FastifyHttpOptions, FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import type { Config } from '../config/load-config.js';
import { answerClientError } from './client-errors.js';
import { requestId } from './request-context.js';

const KIBI = 1024;

/** The last net, for the largest file on the slowest line; what must arrive sooner is for `slow-bodies.ts` to end. */
export const LONGEST_REQUEST_MILLIS = 3_600_000;

type AnswerError = (error: Error, request: FastifyRequest, reply: FastifyReply) => void;

/** Limits that keep a slow or greedy client from holding what others need. Milliseconds and bytes. */
export function serverOptions(config: Config, answerError: AnswerError): FastifyHttpOptions<Server> {
  const trust = config.get('TRUST_PROXY');
  return {
    bodyLimit: KIBI * KIBI,
    requestTimeout: LONGEST_REQUEST_MILLIS,
    // Longer than proxies keep an idle connection (60 s is usual), so that it is never us who hangs up first.
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 32 * KIBI },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    trustProxy: typeof trust === 'number' ? (_address, hop) => hop < trust : false,
    genReqId: requestId,
    // Both kinds of error arise before any hook or filter could see the request.
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
    // While shutting down, what still arrives is served; `drain.ts` tells clients to go elsewhere.
    return503OnClosing: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  };
}
