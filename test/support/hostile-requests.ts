/** What is read of an OpenAPI document. */
export interface Operation {
  parameters?: { name: string; in: string; schema?: object }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Schema {
  $ref?: string;
  properties?: Record<string, object>;
  allOf?: Schema[];
}
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface HostileRequest {
  method: string;
  /** The whole path, from the root. */
  path: string;
  body?: string;
  headers?: Record<string, string>;
}

/** An id of nothing. */
export const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';

/** As they stand in an address: percent-encoded or not. */
const IN_ADDRESS = [
  ...[
    '',
    '%00',
    '%ED%A0%80',
    '%FF',
    '%E0%A4%A',
    '__proto__',
    'constructor',
    'toString',
    '%2e%2e%2f%2e%2e',
    '-1',
    'NaN',
  ],
  ...[
    '9'.repeat(400),
    '1e309',
    '0x10',
    '%27%20or%201%3D1--',
    '%F0%9F%92%A9',
    '%20',
    '%0d%0aset-cookie:a=b',
    '%E2%80%AE',
  ],
  ...['a'.repeat(3_000), '..;/', '%5B%5D', '%7B%22%24ne%22%3A1%7D', 'null', 'true', '2026-02-31', '\\', '*', NOBODY],
];

/** JSON texts in place of a field. */
const IN_BODY = [
  ...[
    'null',
    '[]',
    '{}',
    'true',
    '-1',
    '0',
    '1e309',
    '1e-400',
    '9'.repeat(400),
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00a"',
  ],
  ...[
    '"__proto__"',
    '"constructor"',
    '{"__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"$ne":1}',
  ],
  ...[
    '[[[[[]]]]]',
    '["\\u0000"]',
    '[null]',
    '[{"length":1e9}]',
    '{"length":-1}',
    '{"toString":1}',
    '{"then":1}',
    `"${NOBODY}"`,
  ],
  ...[
    `"${'x'.repeat(70_000)}"`,
    `[${'0,'.repeat(5_000)}0]`,
    '"2026-02-31"',
    '"9999999-01-01T00:00:00Z"',
    '"%00"',
    '"\\ufeff"',
  ],
  ...[
    '"-infinity"',
    '"2026-13-01T25:61:61Z"',
    '"Not/AZone"',
    '"FREQ=SECONDLY;COUNT=999999999"',
    '"javascript:alert(1)"',
  ],
];

/** Instead of any JSON that is expected. */
const BODIES: [type: string, body: string][] = [
  ...['', 'null', '[]', '"text"', '1', '{', '{"a":1,}', '\ufeff{}', '{"a":NaN}', '{"__proto__":{"a":1}}'].map(asJson),
  ...['{"a":'.repeat(40) + '1' + '}'.repeat(40), '['.repeat(50_000), `{"${'k'.repeat(5_000)}":1}`, '{"":1}'].map(
    asJson,
  ),
  ['text/plain', '{}'],
  ['application/xml', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'],
  ['application/x-www-form-urlencoded', 'a[__proto__]=1'],
  ['application/json; charset=utf-16', '{}'],
  ['application/json; charset="', '{}'],
  ['multipart/form-data', 'x'],
  ['multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\n1\r\n--b--\r\n'],
  ['multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="file"; filename="\u0000"\r\n\r\nx'],
  [';', '{}'],
];

const HEADERS: Record<string, string>[] = [
  ...['"', 'W/"1', '*, *', '"1.x", "2', ','.repeat(3_000), '"'.repeat(2_001)].flatMap(
    (tag): Record<string, string>[] => [{ 'if-match': tag }, { 'if-none-match': tag }],
  ),
  ...['', ' ', '\u00ff', 'k'.repeat(300), '"a\\"'].map((key) => ({ 'idempotency-key': key })),
  ...['bytes=9-1', 'bytes=-0', 'bytes=0-0,'.repeat(500), 'x=1'].map((range) => ({ range })),
  ...['Bearer', 'Bearer a.b.c', 'Basic Og==', 'Bearer kpt_x', `Bearer ${'a'.repeat(5_000)}`, ', ,'].map(
    (authorization) => ({
      authorization,
    }),
  ),
  { 'accept-encoding': 'x;q=a, *;q=' },
  { accept: 'text/html;q=2, */*;q=-1' },
  { 'x-request-id': '\u00e9'.repeat(500) },
  { 'x-forwarded-for': '::ffff:1.2.3.4, x, ,' },
  { 'content-encoding': 'gzip' },
  { host: 'evil.example:99999' },
  { origin: 'null' },
];

function asJson(body: string): [string, string] {
  return ['application/json', body];
}

/**
 * Everything bad that can be done to one operation of the document, one thing at a time.
 *
 * @param plain the path with something that is there, where only something else of the request is bad.
 */
export function hostileRequests(document: OpenApi, method: string, path: string, plain: string): HostileRequest[] {
  const { parameters = [], requestBody } = document.paths[path]![method]!;
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const schema = requestBody?.content['application/json']?.schema;
  const fields = schema ? fieldsOf(document, schema) : [];
  const send = (rest: Omit<HostileRequest, 'method' | 'path'> & { path?: string }): HostileRequest => ({
    method: method.toUpperCase(),
    path: plain,
    ...rest,
  });
  return [
    ...(path.includes('{') ? IN_ADDRESS.map((value) => send({ path: path.replace(/\{\w+\}/g, value) })) : []),
    ...names.flatMap((name) => IN_ADDRESS.map((value) => send({ path: `${plain}?${name}=${value}` }))),
    ...names.flatMap((name) => [
      send({ path: `${plain}?${name}=1&${name}=2` }),
      send({ path: `${plain}?${name}[]=1` }),
      send({ path: `${plain}?${name}[__proto__]=1` }),
    ]),
    send({ path: `${plain}?__proto__=1&constructor=2` }),
    send({ path: `${plain}?${'a=1&'.repeat(2_000)}` }),
    send({ path: `${plain}?%` }),
    ...fields.flatMap((name) => IN_BODY.map((value) => send({ body: `{${JSON.stringify(name)}:${value}}` }))),
    ...BODIES.map(([type, body]) => send({ body, headers: { 'content-type': type } })),
    ...HEADERS.map((headers) => send({ headers })),
  ];
}

function fieldsOf({ components }: OpenApi, schema: Schema): string[] {
  const { $ref, properties = {}, allOf = [] } = schema;
  if ($ref !== undefined) {
    return fieldsOf({ paths: {}, components }, components.schemas[$ref.split('/').at(-1)!]!);
  }
  return [...Object.keys(properties), ...allOf.flatMap((part) => fieldsOf({ paths: {}, components }, part))];
}
