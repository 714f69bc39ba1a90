import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type Document, faultsOf, type Operation } from '../support/openapi-rules.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';

/** What Redocly's recommended rules find, and why it is right as it is. */
const LINT_EXCEPTIONS = [
  {
    rule: 'operation-4xx-response',
    at: '#/paths/~1health~1',
    because: 'nothing that a client sends can be wrong there',
  },
  {
    rule: 'operation-4xx-response',
    at: '#/paths/~1api~1v1~1auth~1providers',
    because: 'nothing that a client sends can be wrong there',
  },
  {
    rule: 'operation-2xx-response',
    at: '#/paths/~1api~1v1~1auth~1oidc~1{provider}',
    because: 'a browser that goes there is sent on',
  },
];

/** The document of the built application: only there has Swagger's compiler plugin read types and comments. */
describe('the OpenAPI document', () => {
  let database: TestDatabase;
  let kitchen: KitchenProcess;
  let document: Document;
  let codes: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    const environment = { DATABASE_URL: database.url, JWT_SECRET: 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA' };
    kitchen = await startProcess({ ...environment, LOG_LEVEL: 'info', MIGRATE_ON_BOOT: 'false' });
    document = (await kitchen.guest.get('//openapi.json')).body;
    const problems = await kitchen.guest.get('//problems', { accept: 'application/json' });
    codes = problems.body.items.map(({ code }: { code: string }) => code);
  });
  afterAll(async () => {
    killAll();
    await database.drop();
  });

  const operation = (method: string, path: string): Operation => document.paths[`/api/v1${path}`]![method]!;
  const headersOf = (method: string, path: string, status: number) =>
    Object.keys(operation(method, path).responses[status]!.headers!);
  const parametersOf = (method: string, path: string) =>
    operation(method, path).parameters!.map(({ name, $ref }) => name ?? $ref!.split('/').at(-1));

  it('is the one in docs/openapi.json (after a change: npm run openapi)', async () => {
    expect(document).toEqual(JSON.parse(await readFile('docs/openapi.json', 'utf8')));
  });

  it('passes Redocly’s recommended rules, with the listed exceptions', async () => {
    const findings = await lint(document);
    const isExcepted = (finding: string) => LINT_EXCEPTIONS.some(({ rule, at }) => finding.startsWith(`${rule} ${at}`));

    expect(findings.filter((finding) => !isExcepted(finding))).toEqual([]);
    for (const { rule } of LINT_EXCEPTIONS) expect(findings.join('\n')).toContain(rule);
  });

  it('would not get away with what Redocly refuses', async () => {
    const copy = structuredClone(document);
    copy.paths['/api/v1/posts/{slug}'] = copy.paths['/api/v1/posts/{id}']!;
    copy.paths['/api/v1/posts']!['post']!.requestBody!.content['application/json']!.example = { title: 1 };

    const findings = (await lint(copy)).join('\n');
    for (const rule of ['no-identical-paths', 'no-invalid-media-type-examples']) expect(findings).toContain(rule);
  });

  it('keeps the rules of this house', () => {
    expect(faultsOf(document, codes)).toEqual([]);
    expect(Object.keys(document.paths).length).toBeGreaterThan(20);
  });

  /** Each of these breaks one rule in a copy of the document. */
  const vandals: [rule: string, vandal: (create: Operation, copy: Document) => void][] = [
    ['has a summary of one line', (create) => (create.summary = '')],
    ['has a summary of one line', (create) => (create.summary = 'Write a post\n\nIn Markdown.')],
    ['reads like area.verb', (create) => (create.operationId = 'PostsController_create')],
    ['two operations are called', (create) => (create.operationId = 'posts.list')],
    ['under one tag that the document describes', (_, copy) => (copy.tags = copy.tags.slice(0, 1))],
    ['nothing is under the tag', (_, copy) => copy.tags.push({ name: 'attic', description: 'Empty' })],
    ['when all goes well', (create) => delete create.responses['201']!.content],
    ['example of its body', (create) => delete create.requestBody!.content['application/json']!.example],
    ['examples of its parameters', (create) => create.parameters!.push({ name: 'x', in: 'query', schema: {} })],
    ['answers 401', (create) => delete create.responses['401']],
    ['errors as problems', (create) => (create.responses['422']!.content = { 'application/json': {} })],
    ['the request id', (create) => delete create.responses['201']!.headers!['X-Request-Id']],
    ['nobody defines posts.haunted', (create) => create['x-problem-codes']!.push('posts.haunted')],
    ['a route lists http.internal', (create) => create['x-problem-codes']!.push('http.internal')],
    ['has no declared type', (_, copy) => (copy.components.schemas['Object'] = {})],
  ];

  it.each(vandals)('would not get away with this: %s', (rule, vandal) => {
    const copy = structuredClone(document);
    vandal(copy.paths['/api/v1/posts']!['post']!, copy);

    expect(faultsOf(copy, codes).join('\n')).toContain(rule);
  });

  it('would not get away with an error that no route lists', () => {
    expect(faultsOf(document, [...codes, 'posts.haunted'])).toContain('no route lists posts.haunted');
  });

  it('tells guarded routes, open ones, and those that show more to members apart', () => {
    expect(operation('post', '/posts').security).toEqual([{ bearer: [] }, { personalToken: ['posts:write'] }]);
    expect(operation('post', '/auth/logout').security).toEqual([{ bearer: [] }]);
    expect(operation('post', '/auth/login').security).toEqual([]);
    expect(operation('get', '/posts').security).toEqual([{}, { bearer: [] }, { personalToken: ['posts:read'] }]);
    expect(operation('get', '/tags').responses).not.toHaveProperty('401');
    expect(operation('get', '/posts').responses).toHaveProperty('401');
  });

  it('says of routes that are not for everybody for whom they are', () => {
    const audit = operation('get', '/audit');

    expect(audit.description).toContain('Only for members with the role `admin`.');
    expect(audit['x-problem-codes']).toContain('auth.forbidden');
    expect(audit.responses).toHaveProperty('403');
    expect(operation('get', '/users/me')['x-problem-codes']).not.toContain('auth.forbidden');
  });

  it('says of each route which scope a personal access token needs, or that none will do', () => {
    const todos = operation('get', '/todos');
    expect(todos).toMatchObject({ 'x-required-scope': 'todos:read' });
    expect(todos.description).toContain('A personal access token needs the scope `todos:read`.');
    expect(todos['x-problem-codes']).toContain('auth.insufficient_scope');
    const sessions = operation('get', '/auth/sessions');
    expect(sessions).not.toHaveProperty('x-required-scope');
    expect(sessions.description).toContain('Not for personal access tokens.');
    expect(sessions['x-problem-codes']).toContain('auth.session_required');
    expect(JSON.stringify(operation('post', '/auth/login'))).not.toContain('ersonal access token');
  });

  it('names the headers of conditional, repeatable and paged requests, and nowhere else', () => {
    expect(parametersOf('get', '/todos/{id}')).toEqual(['id', 'If-None-Match']);
    expect(parametersOf('patch', '/todos/{id}')).toEqual(['id', 'If-Match']);
    expect(parametersOf('post', '/posts')).toEqual(['Idempotency-Key']);
    expect(parametersOf('post', '/auth/refresh')).toEqual([]);
    expect(headersOf('post', '/posts', 201)).toEqual([
      'X-Request-Id',
      'ETag',
      'RateLimit',
      'RateLimit-Policy',
      'Idempotency-Replayed',
      'Location',
    ]);
    expect(headersOf('get', '/posts', 200)).toContain('Link');
    expect(headersOf('get', '/users/me', 200)).not.toContain('Link');
    expect(headersOf('get', '/users/me', 304)).toContain('ETag');
    expect(headersOf('patch', '/users/me', 412)).toContain('ETag');
    expect(headersOf('get', '/users/me', 401)).toContain('WWW-Authenticate');
    expect(headersOf('get', '/users/me', 503)).toContain('Retry-After');
    expect(operation('post', '/posts').responses).not.toHaveProperty('304');
  });

  it('lists the errors that a route shares with others beside its own', () => {
    const codesOf = (method: string, path: string) => operation(method, path)['x-problem-codes'];

    expect(codesOf('patch', '/users/me')).toEqual([
      'users.avatar_not_yours',
      'http.precondition_failed',
      'auth.unauthenticated',
      'auth.session_ended',
      'auth.personal_token_refused',
      'auth.too_many_refused_tokens',
      'auth.insufficient_scope',
      'http.malformed_json',
      'http.too_deep',
      'http.body_too_large',
      'http.unsupported_media_type',
      'http.validation_failed',
      'http.too_many_requests',
      'http.unavailable',
      'http.overloaded',
    ]);
    expect(codesOf('get', '/tags')).toEqual([
      'http.invalid_cursor',
      'http.invalid_parameter',
      'http.unavailable',
      'http.overloaded',
    ]);
    expect(codesOf('get', '/posts')).toContain('http.invalid_cursor');
    expect(codesOf('post', '/posts')).toContain('idempotency.key_reused');
  });

  it('describes what is nullable, optional and refused as it is', () => {
    const { schemas } = document.components;

    expect(document.openapi).toMatch(/^3\.1\./);
    expect(JSON.stringify(document)).not.toContain('"nullable"');
    expect(schemas['OwnAccount']!.properties!['bio']!.type).toEqual(['string', 'null']);
    expect(schemas['UpdateAccountDto']).toMatchObject({ additionalProperties: false });
    expect(schemas['OwnAccount']).not.toHaveProperty('additionalProperties');
    expect(schemas['CreatePostDto']!.required).not.toContain('status');
    expect(operation('get', '/posts').parameters).toContainEqual(
      expect.objectContaining({ name: 'limit', required: false }),
    );
  });

  it('works on whatever host it came from', () => {
    expect(document.servers).toEqual([expect.objectContaining({ url: '/' })]);
    expect(JSON.stringify(document)).not.toContain('localhost');
  });

  it('is sent with a tag, and only once to who has it', async () => {
    const first = await kitchen.guest.get('//openapi.json');
    const etag = first.headers.get('etag')!;
    const again = await kitchen.guest.get('//openapi.json', { 'if-none-match': etag });

    expect(first.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(first.headers.get('cache-control')).toBe('no-cache');
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers.get('etag')).toBe(etag);
    expect((await kitchen.guest.get('//openapi.json', { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

async function lint(document: Document): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: 'openapi.json', config });
  return found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
}
