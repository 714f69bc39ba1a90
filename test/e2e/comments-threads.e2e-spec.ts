import { v7 as newId } from 'uuid';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { allPages, bodies, comment, publish, type SeenComment } from '../support/comments.js';

describe('a thread', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const list = (postId: string, query = '') => kitchen.guest.get(`/posts/${postId}/comments?${query}`);

  /** Comments that were made at these milliseconds of one second. */
  async function commentsAt(postId: string, milliseconds: readonly number[], parentId: string | null = null) {
    for (const at of milliseconds) {
      await kitchen.sql`
        insert into comments (id, post_id, parent_id, author_id, body, html, created_at)
        values (${newId()}, ${postId}, ${parentId}, ${ada.id}, ${`at ${at}`}, '', ${new Date(1_800_000_000_000 + at)})`;
    }
  }

  it('is read one level at a time, oldest first', async () => {
    const postId = await publish(ada);
    const first = await comment(ada, postId, 'first');
    const reply = await comment(ada, postId, 'reply', first.id);
    await comment(ada, postId, 'reply to the reply', reply.id);
    await comment(ada, postId, 'second');

    const top = await list(postId);
    expect(bodies(top)).toEqual(['first', 'second']);
    expect(top.body.items.map((item: SeenComment) => item.replyCount)).toEqual([1, 0]);
    expect(top.headers.get('link')).toBeNull();
    expect(bodies(await list(postId, `parent=${first.id}`))).toEqual(['reply']);
    expect(bodies(await list(postId, `parent=${reply.id}`))).toEqual(['reply to the reply']);
    expect(bodies(await list(postId, 'sort=newest'))).toEqual(['second', 'first']);
  });

  it('goes by the time of the database, not by ids, which replicas make by clocks of their own', async () => {
    const postId = await publish(ada);
    await commentsAt(postId, [300, 100, 200]);

    expect(bodies(await list(postId))).toEqual(['at 100', 'at 200', 'at 300']);
    expect(bodies(await list(postId, 'sort=newest'))).toEqual(['at 300', 'at 200', 'at 100']);
  });

  it.each(['oldest', 'newest'])(
    'shows each comment once in pages, %s first, however many have the same time',
    async (sort) => {
      const postId = await publish(ada);
      const parent = await comment(ada, postId, 'parent');
      await commentsAt(postId, [1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3], parent.id);
      const whole = await list(postId, `parent=${parent.id}&sort=${sort}&limit=100`);
      const pages = await allPages((cursor) => list(postId, `parent=${parent.id}&sort=${sort}&limit=2${cursor}`));

      expect(pages).toEqual(whole.body.items);
      expect(new Set(pages.map(({ id }) => id)).size).toBe(11);
    },
  );

  it('neither skips nor doubles a comment while others write and delete', async () => {
    const postId = await publish(ada);
    const before: SeenComment[] = [];
    for (let i = 0; i < 9; i++) before.push(await comment(ada, postId, `before ${i}`));
    const seen = await allPages(
      (cursor) => list(postId, `sort=newest&limit=2${cursor}`),
      async (page) => {
        await comment(ada, postId, `meanwhile ${page}`);
        if (page === 1) await ada.api.delete(`/comments/${before[8]!.id}`);
      },
    );

    expect(seen.map(({ body }) => body)).toEqual(before.map(({ body }) => body).reverse());
  });

  it('ends exactly when the last page is full', async () => {
    const postId = await publish(ada);
    await commentsAt(postId, [1, 2, 3, 4]);
    const first = await list(postId, 'limit=2');
    const second = await list(postId, `limit=2&cursor=${first.body.nextCursor}`);

    expect(first.headers.get('link')).toMatch(/^<\/api\/v1\/posts\/[^>]+cursor=[^>]+>; rel="next"$/);
    expect([bodies(second), second.body.nextCursor]).toEqual([['at 3', 'at 4'], null]);
  });

  it('shows ten comments when not asked for more, and is not sent again when it has not changed', async () => {
    const postId = await publish(ada);
    await commentsAt(
      postId,
      Array.from({ length: 11 }, (_, i) => i),
    );
    const page = await list(postId);

    expect(page.body.items).toHaveLength(10);
    const again = await kitchen.guest.get(`/posts/${postId}/comments`, { 'if-none-match': page.headers.get('etag')! });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('refuses a cursor of another sort, level or post, and one that was tampered with', async () => {
    const [postId, otherPostId] = [await publish(ada), await publish(ada)];
    await commentsAt(postId, [1, 2]);
    const { id: parentId } = await comment(ada, postId, 'parent');
    const { nextCursor: cursor } = (await list(postId, 'limit=1')).body;

    expect((await list(postId, `limit=1&cursor=${cursor}`)).status).toBe(200);
    for (const [post, query] of [
      [postId, `sort=newest&cursor=${cursor}`],
      [postId, `sort=top&cursor=${cursor}`],
      [postId, `parent=${parentId}&cursor=${cursor}`],
      [otherPostId, `cursor=${cursor}`],
      [postId, `cursor=${cursor.slice(0, -1)}`],
      [postId, 'cursor=x'],
    ] as const) {
      const answer = await list(post, query);
      expect({ query, status: answer.status, code: answer.body.code }).toEqual({
        query,
        status: 400,
        code: 'http.invalid_cursor',
      });
    }
  });

  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=101'],
    ['limit', 'limit=x'],
    ['sort', 'sort=best'],
    ['sort', 'sort=created_at'],
    ['sort', 'sort='],
    ['parent', 'parent=x'],
    ['parent', 'parent='],
    ['parent', `parent=${newId()}&parent=${newId()}`],
    ['tree', 'tree=1'],
    ['tree', 'tree='],
    ['tree', 'tree=TRUE'],
    ['page', 'page=2'],
  ])('names %s when it is asked for by ?%s', async (parameter, query) => {
    const answer = await list(await publish(ada), query);

    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: `/${parameter}` })]);
  });

  it('has no level below a comment that is not there or stands under another post', async () => {
    const [postId, otherPostId] = [await publish(ada), await publish(ada)];
    const elsewhere = await comment(ada, otherPostId, 'elsewhere');
    await comment(ada, otherPostId, 'a reply elsewhere', elsewhere.id);

    for (const parentId of [elsewhere.id, newId()]) {
      const answer = await list(postId, `parent=${parentId}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'comments.not_found']);
      expect(answer.text).not.toContain('elsewhere');
    }
    const lonely = await comment(ada, postId, 'lonely');
    expect((await list(postId, `parent=${lonely.id}`)).body).toEqual({ items: [], nextCursor: null });
  });
});
