import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish } from '../support/comments.js';
import { todo } from '../support/todos.js';

const UNSEEN = '\u200b\u2060 \u3164';
const COMPOSED = 'caf\u00e9';
const DECOMPOSED = 'cafe\u0301';

describe('what nobody sees', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let postId: string;
  let commentId: string;
  let todoId: string;
  let listId: string;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
    postId = await publish(ada);
    commentId = (await comment(ada, postId, 'Seen')).id;
    todoId = (await todo(ada)).id;
    listId = (await ada.api.post('/todo-lists', { name: 'Seen' })).body.id;
  });
  afterAll(() => kitchen.close());

  it.each([
    ['PATCH', () => '/users/me', { displayName: UNSEEN }],
    ['POST', () => '/posts', { title: UNSEEN, body: 'Seen' }],
    ['POST', () => '/posts', { title: 'Seen', body: UNSEEN }],
    ['POST', () => '/posts', { title: 'Seen', body: 'Seen', tags: [UNSEEN] }],
    ['PATCH', () => `/posts/${postId}`, { title: UNSEEN }],
    ['POST', () => `/posts/${postId}/comments`, { body: UNSEEN }],
    ['PATCH', () => `/comments/${commentId}`, { body: UNSEEN }],
    ['PUT', () => `/comments/${commentId}/report`, { reason: UNSEEN }],
    ['POST', () => '/todos', { title: UNSEEN }],
    ['POST', () => '/todos', { title: 'Seen', labels: [UNSEEN] }],
    ['PATCH', () => `/todos/${todoId}`, { title: UNSEEN }],
    ['POST', () => '/todos/quick', { text: UNSEEN }],
    ['POST', () => '/todo-lists', { name: UNSEEN }],
    ['PATCH', () => `/todo-lists/${listId}`, { name: UNSEEN }],
    ['PATCH', () => '/todo-labels/seen', { name: UNSEEN }],
    ['POST', () => '/auth/tokens', { name: UNSEEN, scopes: ['todos:read'] }],
  ])('is no text: %s %s refuses it by name', async (method, path, body) => {
    const answer = await ada.api.send(method, path(), body);
    const [field] = Object.entries(body).find(([, value]) => [value].flat()[0] === UNSEEN)!;

    expect(answer).toMatchObject({ status: 422, body: { code: 'http.validation_failed' } });
    expect(answer.body.errors).toHaveLength(1);
    expect(answer.body.errors[0].pointer).toMatch(`/${field}`);
  });

  it('makes no two labels of one', async () => {
    const made = await todo(ada, {
      title: DECOMPOSED,
      labels: [DECOMPOSED, `\u200b${COMPOSED}\u2060`, ` ${DECOMPOSED}`],
    });
    expect(made).toMatchObject({ title: COMPOSED, labels: [COMPOSED] });
    const quick = await ada.api.post('/todos/quick', { text: `Knead @\u212bngstr\u00f6m` });
    expect(quick.body.labels).toEqual(['\u00c5ngstr\u00f6m']);

    const found = await ada.api.get(`/todos?label=${encodeURIComponent(`${DECOMPOSED}\u200b`)}`);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([made.id]);
    const renamed = await ada.api.patch(`/todo-labels/${encodeURIComponent(DECOMPOSED)}`, { name: 'the\u0301' });
    expect(renamed.body).toMatchObject({ label: 'th\u00e9', openCount: 1 });
  });

  it('is left where it shapes what is seen', async () => {
    const title = '👩\u200d👩\u200d👧 نامه\u200cای ❤\ufe0f';
    expect((await todo(ada, { title })).title).toBe(title);
  });
});
