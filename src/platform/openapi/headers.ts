import type { HeaderObject, HeadersObject, ParameterObject, ReferenceObject } from '@nestjs/swagger';

const text = { type: 'string' } as const;

/** Headers of answers, described once. */
export const answerHeaders = {
  ETag: {
    description:
      'The version of this representation. Send it as `If-None-Match` to read again only what has changed, and as `If-Match` to change only what nobody else has changed.',
    schema: { ...text, examples: ['"3.sV1nWq0X3mJ0sZ8vY4f1oB2c9dE"'] },
  },
  'Idempotency-Replayed': {
    description: '`true` when this answer was kept from an earlier request with the same `Idempotency-Key`.',
    schema: { ...text, enum: ['true'] },
  },
  Link: {
    description: 'The next page, `rel="next"` (RFC 8288), while there is one.',
    schema: { ...text, examples: ['</api/v1/posts?limit=10&cursor=eyJ>; rel="next"'] },
  },
  RateLimit: {
    description: 'What is left of each limit that this request was counted against: `r` requests for `t` more seconds.',
    schema: { ...text, examples: ['"writes";r=1199;t=60'] },
  },
  'RateLimit-Policy': {
    description:
      'The limits that this request was counted against: `q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers).',
    schema: { ...text, examples: ['"writes";q=1200;w=60'] },
  },
  'Retry-After': {
    description: 'Seconds after which repeating the request makes sense.',
    schema: { type: 'integer', minimum: 0, examples: [1] },
  },
  'WWW-Authenticate': {
    description: 'The scheme of the credentials that would be accepted (RFC 6750).',
    schema: { ...text, examples: ['Bearer realm="kitchen"'] },
  },
  'X-Request-Id': {
    description: 'Names this request in logs and errors: the one that you sent, or a new one.',
    schema: { ...text, examples: ['0b3f6c1e-5d0a-4f5e-9f6d-3a1c2b4d5e6f'] },
  },
} satisfies Record<string, HeaderObject>;

/** A reference to one of {@link answerHeaders}, under its own name. */
export function header(name: keyof typeof answerHeaders): HeadersObject {
  return { [name]: { $ref: `#/components/headers/${name}` } };
}

/**
 * Headers of requests. They have no examples, because Swagger UI would send those: somebody else's `If-None-Match` or a second
 * use of one `Idempotency-Key` is no good start.
 */
export const requestHeaders = {
  'If-None-Match': {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` of what you have: the answer is 304 when it is still the same.',
    schema: text,
  },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    description: 'The `ETag` of the version that you have seen: the answer is 412 when somebody has changed it since.',
    schema: text,
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'A name of your choice for this request, a new UUID for instance: however often it is sent within 24 hours, it is carried out once.',
    schema: { ...text, minLength: 1, maxLength: 255 },
  },
} satisfies Record<string, ParameterObject>;

export function requestHeader(name: keyof typeof requestHeaders): ReferenceObject {
  return { $ref: `#/components/parameters/${name}` };
}
