import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseAwayError, isDatabaseUnavailable, PoolExhaustedError } from '../database/postgres-errors.js';
import type { ErrorFactory } from '../errors/define-errors.js';
import { httpErrors } from '../errors/http.errors.js';
import { Problem, type ProblemDefinition } from '../errors/problem.js';
import { Log } from '../logging/log.js';
import { allow, methodsAt } from './allowed-methods.js';
import { PATCH_TYPES } from './body-parser.js';
import { PublicUrl } from './public-url.js';
import { isDiskUnavailable } from './uploads/temporary-files.js';

const RETRY_AFTER_SECONDS = '1';
const NO_ROOM = 'There is no room for files at the moment. Nothing was stored; repeat the request later.';

/** Turns whatever was thrown into problem+json (RFC 9457). What nobody foresaw is logged and answered without its text. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly publicUrl: PublicUrl,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest(), http.getResponse());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = ofMethod(request, toProblem(error));
    const { definition, details } = problem;
    if (definition.status >= 500 && !isOneOfMany(problem))
      this.log.error({ err: details.cause ?? problem, code: definition.code }, 'request failed');
    if (reply.sent) return;
    // What was made when its handler was done may have come to nothing at the commit.
    reply.removeHeader('location');
    void reply
      .status(definition.status)
      .headers({
        'x-request-id': request.id,
        'cache-control': 'no-store',
        ...adviceOf(definition, request),
        ...details.headers,
        'content-type': 'application/problem+json; charset=utf-8',
      })
      .send(
        JSON.stringify({
          type: `${this.publicUrl.of(request)}/problems/${definition.code}`,
          title: definition.title,
          status: definition.status,
          detail: details.detail ?? definition.help,
          instance: instanceOf(request),
          code: definition.code,
          requestId: request.id,
          ...(details.errors && { errors: details.errors }),
          ...details.members,
        }),
      );
  }
}

/** The path that was asked for; the route's template where the path is a secret. */
function instanceOf({ url, routeOptions }: FastifyRequest): string | undefined {
  return routeOptions.config.hasSecretInPath ? routeOptions.url : url.split('?')[0];
}

/**
 * That there is too much, or no database, is said once by who knows it (of an exhausted pool, by who waited for it to the end); a
 * line with a stack for each refusal would only add to the load.
 */
function isOneOfMany({ definition, details: { cause, isSaid } }: Problem): boolean {
  const isSaidByOthers = cause instanceof DatabaseAwayError || cause instanceof PoolExhaustedError;
  return isSaidByOthers || isSaid === true || definition === httpErrors.overloaded.definition;
}

/**
 * A 401 names the scheme that would be accepted (RFC 9110 §11.6.1, RFC 6750 §3), a 415 of a patch the types that would be
 * (RFC 5789 §2.2); a 503 says when to come back.
 */
function adviceOf({ status }: ProblemDefinition, { method }: FastifyRequest): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="kitchen"' };
  if (status === 415 && method === 'PATCH') return { 'accept-patch': PATCH_TYPES.join(', ') };
  return status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {};
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const refusal = transportRefusal(error);
  if (refusal) return refusal({ cause: error });
  if (isDiskUnavailable(error)) return httpErrors.unavailable({ cause: error, detail: NO_ROOM });
  return isDatabaseUnavailable(error)
    ? httpErrors.unavailable({ cause: error })
    : httpErrors.internal({ cause: error });
}

/** Where the router found nothing, there may still be something for another method. */
function ofMethod(request: FastifyRequest, problem: Problem): Problem {
  if (!request.is404 || problem.definition !== httpErrors.notFound.definition) return problem;
  const methods = methodsAt(request);
  // A folder of files has the method, but not the file.
  if (methods.length === 0 || methods.includes(request.method)) return problem;
  return httpErrors.methodNotAllowed({ headers: { allow: allow(methods) } });
}

/** What Fastify (by code or status), Nest or a plugin refused: always the client's doing, whatever it was exactly. */
function transportRefusal(error: unknown): ErrorFactory | undefined {
  const { code = '', statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  const status = error instanceof HttpException ? error.getStatus() : (statusCode ?? 500);
  const isRefusal = status >= 400 && status < 500;
  return transportErrors[code] ?? transportErrors[status] ?? (isRefusal ? httpErrors.badRequest : undefined);
}

const transportErrors: Record<string, ErrorFactory | undefined> = {
  400: httpErrors.badRequest,
  // A file server's word for a path that leads out of its folder.
  403: httpErrors.notFound,
  404: httpErrors.notFound,
  408: httpErrors.timeout,
  413: httpErrors.bodyTooLarge,
  414: httpErrors.uriTooLong,
  415: httpErrors.unsupportedMediaType,
  431: httpErrors.headersTooLarge,
  503: httpErrors.unavailable,
  FST_ERR_CTP_EMPTY_JSON_BODY: httpErrors.malformedJson,
};
