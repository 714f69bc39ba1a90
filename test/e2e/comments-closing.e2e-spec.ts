import { CommentedPosts } from '../../src/modules/comments/commented-posts.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { comment } from '../support/comments.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

interface Context {
  kitchen: Kitchen;
  cast: Cast;
  postId: string;
  commentId: string;
}

const body = { body: 'One thing more.' };
const all = ['guest', 'owner', 'stranger', 'moderator', 'admin'] as const;

/** A post of the owner with a comment of the stranger. */
async function aPost(kitchen: Kitchen, cast: Cast): Promise<Context> {
  const post = await cast.owner.api.post('/posts', { title: 'About tea', body: 'Hot water first?' });
  const { id } = await comment(cast.stranger, post.body.id, 'Milk first.');
  return { kitchen, cast, postId: post.body.id, commentId: id };
}

const thread = ({ postId }: Context) => `/posts/${postId}/comments`;
const post = ({ postId }: Context) => `/posts/${postId}`;
const one = ({ commentId }: Context) => `/comments/${commentId}`;
const like = ({ commentId }: Context) => `/comments/${commentId}/like`;
const reply = { ...body, parentId: undefined as string | undefined };
const replyTo = ({ commentId }: Context) => ({ ...reply, parentId: commentId });
const closed = { status: 403, code: 'comments.closed', notContains: ['One thing'] };

/** What is the same whyever they are closed. */
const whenClosed = [
  { title: 'a comment', as: 'guest', method: 'POST', path: thread, body, status: 401 },
  { title: 'a comment', as: 'stranger', method: 'POST', path: thread, body, ...closed },
  { title: 'a reply', as: 'stranger', method: 'POST', path: thread, body: replyTo, ...closed },
  { title: 'a comment', as: ['owner', 'moderator', 'admin'], method: 'POST', path: thread, body, status: 201 },
  { title: 'the thread', as: all, method: 'GET', path: thread, status: 200, contains: ['Milk first.'] },
  { title: 'a comment', as: all, method: 'GET', path: one, status: 200, contains: ['Milk first.'] },
  { title: 'the post', as: all, method: 'GET', path: post, status: 200, contains: ['"areCommentsOpen":false'] },
  { title: 'a like', as: ['owner', 'moderator'], method: 'PUT', path: like, status: 204 },
  { title: 'an edit', as: 'stranger', method: 'PATCH', path: one, body, status: 200 },
  { title: 'a deletion', as: ['stranger', 'owner', 'moderator'], method: 'DELETE', path: one, status: 204 },
] as const;

