import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { post, titlesOf } from '../support/posts.js';
import { PASSWORD, register } from '../support/register.js';
import { castOf } from '../support/scenarios.js';

const usernames = (items: { username: string }[]) => items.map(({ username }) => username);

describe('following', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const follow = (who: Member, whom: Member) => who.api.put(`/users/${whom.username}/follow`);
  const unfollow = (who: Member, whom: Member) => who.api.delete(`/users/${whom.username}/follow`);
  const profile = async ({ username }: Member, by = kitchen.guest) => (await by.get(`/users/${username}`)).body;
  const members = async (count: number): Promise<Member[]> => {
    const made: Member[] = [];
    while (made.length < count) made.push(await kitchen.member());
    return made;
  };

  it.each(['stranger', 'moderator', 'admin'] as const)('works for %s, twice as well as once', async (role) => {
    const cast = await castOf(kitchen);
    for (const act of [follow, follow, unfollow, unfollow, follow])
      expect((await act(cast[role], cast.owner)).status).toBe(204);

    expect(await profile(cast.owner, cast[role].api)).toMatchObject({ followerCount: 1, viewer: { following: true } });
    expect(await profile(cast[role])).toMatchObject({ followingCount: 1, followerCount: 0 });
  });

  it('shows in a profile how many posts, followers and followed there are', async () => {
    const [bob, eve] = await members(2);
    await follow(bob!, eve!);
    const { id } = await post(eve!);
    await post(eve!, { status: 'draft' });
    await post(eve!, { publishAt: '2090-01-01T00:00:00Z' });
    const counts = { postCount: 1, followerCount: 1, followingCount: 0 };

    expect(await profile(eve!)).toEqual({
      ...{
        username: eve!.username,
        displayName: eve!.username,
        avatarUrl: null,
        bio: null,
        createdAt: expect.any(String),
      },
      ...counts,
    });
    expect(await profile(eve!, bob!.api)).toMatchObject({ ...counts, viewer: { following: true } });
    expect(await profile(eve!, ada.api)).toMatchObject({ ...counts, viewer: { following: false } });
    expect((await eve!.api.get('/users/me')).body).toMatchObject(counts);
    await eve!.api.delete(`/posts/${id}/publication`);
    expect((await profile(eve!)).postCount).toBe(0);
    await eve!.api.put(`/posts/${id}/publication`);
    await eve!.api.delete(`/posts/${id}`);
    expect((await profile(eve!)).postCount).toBe(0);
    await eve!.api.post(`/posts/${id}/restoration`);
    expect((await profile(eve!)).postCount).toBe(1);
  });

  it('counts right when 100 members begin at the same time, and some stop', async () => {
    const [star] = await members(1);
    const fans = await members(100);
    const answers = await Promise.all([...fans, ...fans.slice(0, 20)].map((fan) => follow(fan, star!)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect((await profile(star!)).followerCount).toBe(100);
    await Promise.all(fans.slice(0, 30).map((fan) => unfollow(fan, star!)));
    expect((await profile(star!)).followerCount).toBe(70);
  });

  it('does not get in its own way when everybody follows everybody at the same moment', async () => {
    const all = await members(6);
    const pairs = all.flatMap((who) => all.filter((whom) => whom !== who).map((whom) => [who, whom] as const));
    const answers = await Promise.all(pairs.map(([who, whom]) => follow(who, whom)));

    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(204));
    for (const each of all) expect(await profile(each)).toMatchObject({ followerCount: 5, followingCount: 5 });
  });

  it('is not possible with oneself, nobody, or without an account', async () => {
    const own = await follow(ada, ada);
    expect({ status: own.status, code: own.body.code }).toEqual({ status: 403, code: 'users.cannot_follow_self' });
    expect((await unfollow(ada, ada)).status).toBe(204);
    for (const method of ['PUT', 'DELETE']) {
      const { status, body } = await ada.api.send(method, '/users/nobody_at_all/follow');
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'users.not_found' });
      expect((await kitchen.guest.send(method, `/users/${ada.username}/follow`)).status).toBe(401);
    }
    for (const list of ['followers', 'following'])
      expect((await kitchen.guest.get(`/users/nobody_at_all/${list}`)).body.code).toBe('users.not_found');
    expect((await profile(ada)).followingCount).toBe(0);
  });

  it('has an end at 5,000', async () => {
    const [many, one] = await members(2);
    await kitchen.sql`update users set following_count = 5000 where id = ${many!.id}`;
    const { status, body } = await follow(many!, one!);

    expect({ status, code: body.code }).toEqual({ status: 409, code: 'users.follows_too_many' });
    expect((await profile(one!)).followerCount).toBe(0);
  });

  it('lists followers and followed, the latest first, page by page', async () => {
    const [star, ...fans] = await members(5);
    for (const fan of fans) await follow(fan, star!);
    await follow(ada, fans[0]!);
    const path = `/users/${star!.username.toUpperCase()}/followers?limit=3`;
    const first = await ada.api.get(path);
    const second = await ada.api.get(`${path}&cursor=${first.body.nextCursor}`);

    expect(usernames([...first.body.items, ...second.body.items])).toEqual(usernames(fans.toReversed()));
    expect(second.body).toMatchObject({ items: [{ viewer: { following: true } }], nextCursor: null });
    expect(first.body.items[0].viewer).toEqual({ following: false });
    const guest = await kitchen.guest.get(`/users/${fans[0]!.username}/following`);
    expect(usernames(guest.body.items)).toEqual([star!.username]);
    for (const hidden of ['viewer', 'email', '"id"']) expect(guest.text).not.toContain(hidden);
    expect((await kitchen.guest.get(`/users/${star!.username}/following`)).body).toEqual({
      items: [],
      nextCursor: null,
    });
    expect(
      (await kitchen.guest.get(`/users/${ada.username}/followers?cursor=${first.body.nextCursor}`)).body.code,
    ).toBe('http.invalid_cursor');
  });

  it('ends with either account, and is not counted any more', async () => {
    const grace = await register(kitchen);
    const [bob] = await members(1);
    await grace.api.put(`/users/${bob!.username}/follow`);
    await bob!.api.put(`/users/${grace.username}/follow`);
    expect(await profile(bob!)).toMatchObject({ followerCount: 1, followingCount: 1 });
    expect((await grace.api.send('DELETE', '/users/me', { password: PASSWORD })).status).toBe(204);

    expect(await profile(bob!)).toMatchObject({ followerCount: 0, followingCount: 0 });
    expect((await kitchen.guest.get(`/users/${bob!.username}/followers`)).body.items).toEqual([]);
  });

  describe('makes a feed', () => {
    it('of what those have published whom I follow, the newest first, and of nothing else', async () => {
      const [reader, bob, eve, other] = await members(4);
      await follow(reader!, bob!);
      await follow(reader!, eve!);
      await post(bob!, { title: 'B1' });
      await post(eve!, { title: 'E1' });
      await post(other!, { title: 'Not followed' });
      await post(reader!, { title: 'My own' });
      await post(bob!, { title: 'Draft', status: 'draft' });
      await post(bob!, { title: 'Planned', publishAt: '2090-01-01T00:00:00Z' });
      const trashed = await post(bob!, { title: 'Trashed' });
      await bob!.api.delete(`/posts/${trashed.id}`);
      await post(bob!, { title: 'B2' });
      const feed = await reader!.api.get('/posts/feed');

      expect(titlesOf(feed)).toEqual(['B2', 'E1', 'B1']);
      expect(feed.body.items[0].viewer).toEqual({ liked: false, bookmarked: false, canEdit: false });
      for (const hidden of ['"body"', '"html"']) expect(feed.text).not.toContain(hidden);
      await unfollow(reader!, bob!);
      expect(titlesOf(await reader!.api.get('/posts/feed'))).toEqual(['E1']);
      expect(titlesOf(await other!.api.get('/posts/feed'))).toEqual([]);
      expect((await kitchen.guest.get('/posts/feed')).status).toBe(401);
    });

    it('that is paged through without skipping or doubling one, while others write', async () => {
      const [reader, ...authors] = await members(6);
      for (const author of authors) await follow(reader!, author);
      for (let i = 0; i < 25; i++) await post(authors[(i * i) % 5]!, { title: `${i}` });
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await reader!.api.get(`/posts/feed?limit=4${cursor && `&cursor=${cursor}`}`);
        seen.push(...titlesOf(page));
        cursor = page.body.nextCursor as string | null;
        await post(authors[0]!, { title: 'meanwhile' });
      }

      expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `${24 - i}`));
    });
  });
});
