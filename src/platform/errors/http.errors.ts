import { defineErrors } from './define-errors.js';

/** Errors of the transport itself, which any route may answer with. */
export const httpErrors = defineErrors('http', {
  malformedJson: {
    status: 400,
    title: 'The body is not valid JSON',
    help: 'The body could not be parsed as JSON (RFC 8259). Check quotes, commas and the encoding (UTF-8), and send `Content-Type: application/json`.',
  },
  tooDeep: {
    status: 400,
    title: 'The JSON is nested too deeply',
    help: 'Bodies may be nested 32 levels deep. Nothing in this API needs more than a few.',
  },
  badRequest: {
    status: 400,
    title: 'The request could not be understood',
    help: 'The request line or a header is malformed. Compare it with the examples at `/docs`.',
  },
  invalidParameter: {
    status: 400,
    title: 'A parameter of the URL is not valid',
    help: 'A path or query parameter has a wrong form, or the query has a parameter that this route does not know. `errors` names each one.',
  },
  invalidCursor: {
    status: 400,
    title: 'The cursor is not valid here',
    help: 'A cursor is opaque: take `nextCursor` from the previous page as it is, and keep `sort` the same. To begin again, leave `cursor` out.',
  },
  notFound: {
    status: 404,
    title: 'There is nothing at this address',
    help: 'No route has this path. All routes are listed at `/docs`.',
  },
  methodNotAllowed: {
    status: 405,
    title: 'This address does not have this method',
    help: 'There is something at this address, but not for this method. The `Allow` header says which methods it has; all routes are listed at `/docs`.',
  },
  timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    help: 'Headers and body must arrive in full within the time limit. Check the connection and try again.',
  },
  preconditionFailed: {
    status: 412,
    title: 'The resource has changed in the meantime',
    help: 'The `If-Match` header names an older version. The answer’s `ETag` is the current one: read the resource again, merge your change, and repeat the request with the new tag (RFC 9110 §13.1.1).',
  },
  bodyTooLarge: {
    status: 413,
    title: 'The body is too large',
    help: 'JSON bodies may be up to 1 MiB. Files have limits of their own.',
  },
  uriTooLong: {
    status: 414,
    title: 'The address is too long',
    help: 'A path parameter is longer than any name or id of this API.',
  },
  unsupportedMediaType: {
    status: 415,
    title: 'The body has a media type that is not accepted here',
    help: 'Send `Content-Type: application/json` with a JSON body; for PATCH, `application/merge-patch+json` will do as well.',
  },
  rangeNotSatisfiable: {
    status: 416,
    title: 'The file has no such part',
    help: 'The `Range` header asks for bytes beyond the end of the file; `Content-Range` says how many it has. Leave the header out to get all of it.',
  },
  validationFailed: {
    status: 422,
    title: 'Some fields are not valid',
    help: '`errors` lists each field by JSON Pointer (RFC 6901) with what is wrong. Nothing was stored.',
  },
  tooManyRequests: {
    status: 429,
    title: 'These were too many requests',
    help: 'More was asked for than one client may. `RateLimit-Policy` says how much that is (`q` requests in `w` seconds), `RateLimit` what is left; repeat the request after the seconds in `Retry-After`.',
  },
  headersTooLarge: {
    status: 431,
    title: 'The headers are too large',
    help: 'All headers together may be up to 32 KiB. A cookie or token that does not belong here may have got in.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    help: 'The error was logged under the `requestId` of the answer. Please tell the operator that id.',
  },
  overloaded: {
    status: 503,
    title: 'There are more requests than can be answered',
    help: 'Nothing was done. Repeat the request after the seconds in `Retry-After`, and wait longer each time it is refused.',
  },
  unavailable: {
    status: 503,
    title: 'The service is not available at the moment',
    help: 'The database is away or busy. Nothing was acknowledged; repeat the request after the seconds in `Retry-After` (with an `Idempotency-Key` it is safe to repeat a POST).',
  },
});

export const idempotencyErrors = defineErrors('idempotency', {
  invalidKey: {
    status: 400,
    title: 'The Idempotency-Key is not valid',
    help: 'Send 1 to 255 visible ASCII characters, for instance a UUID.',
  },
  inProgress: {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    help: 'Wait for its answer, or repeat the request after the seconds in `Retry-After`.',
  },
  keyReused: {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    help: 'A key belongs to one method, path and body for 24 hours. Make a new key for a new request.',
  },
});
