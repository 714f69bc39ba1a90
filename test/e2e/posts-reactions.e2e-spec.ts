import { setTimeout as delay } from 'node:timers/promises';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { etagOf, post, type SeenPost, titlesOf } from '../support/posts.js';
import { PASSWORD, register } from '../support/register.js';
import { castOf } from '../support/scenarios.js';

const NOBODY = '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10';

describe('likes and bookmarks', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
  });
  afterAll(() => kitchen.close());

  const likesOf = async ({ id }: SeenPost) => (await kitchen.guest.get(`/posts/${id}`)).body.likeCount as number;

  it.each(['owner', 'stranger', 'moderator', 'admin'] as const)(
    'are given and taken back by %s, twice as well as once',
    async (role) => {
      const cast = await castOf(kitchen);
      const { api } = cast[role];
      const written = await post(cast.owner);
      for (const what of ['like', 'bookmark'])
        for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE', 'PUT'])
          expect((await api.send(method, `/posts/${written.id}/${what}`)).status).toBe(204);

      expect((await api.get(`/posts/${written.id}`)).body).toMatchObject({
        likeCount: 1,
        viewer: { liked: true, bookmarked: true },
      });
    },
  );

  it('are seen by the one who gave them, and only their number by others', async () => {
    const written = await post(ada);
    await bob.api.put(`/posts/${written.id}/like`);
    await bob.api.put(`/posts/${written.id}/bookmark`);
    const list = `/posts?author=${ada.username}&limit=1`;

    for (const path of [`/posts/${written.id}`, list]) {
      const seen = async (member: Member) => {
        const { body } = await member.api.get(path);
        return (body.items?.[0] ?? body) as SeenPost;
      };
      expect((await seen(bob)).viewer).toEqual({ liked: true, bookmarked: true, canEdit: false });
      expect((await seen(ada)).viewer).toEqual({ liked: false, bookmarked: false, canEdit: true });
      expect((await seen(ada)).likeCount).toBe(1);
      const guest = await kitchen.guest.get(path);
      for (const hidden of ['viewer', 'bookmark', bob.username]) expect(guest.text).not.toContain(hidden);
    }
  });

  it('are counted right when 100 members click at the same time, some of them twice, and some take it back', async () => {
    const written = await post(ada);
    const members: Member[] = [];
    while (members.length < 100) members.push(await kitchen.member());
    const liked = await Promise.all(
      [...members, ...members.slice(0, 20)].map(({ api }) => api.put(`/posts/${written.id}/like`)),
    );
    expect(new Set(liked.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await likesOf(written)).toBe(100);

    await Promise.all(members.slice(0, 40).map(({ api }) => api.delete(`/posts/${written.id}/like`)));
    expect(await likesOf(written)).toBe(60);
  });

  it('are one like when one member clicks 100 times at the same time', async () => {
    const written = await post(ada);
    const answers = await Promise.all(Array.from({ length: 100 }, () => bob.api.put(`/posts/${written.id}/like`)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await likesOf(written)).toBe(1);
  });

  it('are counted as they are after 100 clicks to and fro', async () => {
    const written = await post(ada);
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => bob.api.send(i % 2 ? 'PUT' : 'DELETE', `/posts/${written.id}/like`)),
    );
    const { liked } = (await bob.api.get(`/posts/${written.id}`)).body.viewer;

    expect(await likesOf(written)).toBe(liked ? 1 : 0);
  });

  it('are no edits: the author’s If-Match is good after them, and a reader’s copy is not', async () => {
    const written = await post(ada);
    const etag = await etagOf(ada, written);
    await bob.api.put(`/posts/${written.id}/like`);
    const read = await ada.api.get(`/posts/${written.id}`, { 'if-none-match': etag });

    expect({ status: read.status, likes: read.body.likeCount }).toEqual({ status: 200, likes: 1 });
    expect(read.body.updatedAt).toBe(written.updatedAt);
    expect((await ada.api.patch(`/posts/${written.id}`, { body: 'x' }, { 'if-match': etag })).status).toBe(200);
  });

  it('go with the account that gave them, also while others click', async () => {
    const [one, two] = [await post(ada), await post(ada)];
    const grace = await register(kitchen);
    for (const { id } of [one, two]) {
      await grace.api.put(`/posts/${id}/like`);
      await grace.api.put(`/posts/${id}/bookmark`);
    }
    const others = await Promise.all(Array.from({ length: 10 }, () => kitchen.member()));
    const [left] = await Promise.all([
      grace.api.send('DELETE', '/users/me', { password: PASSWORD }),
      ...others.flatMap(({ api }) => [two, one].map(({ id }) => api.put(`/posts/${id}/like`))),
    ]);

    expect(left.status).toBe(204);
    expect([await likesOf(one), await likesOf(two)]).toEqual([10, 10]);
    expect(await kitchen.sql`select from post_bookmarks where user_id = ${grace.id}`).toEqual([]);
  });

  it('are not there for what the member cannot see', async () => {
    const draft = await post(ada, { status: 'draft' });

    for (const what of ['like', 'bookmark'])
      for (const id of [draft.id, NOBODY])
        for (const method of ['PUT', 'DELETE']) {
          const { status, body } = await bob.api.send(method, `/posts/${id}/${what}`);
          expect({ status, code: body.code }).toEqual({ status: 404, code: 'posts.not_found' });
          expect((await kitchen.guest.send(method, `/posts/${id}/${what}`)).status).toBe(401);
        }
    expect((await ada.api.put(`/posts/${draft.id}/like`)).body.code).toBe('posts.not_published');
    expect((await ada.api.put(`/posts/${draft.id}/bookmark`)).status).toBe(204);
  });

  it('take no fields and no other ids', async () => {
    expect((await bob.api.put('/posts/tea/like')).status).toBe(400);
    expect((await bob.api.put(`/posts/${(await post(ada)).id}/like`, { count: 2 })).status).toBe(422);
  });

  describe('as a list', () => {
    it('show the latest bookmark first, page by page', async () => {
      const member = await kitchen.member();
      const posts: SeenPost[] = [];
      for (const title of ['One', 'Two', 'Three']) posts.push(await post(ada, { title }));
      for (const { id } of [posts[1]!, posts[0]!, posts[2]!]) {
        await member.api.put(`/posts/${id}/bookmark`);
        // Moments are kept in milliseconds, and what falls into the same one is in no order of time.
        await delay(2);
      }
      const first = await member.api.get('/users/me/bookmarks?limit=2');
      const second = await member.api.get(`/users/me/bookmarks?limit=2&cursor=${first.body.nextCursor}`);

      expect([titlesOf(first), titlesOf(second)]).toEqual([['Three', 'One'], ['Two']]);
      expect(first.body.items[0].viewer).toEqual({ liked: false, bookmarked: true, canEdit: false });
      expect((await ada.api.get('/users/me/bookmarks')).text).not.toContain('Three');
      expect((await kitchen.guest.get('/users/me/bookmarks')).status).toBe(401);
    });

    it('leave out what was withdrawn, and show it again', async () => {
      const member = await kitchen.member();
      const written = await post(ada, { title: 'Now and then' });
      await member.api.put(`/posts/${written.id}/bookmark`);
      await ada.api.delete(`/posts/${written.id}/publication`);
      const hidden = await member.api.get('/users/me/bookmarks');
      await ada.api.put(`/posts/${written.id}/publication`);

      expect(hidden.body.items).toEqual([]);
      expect(titlesOf(await member.api.get('/users/me/bookmarks'))).toEqual(['Now and then']);
    });
  });
});
