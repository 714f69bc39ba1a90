import { Backdating } from '../../src/demo/backdate.js';
import { Database } from '../../src/platform/database/database.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { todo } from '../support/todos.js';

describe('backdating todos', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  it('tells of what was completed with the todo above it that it was so at that time', async () => {
    const ada = await kitchen.member();
    const whole = await todo(ada, { title: 'Cake' });
    const part = await todo(ada, { title: 'Icing', parentId: whole.id });
    const open = await todo(ada, { title: 'Candles' });
    await ada.api.put(`/todos/${whole.id}/completion`);
    const [createdAt, completedAt] = [new Date('2026-01-01T10:00:00Z'), new Date('2026-01-03T10:00:00Z')];

    await new Backdating(kitchen.nest.get(Database)).todos([
      { id: whole.id, createdAt, completedAt },
      { id: part.id, createdAt, completedAt: null },
      { id: open.id, createdAt, completedAt: null },
    ]);

    const read = async ({ id }: { id: string }) => (await ada.api.get(`/todos/${id}`)).body;
    const done = { isDone: true, completedAt: completedAt.toISOString(), updatedAt: completedAt.toISOString() };
    expect(await read(whole)).toMatchObject(done);
    expect(await read(part)).toMatchObject({ ...done, createdAt: createdAt.toISOString() });
    expect(await read(open)).toMatchObject({ isDone: false, completedAt: null, updatedAt: createdAt.toISOString() });

    expect((await ada.api.delete(`/todos/${whole.id}/completion`)).body).toMatchObject({ isDone: false });
    expect(await read(part)).toMatchObject({ isDone: false });
  });
});
