/* The parts of a document that tests look at. */
interface Parameter {
  $ref?: string;
  name?: string;
  in?: string;
  schema?: Schema;
}
interface Schema {
  type?: string | string[];
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
}
interface Media {
  schema?: { $ref?: string };
  example?: unknown;
  examples?: Record<string, unknown>;
}
export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { headers?: Record<string, unknown>; content?: Record<string, Media> }>;
  'x-problem-codes'?: string[];
}
export interface Document {
  openapi: string;
  servers: { url: string }[];
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; examples: Record<string, unknown> };
}

/** Error codes that no route lists, because they arise before or beside every route. */
const TRANSPORT_ONLY: Record<string, string> = {
  'http.bad_request': 'Node refuses the request line or a header before there is a route.',
  'http.headers_too_large': 'Node refuses the headers before there is a route.',
  'http.internal': 'Nobody foresaw it, so no route can announce it.',
  'http.method_not_allowed': 'It is the answer where there is no route for the method.',
  'http.not_found': 'It is the answer where there is no route.',
  'http.timeout': 'The request never arrived in full.',
  'http.uri_too_long': 'The router refuses the path before it finds a route.',
};

type Rule = (operation: Operation, document: Document) => boolean;

const rules: Record<string, Rule> = {
  'has a summary of one line': ({ summary = '' }) => summary !== '' && !summary.includes('\n') && summary.length <= 80,
  'has an operationId that reads like area.verb': ({ operationId = '' }) =>
    /^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/.test(operationId),
  'is under one tag that the document describes': ({ tags = [] }, { tags: described }) =>
    tags.length === 1 && described.some(({ name, description }) => name === tags[0] && Boolean(description)),
  'says what it answers with when all goes well': ({ responses }) =>
    Object.entries(responses).some(
      ([status, { content }]) =>
        status === '204' || status === '303' || (/^2/.test(status) && Object.values(content ?? {}).some(hasSchema)),
    ),
  'gives an example of its body': ({ requestBody }) =>
    Object.values(requestBody?.content ?? {}).every(({ example, examples }) => example !== undefined || examples),
  'gives examples of its parameters': ({ parameters = [] }) => parameters.every(isIllustrated),
  'says that it answers 401 to a guest when it is guarded': ({ security, responses }) =>
    security?.length === 0 || '401' in responses,
  'describes its errors as problems, with an example of each': ({ responses }) =>
    Object.entries(responses).every(([status, { content }]) => /^[123]/.test(status) || isProblem(content)),
  'sends the request id with every answer': ({ responses }) =>
    Object.values(responses).every(({ headers }) => headers && 'X-Request-Id' in headers),
};

/** Everything that is wrong with the document, as sentences; `codes` are those of all errors that the application defines. */
export function faultsOf(document: Document, codes: readonly string[]): string[] {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  const listed = new Set(operations.flatMap((operation) => operation['x-problem-codes'] ?? []));
  const ids = operations.map(({ operationId }) => operationId);
  return [
    ...operations.flatMap((operation) =>
      Object.entries(rules)
        .filter(([, isKept]) => !isKept(operation, document))
        .map(([rule]) => `${operation.operationId}: not so: ${rule}`),
    ),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two operations are called ${id}`),
    ...[...listed].filter((code) => !codes.includes(code)).map((code) => `nobody defines ${code}`),
    ...codes.filter((code) => !listed.has(code) && !(code in TRANSPORT_ONLY)).map((code) => `no route lists ${code}`),
    ...Object.keys(TRANSPORT_ONLY)
      .filter((code) => listed.has(code))
      .map((code) => `a route lists ${code}`),
    // What Swagger's plugin makes of a field whose type is inferred: `limit = 10` instead of `limit: number = 10`.
    ...('Object' in document.components.schemas ? ['a field of a DTO has no declared type'] : []),
    ...document.tags
      .filter(({ name }) => !operations.some(({ tags }) => tags?.includes(name)))
      .map(({ name }) => `nothing is under the tag ${name}`),
  ];
}

function hasSchema({ schema }: Media): boolean {
  return schema !== undefined;
}

/** Headers are described once for all, and a cursor is opaque. */
function isIllustrated({ $ref, name, schema = {} }: Parameter): boolean {
  if ($ref !== undefined || name === 'cursor' || schema.type === 'boolean') return true;
  return [schema.examples, schema.enum, schema.default].some((known) => known !== undefined);
}

function isProblem(content: Record<string, Media> = {}): boolean {
  const { schema, examples = {} } = content['application/problem+json'] ?? {};
  return schema?.$ref === '#/components/schemas/Problem' && Object.keys(examples).length > 0;
}
