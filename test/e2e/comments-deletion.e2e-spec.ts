import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { chain, comment, counts, publish, type SeenComment } from '../support/comments.js';

describe('a deleted comment', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;
  let postId: string;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
  });
  beforeEach(async () => {
    postId = await publish(ada);
  });
  afterEach(async () => {
    const { said, real, ...wrong } = await counts(kitchen, postId);
    expect({ said, ...wrong }).toEqual({ said: real, wrongReplyCounts: 0, forgottenTombstones: 0 });
  });
  afterAll(() => kitchen.close());

  const remove = async ({ id }: SeenComment) => (await bob.api.delete(`/comments/${id}`)).status;
  const status = async ({ id }: SeenComment) => (await bob.api.get(`/comments/${id}`)).status;
  const commentCount = async () => (await kitchen.guest.get(`/posts/${postId}`)).body.commentCount;

  it('is gone when nobody replied, and counts no more', async () => {
    const only = await comment(bob, postId, 'regrettable words');
    expect(await commentCount()).toBe(1);

    expect(await remove(only)).toBe(204);
    expect(await status(only)).toBe(404);
    expect((await kitchen.guest.get(`/posts/${postId}/comments`)).body).toEqual({ items: [], nextCursor: null });
    expect(await commentCount()).toBe(0);
    expect(await remove(only)).toBe(404);
  });

  it('leaves a tombstone while it has replies, without a word of it and without its author', async () => {
    const parent = await comment(bob, postId, 'regrettable words');
    const reply = await comment(ada, postId, 'I disagree', parent.id);

    expect(await remove(parent)).toBe(204);
    const tombstone = await bob.api.get(`/comments/${parent.id}`);
    expect(tombstone.body).toEqual({
      id: parent.id,
      postId,
      parentId: null,
      author: null,
      body: null,
      html: null,
      mentions: [],
      likeCount: 0,
      replyCount: 1,
      isDeleted: true,
      isHidden: false,
      isHeld: false,
      createdAt: expect.any(String),
      editedAt: null,
      viewer: { liked: false, canEdit: false, canDelete: false, canConceal: false, canReport: false },
    });
    for (const path of [
      `/posts/${postId}/comments`,
      `/posts/${postId}/comments?tree=true`,
      `/comments/${parent.id}`,
      `/posts/${postId}`,
    ]) {
      for (const api of [kitchen.guest, bob.api, ada.api]) {
        const { text } = await api.get(path);
        expect(text).not.toContain('regrettable');
        expect(text).not.toContain(bob.username);
      }
    }
    expect(await kitchen.sql`select * from comments where comments::text like '%regrettable%'`).toEqual([]);
    expect((await kitchen.guest.get(`/comments/${reply.id}`)).body).toMatchObject({
      body: 'I disagree',
      parentId: parent.id,
    });
    expect(await commentCount()).toBe(1);
  });

  it('cannot be deleted, edited or replied to again as a tombstone, not even by a moderator', async () => {
    const parent = await comment(bob, postId, 'words');
    await comment(ada, postId, 'a reply', parent.id);
    await remove(parent);
    const moderator = await kitchen.member({ role: 'moderator' });
    const before = (await kitchen.guest.get(`/comments/${parent.id}`)).text;

    for (const { api } of [bob, ada, moderator]) {
      expect((await api.delete(`/comments/${parent.id}`)).body.code).toBe('comments.not_found');
      expect((await api.patch(`/comments/${parent.id}`, { body: 'x' })).body.code).toBe('comments.not_found');
      const reply = await api.post(`/posts/${postId}/comments`, { body: 'x', parentId: parent.id });
      expect([reply.status, reply.body.code]).toEqual([409, 'comments.parent_deleted']);
      expect(reply.body.errors).toEqual([expect.objectContaining({ pointer: '/parentId' })]);
    }
    expect((await kitchen.guest.get(`/comments/${parent.id}`)).text).toBe(before);
  });

  it('takes the tombstones above it along whose last reply it was, and no more', async () => {
    const [a, b, c, d] = await chain(bob, postId, ['a', 'b', 'c', 'd']);
    const sister = await comment(bob, postId, 'sister of b', a!.id);
    for (const link of [a!, b!, c!]) expect(await remove(link)).toBe(204);
    expect(await Promise.all([a!, b!, c!, d!].map(status))).toEqual([200, 200, 200, 200]);

    expect(await remove(d!)).toBe(204);
    expect(await Promise.all([a!, b!, c!, d!].map(status))).toEqual([200, 404, 404, 404]);
    expect((await kitchen.guest.get(`/comments/${a!.id}`)).body).toMatchObject({ replyCount: 1, isDeleted: true });

    expect(await remove(sister)).toBe(204);
    expect(await status(a!)).toBe(404);
    expect(await kitchen.sql`select from comments where post_id = ${postId}`).toEqual([]);
  });

  it('takes one reply off a living parent, which stays when that was the last', async () => {
    const [parent, reply] = await chain(bob, postId, ['parent', 'reply']);
    await remove(reply!);

    expect((await kitchen.guest.get(`/comments/${parent!.id}`)).body).toMatchObject({
      replyCount: 0,
      isDeleted: false,
    });
  });

  it('goes up a long chain of tombstones in one step', async () => {
    const links = await chain(
      bob,
      postId,
      Array.from({ length: 60 }, (_, i) => `link ${i}`),
    );
    for (const link of links.slice(0, -1)) await remove(link);
    await remove(links.at(-1)!);

    expect(await kitchen.sql`select from comments where post_id = ${postId}`).toEqual([]);
  });

  it('is all there still, and so are the counts, when If-Match is stale', async () => {
    const [parent, reply] = await chain(bob, postId, ['parent', 'reply']);
    for (const { id } of [parent!, reply!]) {
      const etag = (await bob.api.get(`/comments/${id}`)).headers.get('etag')!;
      await bob.api.patch(`/comments/${id}`, { body: 'edited' });
      const answer = await bob.api.delete(`/comments/${id}`, { 'if-match': etag });

      const now = await bob.api.get(`/comments/${id}`);
      expect([answer.status, answer.headers.get('etag')]).toEqual([412, now.headers.get('etag')]);
      expect(now.body.isDeleted).toBe(false);
    }
    expect(await commentCount()).toBe(2);
    const etag = (await bob.api.get(`/comments/${parent!.id}`)).headers.get('etag')!;
    expect((await bob.api.delete(`/comments/${parent!.id}`, { 'if-match': etag })).status).toBe(204);
  });

  it('is not what a comment becomes whose author’s account is deleted: that loses its author only', async () => {
    const carol = await kitchen.member();
    const parent = await comment(carol, postId, 'still worth reading');
    await comment(bob, postId, 'indeed', parent.id);
    await kitchen.sql`delete from users where id = ${carol.id}`;

    const { body, text } = await ada.api.get(`/comments/${parent.id}`);
    expect(body).toMatchObject({ author: null, body: 'still worth reading', isDeleted: false, replyCount: 1 });
    expect(body.viewer).toMatchObject({ canEdit: false, canDelete: true });
    expect(text).not.toContain(carol.username);
    expect(await commentCount()).toBe(2);
  });

  it('is not there while its post is in the trash, and goes with it', async () => {
    const links = await chain(bob, postId, ['a', 'b', 'c']);
    await remove(links[1]!);
    expect((await ada.api.delete(`/posts/${postId}`)).status).toBe(204);

    expect(await Promise.all(links.map(status))).toEqual([404, 404, 404]);
    expect(await kitchen.sql`select from comments where post_id = ${postId}`).toHaveLength(3);
    await ada.api.delete(`/users/me/trash/${postId}`);
    expect(await kitchen.sql`select from comments where post_id = ${postId}`).toEqual([]);
  });
});
