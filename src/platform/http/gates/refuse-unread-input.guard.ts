import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../../errors/http.errors.js';
import { unknownField } from '../json-limits.js';
import { takesAnyQuery } from '../query.decorators.js';
import { escapeToken } from '../text.js';

/** Which parts of a request a handler has parameters for. */
const sourcesOfHandlers = new WeakMap<object, ReadonlySet<number>>();

/**
 * Refuses query parameters and body fields on routes that take none. Where a route has a DTO for them, the validation pipe
 * refuses those that it does not know; without one, Nest would not look at them at all. Who may not come in is told that first: it
 * is asked after the guard of the auth room.
 */
@Injectable()
export class RefuseUnreadInputGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const unread = sourcesOf(context).has(RouteParamtypes.QUERY) ? [] : fieldsOf(query);
    if (unread.length > 0) {
      const names = unread.map(({ pointer }) => pointer.slice(1)).join(', ');
      throw httpErrors.invalidParameter({ detail: `This route takes no ${names}.`, errors: unread });
    }
    refuseUnreadBody(context, body);
    return true;
  }
}

/** For bodies that arrive after the guards: forms with files. */
export function refuseUnreadBody(context: ExecutionContext, body: unknown): void {
  const surplus = sourcesOf(context).has(RouteParamtypes.BODY) ? [] : fieldsOf(body);
  if (surplus.length > 0) throw httpErrors.validationFailed({ errors: surplus });
}

function sourcesOf(context: ExecutionContext): ReadonlySet<number> {
  const handler = context.getHandler();
  const known = sourcesOfHandlers.get(handler);
  if (known) return known;
  const parameters: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name);
  const sources = new Set(Object.keys(parameters ?? {}).map((key) => Number(key.split(':')[0])));
  if (takesAnyQuery(handler)) sources.add(RouteParamtypes.QUERY);
  sourcesOfHandlers.set(handler, sources);
  return sources;
}

function fieldsOf(input: unknown) {
  if (typeof input !== 'object' || input === null) return [];
  return Object.keys(input).map((name) => unknownField(`/${escapeToken(name)}`));
}
