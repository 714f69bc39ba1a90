import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { todo, todoList } from '../support/todos.js';

describe('labels of todos', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member();
  });

  const labelsOf = async (query = '') => (await ada.api.get(`/todo-labels?limit=100${query}`)).body.items;
  const wordsOf = async (query = '') => (await labelsOf(query)).map(({ label }: { label: string }) => label);
  const rename = (label: string, name: string) => ada.api.patch(`/todo-labels/${encodeURIComponent(label)}`, { name });
  const read = async ({ id }: { id: string }) => (await ada.api.get(`/todos/${id}`)).body;

  it('are listed by their letters, with how many open and done todos have them', async () => {
    expect(await labelsOf()).toEqual([]);
    const { id } = await todo(ada, { labels: ['errand', 'Bank'] });
    await todo(ada, { labels: ['errand', 'Errand', 'äpfel'] });
    await ada.api.put(`/todos/${id}/completion`);
    const trashed = await todo(ada, { labels: ['errand', 'gone'] });
    await ada.api.delete(`/todos/${trashed.id}`);
    const count = (label: string, openCount: number, doneCount: number) => ({ label, openCount, doneCount });
    const all = [count('Bank', 0, 1), count('Errand', 1, 0), count('errand', 1, 1), count('äpfel', 1, 0)];
    expect(await labelsOf()).toEqual(all);

    const first = (await ada.api.get('/todo-labels?limit=2')).body;
    expect(first.items).toEqual(all.slice(0, 2));
    const second = (await ada.api.get(`/todo-labels?limit=2&cursor=${first.nextCursor}`)).body;
    expect(second).toEqual({ items: all.slice(2), nextCursor: null });
  });

  it('are found by how they begin, in capitals or not, and by nothing else', async () => {
    await todo(ada, { labels: ['errand', 'Errand', 'Äpfel', '100%', '100_'] });
    expect(await wordsOf('&q=eRR')).toEqual(['Errand', 'errand']);
    expect(await wordsOf('&q=rrand')).toEqual([]);
    expect(await wordsOf('&q=%C3%A4p')).toEqual(['Äpfel']);
    expect(await wordsOf('&q=100%25')).toEqual(['100%']);
    expect(await wordsOf('&q=%25')).toEqual([]);
  });

  it('are renamed on all todos, those in the trash as well, and each of them moves', async () => {
    const made = await Promise.all(['a', 'b'].map((title) => todo(ada, { title, labels: ['x', 'errand', 'y'] })));
    const other = await todo(ada, { labels: ['errands'] });
    await ada.api.delete(`/todos/${made[1]!.id}`);
    const before = await ada.api.get(`/todos/${made[0]!.id}`);

    const renamed = await rename('errand', ' shop/ping ');
    expect([renamed.status, renamed.body]).toEqual([200, { label: 'shop/ping', openCount: 1, doneCount: 0 }]);
    expect(await wordsOf()).toEqual(['errands', 'shop/ping', 'x', 'y']);
    const after = await ada.api.get(`/todos/${made[0]!.id}`);
    expect(after.body.labels).toEqual(['x', 'shop/ping', 'y']);
    expect(after.body.updatedAt > before.body.updatedAt).toBe(true);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    const stale = await ada.api.patch(
      `/todos/${made[0]!.id}`,
      { title: 'c' },
      { 'if-match': before.headers.get('etag')! },
    );
    expect(stale.status).toBe(412);
    expect((await ada.api.post(`/todos/${made[1]!.id}/restoration`)).body.labels).toEqual(['x', 'shop/ping', 'y']);
    expect(await read(other)).toEqual(other);
    expect((await rename('errand', 'x')).body).toMatchObject({ status: 404, code: 'todos.label_not_found' });
    expect((await rename('shop/ping', 'shop')).status).toBe(200);
  });

  it('are merged where a todo has both: the one name is where the first of them was', async () => {
    const both = await todo(ada, { labels: ['a', 'errand', 'b', 'shop'] });
    const swapped = await todo(ada, { labels: ['shop', 'errand'] });
    await todo(ada, { labels: ['shop'] });
    expect((await rename('errand', 'shop')).body).toEqual({ label: 'shop', openCount: 3, doneCount: 0 });
    expect((await read(both)).labels).toEqual(['a', 'shop', 'b']);
    expect((await read(swapped)).labels).toEqual(['shop']);
  });

  it('that are called what they are called already change nothing', async () => {
    const made = await todo(ada, { labels: ['errand'] });
    expect((await rename('errand', 'errand')).body).toEqual({ label: 'errand', openCount: 1, doneCount: 0 });
    expect(await read(made)).toEqual(made);
    expect((await rename('nothing', 'nothing')).body.code).toBe('todos.label_not_found');
  });

  it('are taken off everywhere', async () => {
    const list = await todoList(ada);
    const made = await todo(ada, { labels: ['a', 'errand'], listId: list.id });
    const below = await todo(ada, { labels: ['errand'], parentId: made.id });
    const trashed = await todo(ada, { labels: ['errand', 'z'] });
    await ada.api.delete(`/todos/${trashed.id}`);
    expect((await ada.api.delete('/todo-labels/errand')).status).toBe(204);
    expect([(await read(made)).labels, (await read(below)).labels]).toEqual([['a'], []]);
    expect((await ada.api.post(`/todos/${trashed.id}/restoration`)).body.labels).toEqual(['z']);
    expect((await ada.api.delete('/todo-labels/errand')).body.code).toBe('todos.label_not_found');
  });

  it('of fifty characters of any kind have an address', async () => {
    for (const label of ['😀'.repeat(50), 'ß'.repeat(50), '%2F', '?a=b#c', "'; drop table todos --", '__proto__']) {
      await todo(ada, { labels: [label] });
      expect((await rename(label, 'plain')).body).toMatchObject({ label: 'plain' });
    }
    expect(await wordsOf()).toEqual(['plain']);
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ name: '  ' }, '/name'],
    [{ name: 'x'.repeat(51) }, '/name'],
    [{ name: null }, '/name'],
    [{ name: ['x'] }, '/name'],
    [{ name: 'a\0' }, '/name'],
    [{}, '/name'],
    [{ name: 'x', color: 'red' }, '/color'],
  ])('are not renamed by %j', async (body, pointer) => {
    const made = await todo(ada, { labels: ['errand'] });
    const refused = await ada.api.patch('/todo-labels/errand', body);
    expect([refused.status, refused.body.errors.map((e: { pointer: string }) => e.pointer)]).toEqual([422, [pointer]]);
    expect(await read(made)).toEqual(made);
  });

  it.each(['a%00', 'x'.repeat(51), '%20', '%FF', 'x'.repeat(300)])('are none when called %s', async (label) => {
    const { status, headers } = await ada.api.patch(`/todo-labels/${label}`, { name: 'x' });
    expect([400, 404, 414]).toContain(status);
    expect(headers.get('content-type')).toContain('problem+json');
  });

  it('renamed and merged by many at once, while others write and clear, keep one name each', async () => {
    const list = await todoList(ada);
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, i) => todo(ada, { labels: ['a', `t${i}`], ...(i % 2 && { listId: list.id }) })),
    );
    const answers = await Promise.all([
      ...['b', 'c', 'd', 'b', 'c', 'd'].map((name) => rename('a', name)),
      ...made.slice(0, 15).map(({ id }, i) => ada.api.patch(`/todos/${id}`, { title: `t${i}` })),
      ...made.slice(15).map(({ id }) => ada.api.put(`/todos/${id}/completion`)),
      ada.api.delete(`/todo-lists/${list.id}`),
      ada.api.post('/todos/batch', {
        operations: made.map(({ id }) => ({ method: 'PATCH', path: `/todos/${id}`, body: { priority: 1 } })).reverse(),
      }),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    const renames = answers.slice(0, 6).map(({ status }) => status);
    expect(renames.sort()).toEqual([200, 404, 404, 404, 404, 404]);
    const rows = await kitchen.sql<{ labels: string[] }>`select labels from todos where owner_id = ${ada.id}`;
    expect(new Set(rows.map(({ labels }) => labels[0])).size).toBe(1);
    expect(rows.every(({ labels }) => labels.length === 2 && labels[0] !== 'a')).toBe(true);
  });

  it('renamed in a circle by many at once are the same on every todo, none of them twice', async () => {
    await Promise.all(Array.from({ length: 10 }, () => todo(ada, { labels: ['a', 'b', 'c'] })));
    const circle = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ] as const;
    const answers = await Promise.all([...circle, ...circle].map(([label, name]) => rename(label, name)));
    expect(answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
    const rows = await kitchen.sql<{ labels: string[] }>`select labels from todos where owner_id = ${ada.id}`;
    expect(new Set(rows.map(({ labels }) => labels.join())).size).toBe(1);
    expect(rows[0]!.labels).toEqual([...new Set(rows[0]!.labels)]);
  });
});
