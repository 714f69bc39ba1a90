import type { ExampleObject, HeadersObject, ReferenceObject, ResponseObject, SchemaObject } from '@nestjs/swagger';
import { errorByCode } from '../errors/define-errors.js';
import { httpErrors, idempotencyErrors } from '../errors/http.errors.js';
import type { ProblemDefinition } from '../errors/problem.js';
import { header } from './headers.js';
import type { Route } from './route.js';

const MEDIA_TYPE = 'application/problem+json';

/** Areas of errors that are not the name of a room as well. */
const TRANSPORT = ['http', 'idempotency'];

/** Which errors a route may answer with that it does not list itself. The guard's are the auth room's, hence by code. */
const common: readonly { when: (route: Route) => boolean; codes: readonly string[] }[] = [
  { when: ({ knowsMembers }) => knowsMembers, codes: ['auth.unauthenticated', 'auth.session_ended'] },
  { when: ({ roles }) => roles.length > 0, codes: ['auth.forbidden'] },
  { when: ({ knowsMembers }) => knowsMembers, codes: ['auth.personal_token_refused', 'auth.too_many_refused_tokens'] },
  { when: ({ knowsMembers, scope }) => knowsMembers && scope === undefined, codes: ['auth.session_required'] },
  { when: ({ scope }) => scope !== undefined, codes: ['auth.insufficient_scope'] },
  { when: ({ hasParameters }) => hasParameters, codes: codesOf(httpErrors.invalidParameter) },
  { when: ({ isPaged }) => isPaged, codes: codesOf(httpErrors.invalidCursor) },
  {
    when: ({ hasBody }) => hasBody,
    codes: codesOf(
      httpErrors.malformedJson,
      httpErrors.tooDeep,
      httpErrors.bodyTooLarge,
      httpErrors.unsupportedMediaType,
      httpErrors.validationFailed,
    ),
  },
  { when: ({ isIdempotent }) => isIdempotent, codes: codesOf(...Object.values(idempotencyErrors)) },
  { when: ({ takesIfMatch }) => takesIfMatch, codes: codesOf(httpErrors.preconditionFailed) },
  { when: ({ isRead }) => !isRead, codes: codesOf(httpErrors.tooManyRequests) },
  { when: () => true, codes: codesOf(httpErrors.unavailable, httpErrors.overloaded) },
];

/** Codes of all errors that a route may answer with, its own first. */
export function problemCodes(route: Route): string[] {
  const shared = common.filter(({ when }) => when(route)).flatMap(({ codes }) => codes);
  return [...new Set([...route.ownProblems, ...shared])];
}

/** One answer for each status, with an example for each code that has it. */
export function problemAnswers(codes: readonly string[]): Record<string, ResponseObject> {
  const byStatus = Map.groupBy(codes.map(definitionOf), ({ status }) => status);
  return Object.fromEntries([...byStatus].map(([status, definitions]) => [status, toAnswer(status, definitions)]));
}

/** The examples that {@link problemAnswers} refers to. */
export function problemExamples(codes: readonly string[]): Record<string, ExampleObject> {
  const sorted = [...new Set(codes)].sort().map(definitionOf);
  return Object.fromEntries(sorted.map((definition) => [definition.code, toExample(definition)]));
}

function toAnswer(status: number, definitions: ProblemDefinition[]): ResponseObject {
  const examples = definitions.map(({ code }): [string, ReferenceObject] => [
    code,
    { $ref: `#/components/examples/${code}` },
  ]);
  return {
    description: definitions.map(({ code, title }) => `\`${code}\`: ${title}`).join('  \n'),
    headers: headersOf(status, definitions),
    content: {
      [MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' }, examples: Object.fromEntries(examples) },
    },
  };
}

function headersOf(status: number, definitions: ProblemDefinition[]): HeadersObject {
  const isRunning = definitions.some(({ code }) => code === idempotencyErrors.inProgress.definition.code);
  return {
    ...header('X-Request-Id'),
    ...(status === 401 && header('WWW-Authenticate')),
    ...(status === 412 && header('ETag')),
    ...(status === 429 && { ...header('RateLimit'), ...header('RateLimit-Policy') }),
    ...((status === 503 || status === 429 || isRunning) && header('Retry-After')),
  };
}

function toExample({ code, status, title, help }: ProblemDefinition): ExampleObject {
  const [area = ''] = code.split('.');
  const fields = {
    pointer: '/title',
    code: 'field.length',
    detail: 'title must be longer than or equal to 1 characters',
  };
  return {
    summary: title,
    value: {
      type: `https://kitchen.example/problems/${code}`,
      title,
      status,
      detail: help,
      instance: `/api/v1/${TRANSPORT.includes(area) ? 'users/me' : area}`,
      code,
      requestId: '0b3f6c1e-5d0a-4f5e-9f6d-3a1c2b4d5e6f',
      ...(code === httpErrors.validationFailed.definition.code && { errors: [fields] }),
    },
  };
}

function definitionOf(code: string): ProblemDefinition {
  const definition = errorByCode(code);
  if (!definition) throw new Error(`A route says that it answers with ${code}, which no room defines.`);
  return definition;
}

function codesOf(...errors: { definition: ProblemDefinition }[]): string[] {
  return errors.map(({ definition }) => definition.code);
}

const text = (description: string, example: string, more: SchemaObject = {}): SchemaObject => ({
  type: 'string',
  description,
  examples: [example],
  ...more,
});

/** RFC 9457 and this API's extension members. */
export const problemSchemas: Record<string, SchemaObject> = {
  Problem: {
    type: 'object',
    description: 'What went wrong (RFC 9457). Branch on `code`; texts may be reworded.',
    required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId'],
    properties: {
      type: text('A page about this code.', 'https://kitchen.example/problems/users.not_found', { format: 'uri' }),
      title: text('What it means, always the same for one code.', 'There is no such member'),
      status: { type: 'integer', description: 'The HTTP status.', examples: [404] },
      detail: text('What it means here, and what to do about it.', 'Nobody has this username.'),
      instance: text('The path that was asked for.', '/api/v1/users/nobody', { format: 'uri-reference' }),
      code: text('Stable name of the error.', 'users.not_found'),
      requestId: text('The `X-Request-Id`, as in the log.', '0b3f6c1e-5d0a-4f5e-9f6d-3a1c2b4d5e6f'),
      errors: {
        type: 'array',
        description: 'The fields or parameters that are at fault.',
        items: { $ref: '#/components/schemas/FieldProblem' },
      },
    },
  },
  FieldProblem: {
    type: 'object',
    required: ['pointer', 'code', 'detail'],
    properties: {
      pointer: text('JSON Pointer (RFC 6901) of the field.', '/title', { format: 'json-pointer' }),
      code: text('Stable name of what is wrong with it.', 'field.length'),
      detail: text('The same in words.', 'must be longer than or equal to 1 characters'),
    },
  },
};
