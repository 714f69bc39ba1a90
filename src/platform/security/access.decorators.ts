import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Role, SessionUser, SignedInUser } from './signed-in-user.js';

/** How a route treats credentials. Without a decorator it demands them. */
export const ACCESS = 'kitchen:access';
export type Access = 'public' | 'optional';

/** OpenAPI extension under which the same travels until the document is finished (`openapi/`). */
export const ACCESS_EXTENSION = 'x-access';

const access = (kind: Access) => applyDecorators(SetMetadata(ACCESS, kind), ApiExtension(ACCESS_EXTENSION, kind));

/** Open to all; credentials are not even looked at. */
export const Public = () => access('public');

/** Open to all, and shows more to somebody who is signed in. Credentials that are sent must be valid. */
export const OptionalAuth = () => access('optional');

/** Which roles a route is for, as metadata and, until the document is finished, as an OpenAPI extension. */
export const ROLES_DEMANDED = 'kitchen:roles';
export const ROLES_EXTENSION = 'x-roles';

/** Only for members with one of these roles; others get 403. */
export const Roles = (...roles: Role[]) =>
  applyDecorators(SetMetadata(ROLES_DEMANDED, roles), ApiExtension(ROLES_EXTENSION, roles));

/** Not for personal access tokens, where the room's other routes are: what it does would outlive the token, say. */
export const SESSION_ONLY = 'kitchen:session-only';
export const SessionOnly = () => SetMetadata(SESSION_ONLY, true);

/**
 * The scope that a personal access token needs for a route, or `SESSION` where none will do; as metadata and, until the
 * document is finished, as an OpenAPI extension. Written by the auth room, on every handler.
 */
export const REQUIRED_SCOPE = 'kitchen:required-scope';
export const SCOPE_EXTENSION = 'x-required-scope';
export const SESSION = 'session';

/** The one who makes the request; `undefined` only on routes marked with {@link OptionalAuth}. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignedInUser | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().user,
);

/** The same on a route that no personal access token can use, with the session that the request belongs to. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): SessionUser => {
  const { user } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!user || !('sessionId' in user)) throw new Error('A route that needs a session let somebody in who has none.');
  return user as SessionUser;
});
