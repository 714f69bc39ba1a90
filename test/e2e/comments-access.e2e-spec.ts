import { v7 as newId } from 'uuid';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, draft, publish } from '../support/comments.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';

/** A comment of the owner under a post of somebody else, and one under a post that went back to be a draft. */
interface Context {
  kitchen: Kitchen;
  cast: Cast;
  postId: string;
  commentId: string;
  hiddenPostId: string;
  hiddenCommentId: string;
}

type Request = Pick<Scenario<Context>, 'title' | 'method' | 'path' | 'body'>;
type Expected = Pick<Scenario<Context>, 'status' | 'code' | 'contains' | 'notContains'>;

const everybody = ['guest', 'owner', 'stranger', 'moderator', 'admin'] as const;
const signedIn = ['owner', 'stranger', 'moderator', 'admin'] as const;
const others = ['stranger', 'moderator', 'admin'] as const;

const secrets = ['@example.com', '"email"', '"role"', '"version"', 'authorId', 'author_id', 'password'];
const body = { body: 'Never milk.' };

const read = (title: string, path: Request['path']): Request => ({ title, method: 'GET', path });
const write = (title: string, path: Request['path']): Request => ({ title, method: 'POST', path, body });
const edit = (title: string, path: Request['path']): Request => ({ title, method: 'PATCH', path, body });
const remove = (title: string, path: Request['path']): Request => ({ title, method: 'DELETE', path });

const thread = (context: Context) => `/posts/${context.postId}/comments`;
const one = (context: Context) => `/comments/${context.commentId}`;
const hiddenThread = (context: Context) => `/posts/${context.hiddenPostId}/comments`;
const hidden = (context: Context) => `/comments/${context.hiddenCommentId}`;
const threadOfNothing = () => `/posts/${newId()}/comments`;
const nothing = () => `/comments/${newId()}`;

const rights = (canEdit: boolean, canDelete: boolean) => `"canEdit":${canEdit},"canDelete":${canDelete}`;
const notSignedIn: Expected = { status: 401, notContains: ['ilk'] };
const notYours: Expected = { status: 403, code: 'comments.not_yours', notContains: ['ilk'] };
const noPost: Expected = { status: 404, code: 'posts.not_found', notContains: ['Hidden words'] };
const noComment: Expected = { status: 404, code: 'comments.not_found', notContains: ['Hidden words'] };

const rows: [Scenario<Context>['as'], Request, Expected][] = [
  [
    'guest',
    read('a thread', thread),
    { status: 200, contains: ['Milk first.'], notContains: [...secrets, '"viewer"', '"replies"'] },
  ],
  ['owner', read('a thread', thread), { status: 200, contains: [rights(true, true)], notContains: secrets }],
  ['stranger', read('a thread', thread), { status: 200, contains: [rights(false, false)], notContains: secrets }],
  [
    ['moderator', 'admin'],
    read('a thread', thread),
    { status: 200, contains: [rights(false, true)], notContains: secrets },
  ],
  [
    everybody,
    read('a tree', (context) => `${thread(context)}?tree=true`),
    { status: 200, contains: ['"replies":[]'], notContains: secrets },
  ],
  [everybody, read('the thread of a hidden post', hiddenThread), noPost],
  [everybody, read('the thread of nothing', threadOfNothing), noPost],

  ['guest', write('a comment', thread), notSignedIn],
  [
    signedIn,
    write('a comment', thread),
    { status: 201, contains: ['Never milk.', rights(true, true)], notContains: secrets },
  ],
  [signedIn, write('a comment on a hidden post', hiddenThread), noPost],
  [signedIn, write('a comment on nothing', threadOfNothing), noPost],

  ['guest', read('a comment', one), { status: 200, contains: ['Milk first.'], notContains: [...secrets, '"viewer"'] }],
  [signedIn, read('a comment', one), { status: 200, contains: ['Milk first.', '"viewer"'], notContains: secrets }],
  [everybody, read('a comment on a hidden post', hidden), noComment],
  [everybody, read('no comment', nothing), noComment],

  ['guest', edit('a comment', one), notSignedIn],
  [
    'owner',
    edit('a comment', one),
    { status: 200, contains: ['Never milk.'], notContains: [...secrets, 'Milk first'] },
  ],
  [others, edit('a comment', one), notYours],
  [signedIn, edit('a comment on a hidden post', hidden), noComment],
  [signedIn, edit('no comment', nothing), noComment],

  ['guest', remove('a comment', one), notSignedIn],
  ['stranger', remove('a comment', one), notYours],
  [['owner', 'moderator', 'admin'], remove('a comment', one), { status: 204 }],
  [signedIn, remove('a comment on a hidden post', hidden), noComment],
  [signedIn, remove('no comment', nothing), noComment],
];

describe('comments, as seen by', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let poster: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [cast, poster] = [await castOf(kitchen), await kitchen.member()];
  });
  afterAll(() => kitchen.close());

  async function stage(): Promise<Context> {
    const [postId, hiddenPostId] = [await publish(poster), await publish(poster)];
    const { id: commentId } = await comment(cast.owner, postId, 'Milk first.');
    const { id: hiddenCommentId } = await comment(cast.owner, hiddenPostId, 'Hidden words.');
    await poster.api.delete(`/posts/${hiddenPostId}/publication`);
    return { kitchen, cast, postId, commentId, hiddenPostId, hiddenCommentId };
  }

  scenarios(
    stage,
    rows.map(([as, request, expected]) => ({ as, ...request, ...expected })),
  );

  it('leaves a comment alone that somebody had no right to change', async () => {
    const { commentId } = await stage();
    for (const { api } of [cast.stranger, poster, cast.moderator]) await api.patch(`/comments/${commentId}`, body);
    await cast.stranger.api.delete(`/comments/${commentId}`);

    const { body: now } = await cast.owner.api.get(`/comments/${commentId}`);
    expect(now).toMatchObject({ body: 'Milk first.', isDeleted: false, editedAt: null });
  });

  it('lets the author of the post delete what others wrote under it, but not edit it', async () => {
    const { commentId, postId } = await stage();
    const { body: seen } = await poster.api.get(`/comments/${commentId}`);

    expect(seen.viewer).toMatchObject({ canEdit: false, canDelete: true });
    expect((await poster.api.patch(`/comments/${commentId}`, body)).body.code).toBe('comments.not_yours');
    expect((await poster.api.delete(`/comments/${commentId}`)).status).toBe(204);
    expect((await kitchen.guest.get(`/posts/${postId}/comments`)).body.items).toEqual([]);
  });

  it('gives no right over comments by having written some other post', async () => {
    const { commentId } = await stage();
    await publish(cast.stranger);
    await draft(cast.stranger);

    expect((await cast.stranger.api.delete(`/comments/${commentId}`)).status).toBe(403);
  });

  it('shows the author of a post that went back to be a draft its thread, and nobody else', async () => {
    const { hiddenPostId, hiddenCommentId } = await stage();

    expect((await poster.api.get(`/posts/${hiddenPostId}/comments`)).text).toContain('Hidden words.');
    expect((await poster.api.get(`/comments/${hiddenCommentId}`)).status).toBe(200);
    expect((await poster.api.delete(`/comments/${hiddenCommentId}`)).status).toBe(204);
  });
});
