import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../errors/http.errors.js';
import type { Problem } from '../errors/problem.js';
import { entityTag } from './etag.js';
import { versionOf } from './version.js';

/**
 * The versions that a write accepts, or `undefined` when any will do (no header, or `*`). It is checked in the write itself:
 * `… and ${atVersion(versions)}`, so that of parallel edits with one tag exactly one wins.
 */
export type ExpectedVersions = number[] | undefined;

/** OpenAPI extension by which a route says so until the document is finished (`openapi/`). */
export const IF_MATCH = 'x-if-match';

/** The versions named by `If-Match` (RFC 9110 §13.1.1). A tag that is not ours names a version that never was. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): ExpectedVersions => {
    return expectedVersions(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']);
  },
  [markRoute],
);

/** As {@link IfMatch}, of a header that came in another way. */
export function expectedVersions(header: string | undefined): ExpectedVersions {
  if (header === undefined || header.trim() === '*') return undefined;
  return header.split(',').map(versionOfTag);
}

function markRoute(controller: object, method: string | symbol | undefined): void {
  if (method === undefined) return;
  ApiExtension(IF_MATCH, true)(controller, method, Object.getOwnPropertyDescriptor(controller, method));
}

const NEVER = -1;

function versionOfTag(tag: string): number {
  const version = /^(?:W\/)?"(\d{1,9})\.[\w-]+"$/.exec(tag.trim())?.[1];
  return version === undefined ? NEVER : Number(version);
}

/** 412 with the tag of the resource as it is now. `current` is the view that GET would answer with. */
export function preconditionFailed(current: object): Problem {
  return httpErrors.preconditionFailed({
    headers: { etag: entityTag(JSON.stringify(current), versionOf(current)) },
  });
}
