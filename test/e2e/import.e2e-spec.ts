import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { exportOf, importInto } from '../support/archives.js';
import { comment } from '../support/comments.js';
import { photo, picture } from '../support/photos.js';
import { todo, todoList } from '../support/todos.js';
import { unzip } from '../support/unzip.js';

type Item = Record<string, unknown>;

/** What an import does not bring along: how one signs in, what happened to the account, and what one told the moderators. */
const NOT_TAKEN = /^(sessions|devices|security-events|identities|access-tokens|passkeys|second-factor|reports)\.json$/;
/** Made by PostgreSQL and the clock for every account anew. */
const OF_THE_ACCOUNT = ['id', 'username', 'email', 'emailVerifiedAt', 'isEmailVerified', 'createdAt', 'updatedAt'];

describe('the import', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  it('of an account with everything makes one that exports the same', async () => {
    const grace = await richAccount(kitchen);
    const twin = await kitchen.member();
    const first = await exportOf(kitchen, grace);
    // As on another server: nothing of it is here.
    await kitchen.sql`delete from users where id = ${grace.id}`;

    const answer = await importInto(kitchen, twin, first);

    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    const second = await exportOf(kitchen, twin);
    expect(await comparable(second)).toEqual(await comparable(first));
    expect(answer.body.imported).toMatchObject({
      'account.json': 1,
      'posts.json': 4,
      'photos.json': 2,
      'comments.json': 2,
    });
    expect(answer.body.skipped).toEqual(
      expect.arrayContaining([expect.objectContaining({ file: 'sessions.json', count: 1 })]),
    );
    // What had been brought along can be brought along again.
    const third = await kitchen.member();
    expect((await importInto(kitchen, third, second)).status).toBe(200);
    expect(withoutSlugs(await comparable(await exportOf(kitchen, third)))).toEqual(
      withoutSlugs(await comparable(second)),
    );
  }, 120_000);

  /** Everything that can be somebody's, and nothing of others that is not here. */
  async function richAccount(at: Kitchen): Promise<Member> {
    const grace = await at.member();
    const { api } = grace;
    const [face, cover] = [
      await photo(at, grace, { alt: 'Me' }),
      await photo(at, grace, { bytes: await picture('webp') }),
    ];
    const bio = 'Wrote “the first” compiler\n🐞';
    await api.patch('/users/me', { displayName: 'Grace', bio, timezone: 'America/New_York', avatarPhotoId: face.id });
    const text = { title: 'Änderung: "quoted" #1', body: '# Head\n\nText', excerpt: 'Own', tags: ['one', 'two'] };
    const photoIds = [cover.id, face.id];
    const { body: post } = await api.post('/posts', { ...text, photoIds, coverPhotoId: cover.id });
    await api.patch(`/posts/${post.id}`, { body: 'Something else' });
    await api.post('/posts', { title: 'Draft', body: 'Not yet', status: 'draft', areCommentsOpen: false });
    await api.post('/posts', { title: 'Later', body: 'Soon', publishAt: '2035-01-01T08:00:00.000Z' });
    const { body: gone } = await api.post('/posts', { title: 'Gone', body: 'Away' });
    await api.delete(`/posts/${gone.id}`);
    await api.patch(`/posts/${post.id}`, { areCommentsOpen: true });
    await api.put(`/posts/${post.id}/like`);
    await api.put(`/posts/${post.id}/bookmark`);
    const opening = await comment(grace, post.id as string, 'First');
    const answer = await comment(grace, post.id as string, 'Second', opening.id);
    await api.put(`/comments/${answer.id}/like`);
    const garden = await todoList(grace, 'Garden');
    const dig = await todo(grace, { title: 'Dig', listId: garden.id, priority: 1, labels: ['b', 'a'], notes: 'Deep' });
    const below = await todo(grace, { title: 'Find the spade', parentId: dig.id });
    await api.put(`/todos/${below.id}/completion`);
    const reminders = [{ minutesBefore: 30 }, { at: '2030-11-01T08:00:00.000Z' }];
    await todo(grace, {
      title: 'Call',
      reminders,
      due: { date: '2030-11-24', time: '14:30', timezone: 'Europe/Berlin' },
    });
    const daily = { title: 'Water', due: { date: '2026-11-24' }, recurrence: { rule: 'FREQ=DAILY' } };
    const { id: watering } = await todo(grace, daily);
    await api.put(`/todos/${watering}/completion`);
    await api.delete(`/todos/${(await todo(grace, { title: 'Weeds' })).id}`);
    const balcony = await todoList(grace, 'Balcony');
    await todo(grace, { title: 'Sweep', listId: balcony.id });
    await api.delete(`/todo-lists/${balcony.id}`);
    return grace;
  }
});

/** An export, with each id replaced by a name that says which it is, and without what must differ. */
async function comparable(bytes: Buffer): Promise<[path: string, content: unknown][]> {
  const names = new Map<string, string>();
  const nameOf = (id: string) => names.get(id) ?? names.set(id, `id ${names.size + 1}`).get(id)!;
  const text = [...(await unzip(bytes))].filter(([path]) => path.endsWith('.json') && !NOT_TAKEN.test(path));
  return text.map(([path, content]) => {
    const named = content.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, nameOf);
    const value = JSON.parse(named) as Item | Item[];
    if (path !== 'account.json') return [path, value];
    return [path, Object.fromEntries(Object.entries(value).filter(([field]) => !OF_THE_ACCOUNT.includes(field)))];
  });
}

/** The addresses of posts are taken where the posts were before. */
function withoutSlugs(files: [path: string, content: unknown][]): unknown {
  return JSON.parse(JSON.stringify(files), (name, value: unknown) => (name === 'slug' ? undefined : value));
}