describe('comments that are closed', () => {
  let kitchen: Kitchen;
  let cast: Cast;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());

  const closedPost = async () => {
    const context = await aPost(kitchen, cast);
    expect((await cast.owner.api.patch(post(context), { areCommentsOpen: false })).status).toBe(200);
    return context;
  };

  describe('by the author of the post, for', () => {
    scenarios<Context>(closedPost, whenClosed);
  });

  describe('can be closed and opened by', () => {
    const path = post;
    const change = (areCommentsOpen: unknown) => ({ method: 'PATCH' as const, path, body: { areCommentsOpen } });
    scenarios<Context>(closedPost, [
      { title: 'a post', as: 'guest', ...change(true), status: 401 },
      {
        title: 'a post',
        as: ['stranger', 'moderator', 'admin'],
        ...change(true),
        status: 403,
        code: 'posts.not_yours',
      },
      { title: 'a post', as: 'owner', ...change(true), status: 200, contains: ['"areCommentsOpen":true'] },
      { title: 'a post', as: 'owner', ...change(false), status: 200, contains: ['"areCommentsOpen":false'] },
      ...[null, 'false', 0, []].map((wrong) => ({
        ...{ title: `${JSON.stringify(wrong)} for a post`, as: 'owner' as const, ...change(wrong), status: 422 },
        ...{ code: 'http.validation_failed', contains: ['/areCommentsOpen'] },
      })),
    ]);
  });

  it('are open unless a post is written with them closed', async () => {
    const write = async (fields: object) =>
      (await cast.owner.api.post('/posts', { title: 'Tea', body: 'Hot.', ...fields })).body.areCommentsOpen as boolean;

    expect([await write({}), await write({ areCommentsOpen: false }), await write({ status: 'draft' })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('make an edit of the post, but no revision', async () => {
    const context = await aPost(kitchen, cast);
    const [before, revisions] = [
      (await cast.owner.api.get(post(context))).headers.get('etag'),
      `${post(context)}/revisions`,
    ];
    const count = async () => (await cast.owner.api.get(revisions)).body.items.length as number;
    const written = await count();
    const answer = await cast.owner.api.patch(post(context), { areCommentsOpen: false });
    const again = await cast.owner.api.patch(post(context), { areCommentsOpen: false });

    expect(answer.headers.get('etag')).not.toBe(before);
    expect(again.headers.get('etag')).toBe(answer.headers.get('etag'));
    expect(await count()).toBe(written);
  });

  it('are taken when they are open again by the time it is asked why they were not', async () => {
    const context = await closedPost();
    const posts = kitchen.nest.get(CommentedPosts, { strict: false });
    const ask = jest.spyOn(posts, 'requireCommentable').mockImplementationOnce(async (user, postId) => {
      await cast.owner.api.patch(post(context), { areCommentsOpen: true });
      await posts.requireCommentable(user, postId);
    });
    try {
      expect((await cast.stranger.api.post(thread(context), body)).status).toBe(201);
      expect(ask).toHaveBeenCalledTimes(2);
    } finally {
      ask.mockRestore();
    }
  });

  it('take none after the answer that closed them, however many are on their way', async () => {
    const context = await aPost(kitchen, cast);
    const writers = await Promise.all(Array.from({ length: 4 }, () => kitchen.member()));
    const write = (n: number) => writers[n % 4]!.api.post(thread(context), { body: `Comment ${n}` });
    const [first, closing, ...more] = await Promise.all([
      write(0),
      cast.owner.api.patch(post(context), { areCommentsOpen: false }).then(async (answer) => {
        const [row] = await kitchen.sql<{ n: number }>`
          select count(*)::int as n from comments where post_id = ${context.postId}`;
        return { status: answer.status, comments: row!.n };
      }),
      ...Array.from({ length: 20 }, (_, n) => write(n + 1)),
    ]);
    const codes = [first, ...more].map(({ status, body: { code } }) => (status === 201 ? 201 : code));
    const [row] = await kitchen.sql<{ n: number }>`
      select count(*)::int as n from comments where post_id = ${context.postId}`;

    expect(closing.status).toBe(200);
    expect(codes.filter((code) => code !== 201 && code !== 'comments.closed')).toEqual([]);
    expect(row!.n).toBe(closing.comments);
  });
});

describe('comments that close by age', () => {
  let kitchen: Kitchen;
  let cast: Cast;

  beforeAll(async () => {
    kitchen = await startKitchen({ COMMENTS_CLOSE_AFTER_DAYS: '14' });
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());

  const publishedAgo = async (age: string) => {
    const context = await aPost(kitchen, cast);
    await kitchen.sql`
      update posts set published_at = now() - ${age}::interval, created_at = now() - ${age}::interval
      where id = ${context.postId}`;
    return context;
  };

  describe('are closed after that for', () => {
    scenarios<Context>(
      () => publishedAgo('14 days 1 second'),
      [
        ...whenClosed,
        {
          ...{ title: 'opening the post', as: 'owner', method: 'PATCH', path: post, body: { areCommentsOpen: true } },
          ...{ status: 200, contains: ['"areCommentsOpen":false'] },
        },
      ],
    );
  });

  it('are open until then, and on a draft however old', async () => {
    const context = await publishedAgo('13 days 23 hours');

    expect((await kitchen.guest.get(post(context))).body.areCommentsOpen).toBe(true);
    expect((await cast.stranger.api.post(thread(context), body)).status).toBe(201);
    const old = await publishedAgo('20 days');
    const draft = await cast.owner.api.delete(`${post(old)}/publication`);
    expect(draft.body.areCommentsOpen).toBe(true);
  });
});
