import { type Kitchen, startKitchen } from '../support/app.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';
import { NO_ID, todo, type TodoAnswer, todoList } from '../support/todos.js';

interface Context {
  kitchen: Kitchen;
  cast: Cast;
  list: TodoAnswer;
  secret: TodoAnswer;
  another: TodoAnswer;
}

const OTHERS = ['stranger', 'moderator', 'admin'] as const;
const EVERYBODY = ['owner', ...OTHERS] as const;
const SECRET = 'Surprise party';

describe('todos are private', () => {
  let kitchen: Kitchen;
  let cast: Cast;

  beforeAll(async () => {
    kitchen = await startKitchen();
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());

  async function set(): Promise<Context> {
    const list = await todoList(cast.owner, `${SECRET} list`);
    const details = { listId: list.id, notes: SECRET, labels: ['party'], due: { date: '2026-11-24' } };
    const secret = await todo(cast.owner, { title: SECRET, ...details });
    const another = await todo(cast.owner, { title: `${SECRET} cake`, ...details });
    return { kitchen, cast, list, secret, another };
  }

  const path = ({ secret }: Context) => `/todos/${secret.id}`;
  const completion = ({ secret }: Context) => `/todos/${secret.id}/completion`;
  const listPath = ({ list }: Context) => `/todo-lists/${list.id}`;
  const title = { title: 'Mine now' };

  const routes: Scenario<Context>[] = [
    { title: 'shows it', as: 'owner', method: 'GET', path, status: 200, contains: [SECRET] },
    { title: 'changes it', as: 'owner', method: 'PATCH', path, body: title, status: 200, contains: ['Mine now'] },
    { title: 'ticks it off', as: 'owner', method: 'PUT', path: completion, status: 200, contains: ['"isDone":true'] },
    { title: 'opens it', as: 'owner', method: 'DELETE', path: completion, status: 200, contains: ['"isDone":false'] },
    { title: 'deletes it', as: 'owner', method: 'DELETE', path, status: 204, notContains: [SECRET] },
    { title: 'shows the list', as: 'owner', method: 'GET', path: listPath, status: 200, contains: [SECRET] },
    { title: 'renames the list', as: 'owner', method: 'PATCH', path: listPath, body: { name: 'Cake' }, status: 200 },
    { title: 'deletes the list', as: 'owner', method: 'DELETE', path: listPath, status: 204 },
  ];

  const hidden = routes.map((route) => ({
    ...route,
    as: OTHERS,
    status: 404,
    code: route.path === listPath ? 'todos.list_not_found' : 'todos.not_found',
    contains: [],
    notContains: [SECRET],
  }));

  const collections: Scenario<Context>[] = [
    { title: 'lists mine', as: 'owner', method: 'GET', path: () => '/todos', status: 200, contains: [SECRET] },
    {
      title: 'lists the summary',
      as: EVERYBODY,
      method: 'GET',
      path: () => '/todos/summary',
      status: 200,
      contains: ['"open":', '"done":', '"overdue":', '"today":'],
      notContains: [SECRET],
    },
    ...['/todos', '/todos?sort=due&due=overdue', '/todos?label=party', '/todo-lists'].map((address) => ({
      title: 'lists only mine',
      as: OTHERS,
      method: 'GET' as const,
      path: () => address,
      status: 200,
      contains: ['"items":['],
      notContains: [SECRET],
    })),
    {
      title: 'finds nothing in a foreign list',
      as: OTHERS,
      method: 'GET',
      path: ({ list }) => `/todos?list=${list.id}`,
      status: 200,
      contains: ['"items":[]'],
      notContains: [SECRET],
    },
    {
      title: 'clears only mine',
      as: OTHERS,
      method: 'DELETE',
      path: ({ list }) => `/todos?done=true&list=${list.id}`,
      status: 200,
      contains: ['"deletedCount":0'],
    },
    { title: 'notes down', as: EVERYBODY, method: 'POST', path: () => '/todos', body: title, status: 201 },
    {
      title: 'begins a list',
      as: EVERYBODY,
      method: 'POST',
      path: () => '/todo-lists',
      body: { name: 'Mine' },
      status: 201,
    },
  ];

  const foreign = ({ list, secret, another }: Context) => ({
    list: { title: 'x', listId: list.id },
    place: { title: 'x', position: { after: secret.id } },
    both: { title: 'x', listId: list.id, position: { before: another.id } },
  });
  const intruders: Scenario<Context>[] = (['list', 'place', 'both'] as const).map((which) => ({
    title: `puts nothing into foreign lists (${which})`,
    as: OTHERS,
    method: 'POST',
    path: () => '/todos',
    body: (context: Context) => foreign(context)[which],
    status: 422,
    code: 'http.validation_failed',
    contains: [which === 'place' ? '/position/after' : '/listId'],
    notContains: [SECRET],
  }));

  const guests: Scenario<Context>[] = [...routes, ...collections].map((route) => ({
    ...route,
    as: 'guest',
    status: 401,
    contains: [],
    notContains: [SECRET],
  }));

  scenarios(set, [...routes, ...hidden, ...collections, ...intruders, ...guests]);

  it('stay as they are when others try to change them', async () => {
    const { secret, another, list } = await set();
    const before = (await cast.owner.api.get(`/todos?list=${list.id}`)).body;
    const own = await todoList(cast.stranger, 'Loot');
    const { api } = cast.stranger;
    const tries = await Promise.all([
      api.patch(`/todos/${secret.id}`, { listId: own.id }),
      api.patch(`/todos/${secret.id}`, { position: { before: another.id } }),
      api.patch(`/todos/${secret.id}`, { due: { date: '2030-01-01' } }),
      api.patch(`/todos/${secret.id}`, { due: null }),
      api.patch(`/todo-lists/${list.id}`, { position: { before: own.id } }),
    ]);
    expect(tries.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await cast.owner.api.get(`/todos?list=${list.id}`)).body).toEqual(before);
    expect((await api.get(`/todos?list=${own.id}`)).body.items).toEqual([]);
  });

  it('cannot be moved into foreign lists, nor beside foreign todos', async () => {
    const { secret, another, list } = await set();
    const theirs = await todoList(cast.stranger, 'Loot');
    const foreignTodo = await todo(cast.stranger, { listId: theirs.id });
    const { api } = cast.owner;
    const path = `/todos/${secret.id}`;
    const refused = [
      [await api.patch(path, { listId: theirs.id }), '/listId'],
      [await api.patch(path, { listId: theirs.id, position: { after: foreignTodo.id } }), '/listId'],
      [await api.patch(path, { listId: NO_ID }), '/listId'],
      [await api.patch(path, { position: { before: foreignTodo.id } }), '/position/before'],
      [await api.patch(path, { position: { after: NO_ID } }), '/position/after'],
      [await api.patch(path, { position: { after: secret.id } }), '/position/after'],
      [await api.patch(`/todo-lists/${list.id}`, { position: { before: theirs.id } }), '/position/before'],
      [await api.patch(`/todo-lists/${list.id}`, { position: { before: list.id } }), '/position/before'],
    ] as const;
    for (const [{ status, body }, pointer] of refused) {
      expect([status, body.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([422, [pointer]]);
    }
    expect((await api.get(path)).body).toMatchObject(secret);
    expect((await api.get(`/todos/${another.id}`)).body).toMatchObject(another);
  });
});
