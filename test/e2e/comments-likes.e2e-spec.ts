import { v7 as newId } from 'uuid';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { allPages, bodies, comment, publish, type SeenComment } from '../support/comments.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

describe('likes of comments', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let ada: Member;
  let postId: string;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
    [cast, ada] = [await castOf(kitchen), await kitchen.member()];
    postId = await publish(ada);
  });
  afterAll(() => kitchen.close());

  const like = (member: Member, { id }: Pick<SeenComment, 'id'>) => member.api.put(`/comments/${id}/like`);
  const unlike = (member: Member, { id }: Pick<SeenComment, 'id'>) => member.api.delete(`/comments/${id}/like`);
  const seenBy = async ({ api }: Pick<Member, 'api'>, { id }: Pick<SeenComment, 'id'>) =>
    (await api.get(`/comments/${id}`)).body;
  const times = <T>(count: number, act: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, i) => act(i)));

  describe('are given and taken back by', () => {
    const signedIn = ['owner', 'stranger', 'moderator', 'admin'] as const;
    const path = ({ liked }: { liked: string }) => `/comments/${liked}/like`;
    const hidden = ({ onDraft }: { onDraft: string }) => `/comments/${onDraft}/like`;
    const nothing = () => `/comments/${newId()}/like`;
    const noComment = { status: 404, code: 'comments.not_found', notContains: ['words'] };

    scenarios(
      async () => {
        const { id: liked } = await comment(cast.owner, postId, `Good words, ${newId()}.`);
        const unpublished = await publish(ada);
        const { id: onDraft } = await comment(cast.owner, unpublished, 'Hidden words.');
        await ada.api.delete(`/posts/${unpublished}/publication`);
        return { kitchen, cast, liked, onDraft };
      },
      (['PUT', 'DELETE'] as const).flatMap((method) => [
        { title: 'a like', as: 'guest' as const, method, path, status: 401 },
        { title: 'a like', as: signedIn, method, path, status: 204 },
        { title: 'a like under a draft', as: signedIn, method, path: hidden, ...noComment },
        { title: 'a like of nothing', as: signedIn, method, path: nothing, ...noComment },
        { title: 'a like with a body', as: 'owner' as const, method, path, body: { stars: 5 }, status: 422 },
      ]),
    );
  });

  it('are counted once for each member, and shown to that member', async () => {
    const liked = await comment(ada, postId, 'well said');
    const { stranger } = cast;
    for (let i = 0; i < 3; i++) expect((await like(stranger, liked)).status).toBe(204);

    expect(await seenBy(stranger, liked)).toMatchObject({ likeCount: 1, viewer: { liked: true } });
    expect(await seenBy(ada, liked)).toMatchObject({ likeCount: 1, viewer: { liked: false } });
    expect(await seenBy({ api: kitchen.guest }, liked)).not.toHaveProperty('viewer');
    const listed = (await stranger.api.get(`/posts/${postId}/comments?sort=newest&tree=true`)).body.items[0];
    expect(listed).toMatchObject({ id: liked.id, likeCount: 1, viewer: { liked: true } });
    for (let i = 0; i < 3; i++) expect((await unlike(stranger, liked)).status).toBe(204);
    expect(await seenBy(stranger, liked)).toMatchObject({ likeCount: 0, viewer: { liked: false } });
  });

  it('are counted exactly when 100 members click at once, some of them twice, some of them back', async () => {
    const liked = await comment(ada, postId, 'famous words');
    const members = await times(100, () => kitchen.member());
    const answers = await Promise.all([
      ...members.map((member) => like(member, liked)),
      ...members.slice(0, 30).map((member) => like(member, liked)),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect((await seenBy(ada, liked)).likeCount).toBe(100);

    await Promise.all(members.slice(0, 40).flatMap((member) => [unlike(member, liked), unlike(member, liked)]));
    expect((await seenBy(ada, liked)).likeCount).toBe(60);
  }, 30_000);

  it('leave the entity tag good for If-Match', async () => {
    const liked = await comment(ada, postId, 'before');
    const etag = (await ada.api.get(`/comments/${liked.id}`)).headers.get('etag')!;
    await like(cast.stranger, liked);

    const fresh = await ada.api.get(`/comments/${liked.id}`, { 'if-none-match': etag });
    expect([fresh.status, fresh.body.likeCount]).toEqual([200, 1]);
    const edited = await ada.api.patch(`/comments/${liked.id}`, { body: 'after' }, { 'if-match': etag });
    expect([edited.status, edited.body.likeCount]).toEqual([200, 1]);
  });

  it('go with the comment, and none comes to its tombstone, however close the race', async () => {
    const members = await times(8, () => kitchen.member());
    for (let round = 0; round < 8; round++) {
      const liked = await comment(ada, postId, `doomed ${round}`);
      await comment(ada, postId, `reply ${round}`, liked.id);
      const answers = await Promise.all([
        ...members.slice(0, 4).map((member) => like(member, liked)),
        ada.api.delete(`/comments/${liked.id}`),
        ...members.slice(4).map((member) => like(member, liked)),
      ]);

      expect(answers.filter(({ status }) => status !== 204 && status !== 404)).toEqual([]);
      expect(await seenBy(ada, liked)).toMatchObject({ isDeleted: true, likeCount: 0 });
      expect((await like(cast.stranger, liked)).body.code).toBe('comments.not_found');
      expect(await kitchen.sql`select from comment_likes where comment_id = ${liked.id}`).toEqual([]);
    }
  });

  it('go with the account of whoever gave them, and are counted no more', async () => {
    const liked = await comment(ada, postId, 'liked by two');
    const leaving = await kitchen.member();
    await like(leaving, liked);
    await like(cast.stranger, liked);
    await kitchen.sql`delete from users where id = ${leaving.id}`;

    expect((await seenBy(ada, liked)).likeCount).toBe(1);
  });

  describe('put the best first with sort=top', () => {
    const list = (post: string, query: string) => kitchen.guest.get(`/posts/${post}/comments?sort=top&${query}`);

    /** Top-level comments with so many likes each, oldest first; `parentId` makes replies of them. */
    async function liked(likes: readonly number[], parentId?: string, post?: string) {
      const thread = post ?? (await publish(ada));
      for (const [index, count] of likes.entries()) {
        const { id } = await comment(ada, thread, `${index}: ${count}`, parentId);
        await kitchen.sql`update comments set like_count = ${count} where id = ${id}`;
      }
      return thread;
    }

    it('and of equally good ones the newest', async () => {
      expect(bodies(await list(await liked([0, 2, 0, 5, 2]), ''))).toEqual(['3: 5', '4: 2', '1: 2', '2: 0', '0: 0']);
    });

    it('in pages that show each once', async () => {
      const thread = await liked([1, 1, 0, 3, 1, 0, 2, 0]);
      const whole = await list(thread, 'limit=100');
      const pages = await allPages((cursor) => list(thread, `limit=3${cursor}`));

      expect(pages).toEqual(whole.body.items);
      expect(pages.map(({ likeCount }) => likeCount)).toEqual([3, 2, 1, 1, 1, 0, 0, 0]);
    });

    it('on every level of a tree', async () => {
      const thread = await liked([1, 4]);
      const [best] = (await list(thread, '')).body.items as SeenComment[];
      await liked([0, 7, 3], best!.id, thread);
      const { items } = (await list(thread, 'tree=true')).body as { items: SeenComment[] };

      expect(items[0]!.replies!.map(({ likeCount }) => likeCount)).toEqual([7, 3, 0]);
      const replies = await list(thread, `parent=${best!.id}&limit=2`);
      expect((replies.body.items as SeenComment[]).map(({ likeCount }) => likeCount)).toEqual([7, 3]);
    });
  });
});
