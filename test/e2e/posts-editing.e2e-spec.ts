import { PostsService } from '../../src/modules/posts/index.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { etagOf, post, slugsOf } from '../support/posts.js';

const PARALLEL = 50;

describe('editing posts', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  it('keeps what an edit leaves out', async () => {
    const before = await post(ada, { title: 'Kept', excerpt: 'Mine', tags: ['a'] });
    const { body, headers } = await ada.api.patch(`/posts/${before.id}`, { body: '*new*' });

    expect(body).toEqual({
      ...before,
      body: '*new*',
      html: '<p><em>new</em></p>\n',
      updatedAt: body.updatedAt,
    });
    expect(headers.get('etag')).toMatch(/^"2\./);
    expect(Date.parse(body.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
    expect((await ada.api.get(`/posts/${before.id}`)).text).toBe(JSON.stringify(body));
  });

  it('begins with the new text again when the excerpt is cleared', async () => {
    const { id } = await post(ada, { body: 'old', excerpt: 'Mine' });
    await ada.api.patch(`/posts/${id}`, { body: 'new' });

    expect((await ada.api.get(`/posts/${id}`)).body.excerpt).toBe('Mine');
    expect((await ada.api.patch(`/posts/${id}`, { excerpt: null })).body.excerpt).toBe('new');
    expect((await ada.api.patch(`/posts/${id}`, { body: 'newer' })).body.excerpt).toBe('newer');
  });

  it('counts the reading time of the new text', async () => {
    const { id } = await post(ada);

    expect((await ada.api.patch(`/posts/${id}`, { body: 'tea '.repeat(1_000) })).body.readingMinutes).toBe(5);
  });

  it('lists a post under its new tags and no longer under the old ones', async () => {
    const { id, slug } = await post(ada, { tags: ['old', 'kept'] });
    await ada.api.patch(`/posts/${id}`, { tags: ['Kept', 'new'] });

    expect(slugsOf(await kitchen.guest.get('/posts?tag=old'))).toEqual([]);
    expect(slugsOf(await kitchen.guest.get('/posts?tag=kept'))).toEqual([slug]);
    expect(slugsOf(await kitchen.guest.get('/posts?tag=new'))).toEqual([slug]);
    expect((await ada.api.patch(`/posts/${id}`, { tags: [] })).body.tags).toEqual([]);
    expect(slugsOf(await kitchen.guest.get('/posts?tag=new'))).toEqual([]);
  });

  it('refuses every write under a tag that is no longer current, and says which one is', async () => {
    const written = await post(ada);
    const stale = { 'if-match': await etagOf(ada, written) };
    await ada.api.patch(`/posts/${written.id}`, { body: 'meanwhile' });
    const current = await etagOf(ada, written);

    for (const answer of [
      await ada.api.patch(`/posts/${written.id}`, { title: 'Lost' }, stale),
      await ada.api.put(`/posts/${written.id}/publication`, undefined, stale),
      await ada.api.delete(`/posts/${written.id}/publication`, stale),
      await ada.api.delete(`/posts/${written.id}`, stale),
    ]) {
      expect({ status: answer.status, etag: answer.headers.get('etag') }).toEqual({ status: 412, etag: current });
    }
    expect((await ada.api.get(`/posts/${written.id}`)).body).toMatchObject({ body: 'meanwhile', status: 'published' });
    expect((await ada.api.delete(`/posts/${written.id}`, { 'if-match': current })).status).toBe(204);
  });

  it('tells a stranger with a stale tag that the post is not theirs', async () => {
    const { api } = await kitchen.member();
    const { id } = await post(ada);

    expect((await api.patch(`/posts/${id}`, {}, { 'if-match': '"9.x"' })).status).toBe(403);
  });

  it(`lets one of ${PARALLEL} parallel edits with the same If-Match through`, async () => {
    const written = await post(ada, { title: 'Contended' });
    const etag = await etagOf(ada, written);
    const answers = await Promise.all(
      Array.from({ length: PARALLEL }, (_, i) =>
        ada.api.patch(`/posts/${written.id}`, { title: `Contended by ${i}`, tags: [`t${i}`] }, { 'if-match': etag }),
      ),
    );
    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status === 412);
    const now = await ada.api.get(`/posts/${written.id}`);

    expect([won.length, lost.length]).toEqual([1, PARALLEL - 1]);
    expect(now.text).toBe(won[0]!.text);
    const slugs = await kitchen.sql`select slug from post_slugs where post_id = ${written.id} order by slug`;
    expect(slugs).toEqual([{ slug: 'contended' }, { slug: now.body.slug }]);
    const tags = await kitchen.sql`select tag from post_tags where post_id = ${written.id}`;
    expect(tags).toEqual([{ tag: now.body.tags[0] }]);
  });

  it('loses none of many parallel edits without If-Match', async () => {
    const { id } = await post(ada);
    const edits = Array.from({ length: 20 }, (_, i) =>
      ada.api.patch(`/posts/${id}`, { body: `${i}`, tags: [`n${i}`] }),
    );
    expect((await Promise.all(edits)).map(({ status }) => status)).toEqual(Array(20).fill(200));

    const [row] = await kitchen.sql<{ version: number; tags: string[]; indexed: string[] }>`
      select version, tags, (select array_agg(tag) from post_tags where post_id = posts.id) as indexed
      from posts where id = ${id}`;
    expect(row).toMatchObject({ version: 21, indexed: row!.tags });
  });

  it('deletes a post once, and everybody is told that it is not there', async () => {
    const { id, slug } = await post(ada, { title: 'Gone for good', tags: ['gone'] });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ada.api.delete(`/posts/${id}`)));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404]);
    for (const path of [`/posts/${id}`, `/posts/${slug}`]) expect((await ada.api.get(path)).status).toBe(404);
    expect(slugsOf(await kitchen.guest.get('/posts?tag=gone'))).toEqual([]);
    expect(await kitchen.sql`select * from post_tags where post_id = ${id}`).toEqual([]);
  });

  it('does not take a comment for an edit', async () => {
    const written = await post(ada);
    const etag = await etagOf(ada, written);
    await kitchen.nest.get(PostsService).changeCommentCount(written.id, 2);

    const { body } = await ada.api.get(`/posts/${written.id}`);
    expect(body).toEqual({ ...written, commentCount: 2 });
    expect((await ada.api.patch(`/posts/${written.id}`, {}, { 'if-match': etag })).status).toBe(200);
  });
});
