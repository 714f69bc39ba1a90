import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment } from '../support/comments.js';
import { HOSTILE_SEARCHES } from '../support/hostile-searches.js';
import { post } from '../support/posts.js';
import { todo } from '../support/todos.js';

interface Result {
  type: string;
  id: string;
  title: string;
  highlight: { title: string; excerpt: string };
  score: number;
  url: string;
}

describe('searching everything', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const search = async (q: string, more = '', api = ada.api): Promise<Result[]> =>
    (await api.get(`/search?q=${encodeURIComponent(q)}${more}`)).body.items as Result[];
  const typesOf = (results: Result[]) => results.map(({ type }) => type);

  it('finds posts, comments, my todos and members, and merges them by how well they match', async () => {
    const { id: postId, slug } = await post(ada, { title: 'The okapi', body: 'A **giraffe**.' });
    const { id: commentId } = await comment(ada, postId, 'I once saw an *okapi*.');
    const { id: todoId } = await todo(ada, { title: 'See an okapi', notes: 'In the zoo.' });
    const { username } = await kitchen.member({ username: 'okapi_friend' });
    const results = await search('okapi');

    expect(typesOf(results).sort()).toEqual(['comments', 'posts', 'todos', 'users']);
    expect(results.at(-1)).toMatchObject({
      type: 'comments',
      id: commentId,
      title: 'The okapi',
      highlight: { title: 'The okapi', excerpt: 'I once saw an <mark>okapi</mark>.' },
      url: `/api/v1/comments/${commentId}`,
    });
    const scores = results.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
    for (const { url } of results)
      expect({ url, status: (await ada.api.get(`/${url}`)).status }).toEqual({ url, status: 200 });
    expect(results.map(({ url }) => url).sort()).toEqual(
      [
        `/api/v1/comments/${commentId}`,
        `/api/v1/posts/${slug}`,
        `/api/v1/todos/${todoId}`,
        `/api/v1/users/${username}`,
      ].sort(),
    );
    expect(Object.keys(results[0]!).sort()).toEqual(['highlight', 'id', 'score', 'title', 'type', 'url']);
  });

  it('looks only for what is asked for', async () => {
    expect(typesOf(await search('okapi', '&type=posts'))).toEqual(['posts']);
    expect(typesOf(await search('okapi', '&type=users,comments')).sort()).toEqual(['comments', 'users']);
    expect(typesOf(await search('okapi', '&type=users&type=comments')).sort()).toEqual(['comments', 'users']);
    expect(typesOf(await search('okapi in:title')).sort()).toEqual(['posts', 'todos', 'users']);
  });

  it('finds members by a part of their names, what they say of themselves, and the sign', async () => {
    const grace = await kitchen.member({ username: 'grace_hopper' });
    await grace.api.patch('/users/me', { displayName: 'Amazing Gräce', bio: 'Compilers & moths.' });
    const names = async (q: string) => (await search(q, '&type=users')).map(({ title }) => title);

    for (const q of [
      'hopper',
      'grace hop',
      'amaz',
      'Grace',
      'grace_hop',
      'moth',
      '@grace',
      '@GRACE_HOPPER',
      'amazng',
    ]) {
      expect({ q, names: await names(q) }).toEqual({ q, names: ['Amazing Gräce'] });
    }
    expect(await names('example.com')).toEqual([]);
    expect(await names('@hopper')).toEqual([]);
  });

  it('reads authors, tags and dates of each kind of thing as they are meant there', async () => {
    const [bob, cleo] = [await kitchen.member(), await kitchen.member()];
    const { id } = await post(bob, { title: 'Quokka', body: '…', tags: ['marsupial'] });
    await comment(cleo, id, 'A quokka, indeed.');
    await todo(cleo, { title: 'Feed the quokka', labels: ['Marsupial'] });
    const types = async (q: string) => typesOf(await search(q, '', cleo.api)).sort();

    expect(await types('quokka')).toEqual(['comments', 'posts', 'todos']);
    expect(await types(`quokka @${bob.username}`)).toEqual(['posts']);
    expect(await types(`quokka @${cleo.username}`)).toEqual(['comments', 'todos']);
    expect(await types('quokka tag:marsupial')).toEqual(['posts', 'todos']);
    expect(await types('quokka before:2020-01-01')).toEqual([]);
    expect(await types('quokka after:2020-01-01')).toEqual(['comments', 'posts', 'todos']);
    expect(await types('-quokka tag:marsupial')).toEqual([]);
  });

  it('forgives a typo in titles and names when nothing at all has the words', async () => {
    await todo(ada, { title: 'Sharpen the knives' });
    await post(ada, { title: 'Sharpening a knife', body: '…' });

    expect(typesOf(await search('sharpning')).sort()).toEqual(['posts', 'todos']);
    expect(typesOf(await search('sharpening')).sort()).toEqual(['posts', 'todos']);
    expect(await search('sharpning', '&type=comments')).toEqual([]);
  });

  it('pages through all kinds without skipping or doubling one', async () => {
    for (let i = 0; i < 5; i++) {
      const { id } = await post(ada, { title: `Numbat ${i}`, body: 'numbat' });
      await comment(ada, id, `A numbat ${i}`);
      await todo(ada, { title: `numbat ${i}` });
    }
    const all = await search('numbat', '&limit=100');
    const seen: Result[] = [];
    for (let cursor = ''; ;) {
      const { body } = await ada.api.get(`/search?q=numbat&limit=4${cursor}`);
      seen.push(...(body.items as Result[]));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }

    expect(all).toHaveLength(15);
    expect(seen).toEqual(all);
  });

  it('refuses the cursor of another search', async () => {
    const { nextCursor } = (await ada.api.get('/search?q=numbat&limit=4')).body;

    for (const query of ['q=numba', 'q=numbat&type=posts']) {
      const answer = await ada.api.get(`/search?${query}&cursor=${nextCursor}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'http.invalid_cursor' } });
    }
  });

  it.each([
    ['', '/q'],
    ['q=', '/q'],
    ['q=tea&type=', '/type'],
    ['q=tea&type=photos', '/type'],
    ['q=tea&type=posts,', '/type'],
    ['q=tea&type[x]=posts', '/type[x]'],
    ['q=tea&sort=newest', '/sort'],
    ['q=after:soon', '/q'],
  ])('refuses ?%s by name', async (query, pointer) => {
    const { status, body } = await kitchen.guest.get(`/search?${query}`);

    expect({ status, pointer: body.errors?.[0].pointer }).toEqual({ status: 400, pointer });
  });

  it('takes anything for words', async () => {
    for (const q of HOSTILE_SEARCHES) {
      const { status } = await ada.api.get(`/search?q=${encodeURIComponent(q)}`);
      expect({ q, status }).toEqual({ q, status: 200 });
      const todos = await ada.api.get(`/todos?q=${encodeURIComponent(q)}`);
      expect({ q, status: todos.status }).toEqual({ q, status: 200 });
    }
  });

  describe('shows only what one may see:', () => {
    it('no draft, no deleted comment, none under a draft, no one else’s todo, nobody suspended or gone', async () => {
      const [owner, stranger] = [await kitchen.member(), await kitchen.member()];
      const [moderator, admin] = [await kitchen.member({ role: 'moderator' }), await kitchen.member({ role: 'admin' })];
      await post(owner, { title: 'Wolverine draft', body: 'wolverine', status: 'draft' });
      const shown = await post(owner, { title: 'A post', body: '…' });
      const parent = await comment(owner, shown.id, 'A wolverine that is deleted.');
      await comment(stranger, shown.id, 'A reply, so that a tombstone stays.', parent.id);
      await owner.api.delete(`/comments/${parent.id}`);
      const hidden = await post(owner, { title: 'Another post', body: '…' });
      await comment(stranger, hidden.id, 'A wolverine under what is taken back.');
      await owner.api.delete(`/posts/${hidden.id}/publication`);
      await todo(owner, { title: 'Feed the wolverine', notes: 'wolverine' });
      const soon = new Date(Date.now() + 3_600_000).toISOString();
      await post(owner, { title: 'Wolverine later', body: 'wolverine', status: 'scheduled', publishAt: soon });
      const thrownAway = await post(owner, { title: 'Wolverine in the trash', body: 'wolverine' });
      await comment(stranger, thrownAway.id, 'A wolverine under what is in the trash.');
      await owner.api.delete(`/posts/${thrownAway.id}`);
      const concealed = await comment(stranger, shown.id, 'A wolverine that is concealed.');
      expect((await moderator.api.put(`/comments/${concealed.id}/concealment`)).status).toBeLessThan(300);
      const held = await comment(stranger, shown.id, 'A wolverine that is held.');
      await kitchen.sql`update comments set held_at = now() where id = ${held.id}`;
      const { id: trashed } = await todo(owner, { title: 'Forget the wolverine' });
      await owner.api.delete(`/todos/${trashed}`);
      const suspended = await kitchen.member({ username: 'wolverine_1' });
      await admin.api.put(`/users/${suspended.username}/suspension`, { reason: 'Bites.' });
      const gone = await kitchen.member({ username: 'wolverine_2' });
      await kitchen.sql`delete from users where id = ${gone.id}`;
      const seenBy = async (api: Member['api']) => {
        const results = [];
        for (const q of ['wolverine', 'wolverin', 'wolverene', `wolverine @${owner.username}`, 'in:title wolverine'])
          results.push(...(await search(q, '&limit=100', api)));
        return [...new Set(results.map(({ type, title }) => `${type}: ${title}`))];
      };

      for (const api of [kitchen.guest, stranger.api, moderator.api, admin.api]) expect(await seenBy(api)).toEqual([]);
      expect(await seenBy(owner.api)).toEqual(['todos: Feed the wolverine']);
    });
  });

  describe('of todos', () => {
    it('narrows a list down, keeps its order, and knows labels', async () => {
      const bob = await kitchen.member();
      for (const title of ['Buy crème', 'Buy flour', 'Sell cream']) await todo(bob, { title, labels: ['Shop'] });
      const { id } = await todo(bob, { title: 'Whip it', notes: 'The creme.' });
      await bob.api.put(`/todos/${id}/completion`);
      const trashed = await todo(bob, { title: 'Spill the creme', labels: ['Shop'] });
      await bob.api.delete(`/todos/${trashed.id}`);
      const titles = async (query: string) =>
        ((await bob.api.get(`/todos?${query}`)).body.items as { title: string }[]).map(({ title }) => title);

      expect(await titles('q=creme')).toEqual(['Buy crème', 'Whip it']);
      expect(await titles('q=creme&sort=newest')).toEqual(['Whip it', 'Buy crème']);
      expect(await titles('q=creme&done=true')).toEqual(['Whip it']);
      expect(await titles('q=bu%20tag:shop')).toEqual(['Buy crème', 'Buy flour']);
      expect(await titles('q=tag:shop%20-buy')).toEqual(['Sell cream']);
      expect(await titles('q=creme%20in:title')).toEqual(['Buy crème']);
      expect(await titles('q=!')).toEqual([]);
      expect((await bob.api.get('/todos?q=')).status).toBe(400);
      expect((await ada.api.get('/todos?q=creme')).body.items).toEqual([]);
    });
  });
});
