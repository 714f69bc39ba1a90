import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { NO_ID, titlesOf, todo, todoList } from '../support/todos.js';

interface Operation {
  method: string;
  path: string;
  body?: object;
  ifMatch?: string;
}

const post = (body: object, path = '/todos'): Operation => ({ method: 'POST', path, body });

describe('batches', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    // Enough connections for requests to meet.
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member();
  });

  const send = (operations: unknown, headers?: Record<string, string>) =>
    ada.api.post('/todos/batch', { operations }, headers);
  const count = async () => (await kitchen.sql`select from todos where owner_id = ${ada.id}`).length;

  it('are not held up by many rules that take long to reckon', async () => {
    const slow = { rule: 'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO' };
    const batch = (length: number) =>
      Array.from({ length }, () => post({ title: 'Slow', due: { date: '2027-01-04' }, recurrence: slow }));

    expect((await send(batch(20))).status).toBe(200);
    const { status, body } = await send(batch(21));
    expect([status, body.code, body.index]).toEqual([422, 'todos.batch_failed', 20]);
    expect(body.errors).toMatchObject([{ pointer: '/operations/20/body/recurrence/rule' }]);
    expect(await count()).toBe(20);
  });

  it('do what their operations do one by one, and refer to what they made', async () => {
    const { status, body } = await send([
      post({ name: 'Trip' }, '/todo-lists'),
      post({ title: 'Pack', listId: { $ref: 0 }, labels: ['x'] }),
      post({ title: 'Socks', parentId: { $ref: 1 } }),
      post({ title: 'First', listId: { $ref: 0 }, position: { before: { $ref: 1 } } }),
      { method: 'PATCH', path: '/api/v1/todos/$2', body: { notes: 'Warm ones' } },
      { method: 'PUT', path: '/todos/$1/completion' },
      post({ text: 'Sleep tomorrow !2' }, '/todos/quick'),
      { method: 'DELETE', path: '/todos/$3' },
    ]);
    expect(status).toBe(200);
    const results = body.results as { status: number; etag: string | null; body: { id: string } | null }[];
    expect(results.map((result) => result.status)).toEqual([201, 201, 201, 201, 200, 200, 201, 204]);
    expect(results[5]!.body).toMatchObject({ isDone: true, subtaskCounts: { done: 1, total: 1 } });
    expect(results[7]).toEqual({ status: 204, etag: null, body: null });
    const socks = await ada.api.get(`/todos/${results[2]!.body!.id}`);
    expect(socks.body).toMatchObject({ notes: 'Warm ones', parentId: results[1]!.body!.id, isDone: true });
    const packed = await ada.api.get(`/todos/${results[1]!.body!.id}`);
    expect([packed.body, packed.headers.get('etag')]).toEqual([results[5]!.body, results[5]!.etag]);
    expect(await titlesOf(ada, `list=${results[0]!.body!.id}`)).toEqual(['Pack', 'Socks']);
  });

  it('do all of a hundred or nothing at all, wherever they fail', async () => {
    const hundred = Array.from({ length: 100 }, (_, i) => post({ title: `t${i}` }));
    for (const failing of [0, 50, 99]) {
      const { status, body } = await send(hundred.with(failing, post({ title: 'x', priority: 9 })));
      expect([status, body.code, body.index]).toEqual([422, 'todos.batch_failed', failing]);
      expect(body.problem).toMatchObject({ status: 422, code: 'http.validation_failed' });
      expect(body.errors).toMatchObject([{ pointer: `/operations/${failing}/body/priority`, code: 'field.max' }]);
      expect(await count()).toBe(0);
    }
    expect((await send(hundred)).status).toBe(200);
    expect(await titlesOf(ada)).toEqual(hundred.map((_, i) => `t${i}`));
  });

  it('name what is wrong with an operation by its place', async () => {
    const eve = await kitchen.member();
    const [mine, foreign] = [await todo(ada), await todo(eve, { title: 'Secret' })];
    const bad: [operation: unknown, status: number, code: string, pointer: string][] = [
      [{ method: 'PUT', path: `/todos/${foreign.id}/completion` }, 404, 'todos.not_found', ''],
      [{ method: 'DELETE', path: `/todos/${NO_ID}` }, 404, 'todos.not_found', ''],
      [
        { method: 'PATCH', path: `/todos/${mine.id}`, body: { listId: NO_ID } },
        422,
        'http.validation_failed',
        '/body/listId',
      ],
      [
        { method: 'PATCH', path: `/todos/${mine.id}`, body: { parentId: mine.id } },
        422,
        'http.validation_failed',
        '/body/parentId',
      ],
      [
        { method: 'PATCH', path: `/todos/${mine.id}`, body: { title: 'x' }, ifMatch: '"9.x"' },
        412,
        'http.precondition_failed',
        '',
      ],
      [{ method: 'PUT', path: `/todos/${mine.id}/skip` }, 409, 'todos.not_recurring', ''],
      [{ method: 'PUT', path: `/todos/${mine.id}/completion?occurrence=x` }, 400, 'http.invalid_parameter', '/path'],
      [{ method: 'PUT', path: `/todos/${mine.id}/completion?other=1` }, 400, 'http.invalid_parameter', '/path'],
      [
        { method: 'PUT', path: `/todos/${mine.id}/completion`, body: { a: 1 } },
        422,
        'http.validation_failed',
        '/body/a',
      ],
      [{ method: 'DELETE', path: `/todos/${mine.id}?list=x` }, 400, 'http.invalid_parameter', '/path'],
      [{ method: 'DELETE', path: '/todos' }, 400, 'http.invalid_parameter', '/path'],
      [{ method: 'PUT', path: '/todos/7/completion' }, 400, 'http.invalid_parameter', ''],
      [{ method: 'PUT', path: '/todos' }, 404, 'http.not_found', ''],
      [{ method: 'DELETE', path: '/users/me' }, 404, 'http.not_found', ''],
      [{ method: 'POST', path: '/todos/batch', body: { operations: [] } }, 404, 'http.not_found', ''],
      [{ method: 'DELETE', path: '/todos/../users/me' }, 404, 'http.not_found', ''],
      [{ method: 'DELETE', path: '//example.com/todos' }, 404, 'http.not_found', ''],
      [post({ title: 'x', listId: { $ref: 1 } }), 422, 'http.validation_failed', '/body/listId'],
      [post({ title: 'x', parentId: { $ref: -1 } }), 422, 'http.validation_failed', '/body/parentId'],
      [post({ title: 'x', parentId: { $ref: 'constructor' } }), 422, 'http.validation_failed', '/body/parentId'],
      [{ method: 'PUT', path: '/todos/$1/completion' }, 400, 'http.invalid_parameter', '/path'],
      [post({ title: 'x'.repeat(10_000) }), 422, 'http.validation_failed', '/body/title'],
      [post({ title: 'x', due: { date: '2026-02-30' } }), 422, 'http.validation_failed', '/body/due/date'],
      [
        post({ title: 'x', due: { date: '2026-12-01' }, recurrence: { rule: 'FREQ=SECONDLY' } }),
        422,
        'http.validation_failed',
        '/body/recurrence/rule',
      ],
    ];
    for (const [operation, status, code, pointer] of bad) {
      const answer = await send([post({ title: 'Before' }), operation]);
      expect({ operation, status: answer.status, code: answer.body.code }).toEqual({
        operation,
        status: 422,
        code: 'todos.batch_failed',
      });
      expect(answer.body).toMatchObject({ index: 1, problem: { status, code } });
      expect(answer.body.errors[0].pointer).toBe(`/operations/1${pointer}`);
      expect(answer.text).not.toContain('Secret');
    }
    expect(await titlesOf(ada)).toEqual(['Bake']);
  });

  it.each([
    ['no operations', [], '/operations'],
    ['101 operations', Array.from({ length: 101 }, () => post({ title: 'x' })), '/operations'],
    ['operations that are none', { 0: post({ title: 'x' }) }, '/operations'],
    ['text', ['POST /todos'], '/operations'],
    ['lists', [[post({ title: 'x' })]], '/operations'],
    ['another method', [{ method: 'GET', path: '/todos' }], '/operations/0/method'],
    ['no path', [{ method: 'POST' }], '/operations/0/path'],
    ['an address', [{ method: 'POST', path: 'https://example.com/' }], '/operations/0/path'],
    ['a body of text', [{ method: 'POST', path: '/todos', body: 'title' }], '/operations/0/body'],
    ['a body that is a list', [{ method: 'POST', path: '/todos', body: [] }], '/operations/0/body'],
    ['another field', [{ method: 'POST', path: '/todos', body: { title: 'x' }, user: 'eve' }], '/operations/0/user'],
    ['NUL deep down', [post({ title: 'x', labels: ['a\0'] })], '/operations/0/body/labels/0'],
  ])('refuse %s', async (_, operations, pointer) => {
    const { status, body } = await send(operations);
    expect([status, body.errors?.[0].pointer]).toEqual([422, pointer]);
    expect(await count()).toBe(0);
  });

  it('are run once with one Idempotency-Key, and answered again', async () => {
    const once = { 'idempotency-key': 'batch' };
    const [first, again] = [await send([post({ title: 'x' })], once), await send([post({ title: 'x' })], once)];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await count()).toBe(1);
  });

  it('let one of twenty with the same tag through', async () => {
    const made = await ada.api.post('/todos', { title: 'Bake' });
    const ifMatch = made.headers.get('etag')!;
    const rename = { method: 'PATCH', path: `/todos/${made.body.id}`, body: { title: 'Cake' }, ifMatch };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send([post({ title: 'x' }), rename])));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.problem?.status === 412)).toHaveLength(19);
    expect(await count()).toBe(2);
  });

  it('move the same todos at once, each in an order of its own, without one failing for the other', async () => {
    const [one, two] = [await todoList(ada), await todoList(ada)];
    const made = await Promise.all(Array.from({ length: 20 }, (_, i) => todo(ada, { title: `t${i}` })));
    const moves = (listId: string, todos = made) =>
      todos.map(({ id }) => ({ method: 'PATCH', path: `/todos/${id}`, body: { listId } }));
    const answers = await Promise.all([
      send(moves(one.id)),
      send(moves(two.id, made.toReversed())),
      send(moves(one.id, made.toReversed())),
      ...made.map(({ id }) => ada.api.put(`/todos/${id}/completion`)),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const lists = await kitchen.sql`select distinct list_id from todos where owner_id = ${ada.id}`;
    expect(lists).toHaveLength(1);
  });

  it('clear, restore and move what a member has', async () => {
    const list = await todoList(ada);
    const [a, b] = [await todo(ada, { title: 'a' }), await todo(ada, { title: 'b' })];
    const { body } = await send([
      { method: 'PUT', path: `/todos/${a.id}/completion` },
      { method: 'DELETE', path: '/todos?done=true' },
      { method: 'POST', path: `/todos/${a.id}/restoration` },
      { method: 'DELETE', path: `/todos/${a.id}/completion` },
      { method: 'PATCH', path: `/todos/${a.id}`, body: { listId: list.id } },
      { method: 'PATCH', path: `/todos/${b.id}`, body: { listId: list.id, position: { before: a.id } } },
      { method: 'PATCH', path: `/todo-lists/${list.id}`, body: { name: 'Both' } },
    ]);
    expect(body.results[1].body).toEqual({ deletedCount: 1 });
    expect(await titlesOf(ada, `list=${list.id}`)).toEqual(['b', 'a']);
  });
});
