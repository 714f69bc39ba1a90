import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { allPages, chain, comment, publish, type SeenComment } from '../support/comments.js';

describe('a tree of comments', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const grow = (postId: string, query = '') => kitchen.guest.get(`/posts/${postId}/comments?tree=true${query}`);

  /** `a(b c(d))` for a tree of those bodies. */
  const sketch = (items: SeenComment[]): string =>
    items.map(({ body, replies }) => (replies?.length ? `${body}(${sketch(replies)})` : String(body))).join(' ');

  const size = (items: SeenComment[]): number => items.reduce((sum, { replies }) => sum + 1 + size(replies ?? []), 0);

  it('brings the replies of each comment, and theirs, in the order asked for', async () => {
    const postId = await publish(ada);
    const [a] = await chain(ada, postId, ['a', 'b', 'c']);
    await comment(ada, postId, 'd', a!.id);
    await chain(ada, postId, ['e', 'f']);
    await comment(ada, postId, 'g');

    expect(sketch((await grow(postId)).body.items)).toBe('a(b(c) d) e(f) g');
    expect(sketch((await grow(postId, '&sort=newest')).body.items)).toBe('g e(f) a(d b(c))');
    expect(sketch((await grow(postId, `&parent=${a!.id}`)).body.items)).toBe('b(c) d');
    expect((await kitchen.guest.get(`/posts/${postId}/comments?tree=false`)).text).not.toContain('"replies"');
  });

  it('goes on over pages, each with its own branches', async () => {
    const postId = await publish(ada);
    for (const name of ['a', 'b', 'c']) await chain(ada, postId, [name, `${name}2`]);

    expect(sketch(await allPages((cursor) => grow(postId, `&limit=1${cursor}`)))).toBe('a(a2) b(b2) c(c2)');
  });

  it('shows its viewer what may be done on every branch', async () => {
    const postId = await publish(await kitchen.member());
    const bob = await kitchen.member();
    const a = await comment(bob, postId, 'a');
    await comment(ada, postId, 'b', a.id);
    const { items } = (await ada.api.get(`/posts/${postId}/comments?tree=true`)).body;

    expect(items[0].viewer).toMatchObject({ canEdit: false, canDelete: false });
    expect(items[0].replies[0].viewer).toMatchObject({ canEdit: true, canDelete: true });
  });

  it('is five levels deep, and says where it goes on', async () => {
    const postId = await publish(ada);
    const links = await chain(ada, postId, ['1', '2', '3', '4', '5', '6', '7']);
    const { body, text } = await grow(postId);

    expect(sketch(body.items)).toBe('1(2(3(4(5))))');
    expect(text).toContain('"replyCount":1,"isDeleted":false');
    const deepest = body.items[0].replies[0].replies[0].replies[0].replies[0];
    expect([deepest.replyCount, deepest.replies]).toEqual([1, []]);
    expect(sketch((await grow(postId, `&parent=${links[4]!.id}`)).body.items)).toBe('6(7)');
  });

  it('brings the first ten replies of each comment, and says how many there are', async () => {
    const postId = await publish(ada);
    const { id } = await comment(ada, postId, 'a');
    for (let i = 1; i <= 12; i++) await comment(ada, postId, String(i), id);
    const [root] = (await grow(postId)).body.items as SeenComment[];

    expect(root!.replyCount).toBe(12);
    expect(sketch(root!.replies!)).toBe('1 2 3 4 5 6 7 8 9 10');
  });

  it('brings 200 replies in all, and none without its parent', async () => {
    const postId = await publish(ada);
    await fill(postId, { roots: 30, repliesEach: 10, depth: 2 });
    const { items } = (await grow(postId, '&limit=30')).body as { items: SeenComment[] };

    expect(items).toHaveLength(30);
    expect(size(items)).toBe(230);
    expect(items[0]!.replies).toHaveLength(10);
    expect(items[0]!.replies![0]!.replies).toEqual([]);
    expect(items[29]!.replyCount).toBe(10);
  });

  /** Inserts `roots` comments with `repliesEach` replies each, with as many each, `depth` levels down. */
  async function fill(
    postId: string,
    { roots, repliesEach, depth }: { roots: number; repliesEach: number; depth: number },
  ) {
    await kitchen.sql`
      insert into comments (id, post_id, body, html, reply_count)
      select gen_random_uuid(), ${postId}, 'root ' || n, '', ${repliesEach} from generate_series(1, ${roots}::int) n`;
    for (let level = 1; level <= depth; level++) {
      await kitchen.sql`
        insert into comments (id, post_id, parent_id, body, html, reply_count)
        select gen_random_uuid(), ${postId}, parent.id, parent.body || '.' || n, '', ${level < depth ? repliesEach : 0}::int
        from comments parent, generate_series(1, ${repliesEach}::int) n
        where post_id = ${postId} and array_length(string_to_array(parent.body, '.'), 1) = ${level}::int`;
    }
  }
});
