import { type Kitchen, startKitchen } from '../support/app.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';
import { todo, type TodoAnswer, todoList } from '../support/todos.js';

interface Context {
  kitchen: Kitchen;
  cast: Cast;
  list: TodoAnswer;
  secret: TodoAnswer;
  thrown: TodoAnswer;
  thrownList: TodoAnswer;
  label: string;
}

const OTHERS = ['stranger', 'moderator', 'admin'] as const;
const EVERYBODY = ['owner', ...OTHERS] as const;
const SECRET = 'Surprise';
const HIDDEN = [SECRET, '"label"'];

describe('what members do with todos, beside the todos themselves, is private', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let rows = 0;

  beforeAll(async () => {
    kitchen = await startKitchen();
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());

  async function set(): Promise<Context> {
    rows += 1;
    const { owner } = cast;
    const label = `party${rows}`;
    const list = await todoList(owner, `${SECRET}-list-${rows}`);
    const recurring = { due: { date: '2026-11-24' }, recurrence: { rule: 'FREQ=DAILY' } };
    const secret = await todo(owner, { title: SECRET, listId: list.id, labels: [label], ...recurring });
    await owner.api.put(`/todos/${secret.id}/completion`);
    const thrown = await todo(owner, { title: `${SECRET} thrown away` });
    await owner.api.delete(`/todos/${thrown.id}`);
    const thrownList = await todoList(owner, `${SECRET} thrown away`);
    await owner.api.delete(`/todo-lists/${thrownList.id}`);
    return { kitchen, cast, list, secret, thrown, thrownList, label };
  }

  const skip = ({ secret }: Context) => `/todos/${secret.id}/skip`;
  const occurrences = ({ secret }: Context) => `/todos/${secret.id}/occurrences`;
  const upcoming = ({ secret }: Context) => `/todos/${secret.id}/occurrences/next?count=3`;
  const restoration = ({ thrown }: Context) => `/todos/${thrown.id}/restoration`;
  const purge = ({ thrown }: Context) => `/todos/trash?id=${thrown.id}`;
  const listRestoration = ({ thrownList }: Context) => `/todo-lists/${thrownList.id}/restoration`;
  const listPurge = ({ thrownList }: Context) => `/todo-lists/trash?id=${thrownList.id}`;
  const labelPath = ({ label }: Context) => `/todo-labels/${label}`;
  const rename = { name: 'cake' };
  const one = ['"deletedCount":1'];

  /** Of one thing each, which others do not find: the code says in which words. */
  const things: (Scenario<Context> & { elsewhere: string })[] = [
    { title: 'skips', method: 'PUT', path: skip, status: 200, contains: [SECRET], elsewhere: 'todos.not_found' },
    {
      title: 'shows what became of it',
      method: 'GET',
      path: occurrences,
      status: 200,
      contains: ['"outcome":"completed"', '2026-11-24'],
      elsewhere: 'todos.not_found',
    },
    { title: 'shows what comes', method: 'GET', path: upcoming, status: 200, elsewhere: 'todos.not_found' },
    { title: 'restores', method: 'POST', path: restoration, status: 200, elsewhere: 'todos.not_in_trash' },
    { title: 'purges', method: 'DELETE', path: purge, status: 200, contains: one, elsewhere: 'todos.not_in_trash' },
    { title: 'restores a list', method: 'POST', path: listRestoration, status: 200, elsewhere: 'todos.not_in_trash' },
    {
      title: 'purges a list',
      method: 'DELETE',
      path: listPurge,
      status: 200,
      contains: one,
      elsewhere: 'todos.not_in_trash',
    },
    {
      title: 'renames a label',
      method: 'PATCH',
      path: labelPath,
      body: rename,
      status: 200,
      contains: ['"label":"cake"'],
      elsewhere: 'todos.label_not_found',
    },
    { title: 'removes a label', method: 'DELETE', path: labelPath, status: 204, elsewhere: 'todos.label_not_found' },
  ].map((row) => ({ ...row, as: 'owner' }) as Scenario<Context> & { elsewhere: string });

  const hidden: Scenario<Context>[] = things.map(({ elsewhere, ...row }) => ({
    ...row,
    as: OTHERS,
    status: 404,
    code: elsewhere,
    contains: [],
    notContains: HIDDEN,
  }));

  const shelves = ['/todos/trash', '/todo-lists/trash', '/todo-labels', '/todo-labels?q=par'];
  const collections: Scenario<Context>[] = shelves.flatMap((address) => {
    const shelf = { title: `looks at ${address}`, method: 'GET' as const, path: () => address, status: 200 };
    const secret = address.includes('labels') ? '"label":"party' : SECRET;
    return [
      { ...shelf, as: 'owner' as const, contains: [secret] },
      { ...shelf, as: OTHERS, contains: ['"items":['], notContains: HIDDEN },
    ];
  });

  const below = ({ secret }: Context) => ({ title: 'Below', parentId: secret.id });
  const inBatch = ({ secret }: Context) => ({
    operations: [
      { method: 'POST', path: '/todos', body: { title: 'First' } },
      { method: 'PATCH', path: `/todos/${secret.id}`, body: { title: 'Mine now' } },
    ],
  });
  const batch = { title: 'changes it in a batch', method: 'POST', path: () => '/todos/batch', body: inBatch } as const;
  const quick = { method: 'POST', body: () => ({ text: `Bake #${SECRET}-list-${rows} tomorrow` }) } as const;
  const writing: Scenario<Context>[] = [
    { ...batch, as: 'owner', status: 200, contains: ['Mine now'] },
    {
      ...batch,
      as: OTHERS,
      status: 422,
      code: 'todos.batch_failed',
      contains: ['"index":1', 'todos.not_found'],
      notContains: HIDDEN,
    },
    { title: 'notes down below it', as: 'owner', method: 'POST', path: () => '/todos', body: below, status: 201 },
    {
      title: 'notes nothing down below it',
      as: OTHERS,
      method: 'POST',
      path: () => '/todos',
      body: below,
      status: 422,
      code: 'http.validation_failed',
      contains: ['/parentId'],
      notContains: HIDDEN,
    },
    {
      title: 'finds nothing below it',
      as: OTHERS,
      method: 'GET',
      path: ({ secret }) => `/todos?parent=${secret.id}`,
      status: 200,
      contains: ['"items":[]'],
    },
    {
      ...quick,
      title: 'notes a line down',
      as: EVERYBODY,
      path: () => '/todos/quick',
      status: 201,
      contains: ['Bake'],
    },
    { ...quick, title: 'previews', as: EVERYBODY, path: () => '/todos/quick/preview', status: 200, contains: ['Bake'] },
    {
      title: 'names a list of somebody else’s in vain',
      as: OTHERS,
      method: 'POST',
      path: () => '/todos/quick/preview',
      body: () => ({ text: `Bake #${SECRET}-list-${rows}` }),
      status: 200,
      contains: [`"title":"Bake #${SECRET}-list`, '"listId":null'],
    },
    { title: 'empties the trash', as: 'owner', method: 'DELETE', path: () => '/todos/trash', status: 200 },
    {
      title: 'empties only their own trash',
      as: OTHERS,
      method: 'DELETE',
      path: () => '/todos/trash',
      status: 200,
      contains: ['"deletedCount":0'],
    },
    {
      title: 'empties only their own trash of lists',
      as: OTHERS,
      method: 'DELETE',
      path: () => '/todo-lists/trash',
      status: 200,
      contains: ['"deletedCount":0'],
    },
  ];

  const guests: Scenario<Context>[] = [...things, ...collections, ...writing].map((row) => ({
    ...row,
    as: 'guest',
    status: 401,
    code: 'auth.unauthenticated',
    contains: [],
    notContains: HIDDEN,
  }));

  scenarios(set, [...things, ...hidden, ...collections, ...writing, ...guests]);

  it('and stays as it is, whatever others try', async () => {
    const context = await set();
    const look = async () =>
      Promise.all(
        [`/todos?list=${context.list.id}`, occurrences(context), ...shelves].map(
          async (path) => (await cast.owner.api.get(`${path}${path.includes('?') ? '&' : '?'}limit=100`)).body,
        ),
      );
    const before = await look();
    for (const who of OTHERS)
      for (const { method, path, body } of [...hidden, ...writing].filter(({ as }) => as === OTHERS)) {
        const content: unknown = typeof body === 'function' ? (body as (context: Context) => unknown)(context) : body;
        await cast[who].api.send(method, path(context), content);
      }
    expect(await look()).toEqual(before);
  });
});
