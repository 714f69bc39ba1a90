import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Role, SignedInUser } from './signed-in-user.js';

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

/** The one who makes the request; `undefined` only on routes marked with {@link OptionalAuth}. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignedInUser | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().user,
);
