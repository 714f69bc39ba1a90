import { Housekeeping } from '../../src/platform/jobs/housekeeping.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment } from '../support/comments.js';
import { etagOf, post, type SeenPost, slugsOf, titlesOf } from '../support/posts.js';

const DAY = 86_400_000;

describe('the trash', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;
  let moderator: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
    moderator = await kitchen.member({ role: 'moderator' });
  });
  afterAll(() => kitchen.close());

  const trashed = async (author: Member, details?: Record<string, unknown>, by = author): Promise<SeenPost> => {
    const written = await post(author, details);
    expect((await by.api.delete(`/posts/${written.id}`)).status).toBe(204);
    return written;
  };
  const restore = (member: Member, { id }: SeenPost) => member.api.post(`/posts/${id}/restoration`);
  const age = ({ id }: SeenPost, days: number) =>
    kitchen.sql`update posts set trashed_at = now() - make_interval(days => ${days}) where id = ${id}`;

  it('shows its owner what is in it, and until when', async () => {
    const member = await kitchen.member();
    const written = await trashed(member, { title: 'Thrown away', tags: ['old'] });
    const { status, body, text } = await member.api.get('/users/me/trash');
    const [item] = body.items;

    expect(status).toBe(200);
    expect(item).toMatchObject({ id: written.id, title: 'Thrown away', status: 'published', deletedBy: 'author' });
    expect(Date.parse(item.purgeAt) - Date.parse(item.deletedAt)).toBe(30 * DAY);
    for (const hidden of ['"body"', '"html"', 'trashed', 'authorId']) expect(text).not.toContain(hidden);
    expect((await bob.api.get('/users/me/trash')).text).not.toContain('Thrown away');
    expect((await kitchen.guest.get('/users/me/trash')).status).toBe(401);
  });

  it('is listed the latest first, page by page', async () => {
    const member = await kitchen.member();
    for (const title of ['One', 'Two', 'Three']) await trashed(member, { title });
    const first = await member.api.get('/users/me/trash?limit=2');
    const second = await member.api.get(`/users/me/trash?limit=2&cursor=${first.body.nextCursor}`);

    expect([titlesOf(first), titlesOf(second)]).toEqual([['Three', 'Two'], ['One']]);
  });

  it.each(['ada', 'bob', 'moderator', 'guest'] as const)('hides what is in it everywhere: from %s', async (who) => {
    const { api } = { ada, bob, moderator, guest: { api: kitchen.guest } }[who];
    const written = await post(ada, { title: 'Vanished', tags: ['vanishing'] });
    const { id: commentId } = await comment(bob, written.id, 'still here');
    await bob.api.put(`/posts/${written.id}/bookmark`);
    await ada.api.delete(`/posts/${written.id}`);

    for (const path of [
      `/posts/${written.id}`,
      `/posts/${written.slug}`,
      `/posts/${written.id}/comments`,
      `/comments/${commentId}`,
    ])
      expect({ path, status: (await api.get(path)).status }).toEqual({ path, status: 404 });
    for (const path of ['/posts', '/posts?tag=vanishing', `/posts?author=${ada.username}`, '/posts?sort=top'])
      expect({ path, found: (await api.get(path)).text.includes(written.id) }).toEqual({ path, found: false });
    if (who === 'guest') return;
    for (const path of ['/users/me/posts', '/users/me/posts?status=published', '/users/me/bookmarks'])
      expect({ path, found: (await api.get(path)).text.includes(written.id) }).toEqual({ path, found: false });
    const writes = [
      api.patch(`/posts/${written.id}`, { title: 'Back' }),
      api.put(`/posts/${written.id}/publication`),
      api.delete(`/posts/${written.id}/publication`),
      api.put(`/posts/${written.id}/like`),
      api.put(`/posts/${written.id}/bookmark`),
      api.post(`/posts/${written.id}/comments`, { body: 'x' }),
      api.delete(`/posts/${written.id}`),
    ];
    for (const { status } of await Promise.all(writes)) expect(status).toBe(404);
  });

  it('gives a post back as it was, with comments, likes, tags and addresses', async () => {
    const written = await post(ada, { title: 'Boomerang', tags: ['again'] });
    await comment(bob, written.id, 'nice');
    await bob.api.put(`/posts/${written.id}/like`);
    const before = (await kitchen.guest.get(`/posts/${written.slug}`)).body;
    await ada.api.delete(`/posts/${written.id}`);
    const { status, body, headers } = await restore(ada, written);

    expect({ status, etag: headers.get('etag') }).toMatchObject({ status: 200, etag: expect.stringMatching(/^"3\./) });
    expect(body).toMatchObject({ ...before, commentCount: 1, likeCount: 1 });
    expect((await kitchen.guest.get(`/posts/${written.slug}`)).body).toEqual(before);
    expect(slugsOf(await kitchen.guest.get('/posts?tag=again'))).toEqual([written.slug]);
    expect((await kitchen.guest.get(`/posts/${written.id}/comments`)).body.items).toHaveLength(1);
    expect((await ada.api.get('/users/me/trash')).text).not.toContain(written.id);
  });

  it('gives a draft back as a draft, and a scheduled post as scheduled, or as a draft when its time has passed', async () => {
    const draft = await trashed(ada, { status: 'draft' });
    const planned = await trashed(ada, { publishAt: '2090-01-01T00:00:00Z' });
    const missed = await trashed(ada, { publishAt: '2090-01-01T00:00:00Z' });
    await kitchen.sql`update posts set publish_at = now() - interval '1 hour' where id = ${missed.id}`;

    expect((await restore(ada, draft)).body).toMatchObject({ status: 'draft', publishAt: null, publishedAt: null });
    expect((await restore(ada, planned)).body).toMatchObject({ status: 'scheduled', publishAt: planned.publishAt });
    expect((await restore(ada, missed)).body).toMatchObject({ status: 'draft', publishAt: null });
  });

  it('is given back from once, however many ask', async () => {
    const written = await trashed(ada);
    const answers = await Promise.all(Array.from({ length: 8 }, () => restore(ada, written)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('posts.not_in_trash');
  });

  it('keeps what a moderator deleted from its author, who can see that and delete it for good', async () => {
    const written = await trashed(ada, { title: 'Advertising' }, moderator);
    const [item] = (await ada.api.get('/users/me/trash')).body.items;
    const refused = await restore(ada, written);

    expect(item).toMatchObject({ id: written.id, deletedBy: 'moderator' });
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 403,
      code: 'posts.removed_by_moderator',
    });
    expect((await moderator.api.get('/users/me/trash')).text).not.toContain(written.id);
    expect((await restore(bob, written)).status).toBe(404);
    expect((await restore(moderator, written)).body).toMatchObject({ id: written.id, status: 'published' });
    expect((await restore(moderator, written)).body.code).toBe('posts.not_in_trash');
  });

  it('enters what moderators delete and restore into the audit log, and tells its author; not so what authors do', async () => {
    const admin = await kitchen.member({ role: 'admin' });
    const removed = await trashed(ada, { title: 'Advertising again' }, moderator);
    await restore(moderator, removed);
    await restore(ada, await trashed(ada));
    const own = await trashed(moderator);

    const { text, body } = await admin.api.get(`/audit?actor=${moderator.username}&limit=2`);
    expect(body.items).toMatchObject(
      ['posts.restored', 'posts.deleted'].map((event) => ({
        event,
        subject: { username: ada.username },
        details: { postId: removed.id },
      })),
    );
    for (const hidden of ['Advertising', own.id]) expect(text).not.toContain(hidden);
    const told = await ada.api.get('/users/me/security-events');
    expect(told.body.items[0]).toMatchObject({ event: 'posts.restored', isMine: false });
    expect(told.text).not.toContain(moderator.username);
    expect((await admin.api.get(`/audit?actor=${ada.username}`)).text).not.toContain('posts.');
  });

  it('is nobody else’s: neither a stranger nor a moderator restores or purges what its author deleted', async () => {
    const written = await trashed(ada);

    for (const member of [bob, moderator]) {
      expect((await restore(member, written)).status).toBe(404);
      expect((await member.api.delete(`/users/me/trash/${written.id}`)).status).toBe(404);
    }
    expect((await kitchen.guest.post(`/posts/${written.id}/restoration`)).status).toBe(401);
    expect((await restore(ada, written)).status).toBe(200);
  });

  it('lets one thing be purged, for good, of which only the address stays taken', async () => {
    const [gone, kept] = [await trashed(ada, { title: 'Purged' }), await trashed(ada)];
    await kitchen.sql`insert into post_likes (post_id, user_id) values (${gone.id}, ${bob.id})`;
    const published = await post(ada);

    expect((await ada.api.delete(`/users/me/trash/${gone.id}`)).status).toBe(204);
    expect((await ada.api.delete(`/users/me/trash/${gone.id}`)).status).toBe(404);
    expect((await ada.api.delete(`/users/me/trash/${published.id}`)).status).toBe(404);
    expect((await restore(ada, gone)).status).toBe(404);
    expect((await restore(ada, kept)).status).toBe(200);
    expect((await kitchen.guest.get(`/posts/${published.id}`)).status).toBe(200);
    expect(await kitchen.sql`select from post_likes where post_id = ${gone.id}`).toEqual([]);
    expect((await post(bob, { title: 'Purged' })).slug).toBe('purged-2');
  });

  it('is emptied at once, and nothing else with it', async () => {
    const [member, neighbour] = [await kitchen.member(), await kitchen.member()];
    const [kept, theirs] = [await post(member), await trashed(neighbour)];
    for (let i = 0; i < 3; i++) await trashed(member);
    const { status, body } = await member.api.delete('/users/me/trash');

    expect({ status, body }).toEqual({ status: 200, body: { deletedCount: 3 } });
    expect((await member.api.get('/users/me/trash')).body.items).toEqual([]);
    expect((await member.api.get(`/posts/${kept.id}`)).status).toBe(200);
    expect((await restore(neighbour, theirs)).status).toBe(200);
  });

  it('treats what is 30 days old as gone, and sweeps it', async () => {
    const member = await kitchen.member();
    const [old, fresh] = [await trashed(member, { title: 'Old' }), await trashed(member, { title: 'Fresh' })];
    await age(old, 30);
    await age(fresh, 29);

    expect(titlesOf(await member.api.get('/users/me/trash'))).toEqual(['Fresh']);
    expect((await restore(member, old)).status).toBe(404);
    await kitchen.nest.get(Housekeeping).runAll();
    expect(await kitchen.sql`select id from posts where id in (${old.id}, ${fresh.id})`).toEqual([{ id: fresh.id }]);
    expect((await restore(member, fresh)).status).toBe(200);
  });

  it('takes or leaves a post when an edit and a deletion with the same If-Match meet', async () => {
    for (let round = 0; round < 5; round++) {
      const written = await post(ada);
      const ifMatch = { 'if-match': await etagOf(ada, written) };
      const [edited, deleted] = await Promise.all([
        ada.api.patch(`/posts/${written.id}`, { body: 'edited' }, ifMatch),
        ada.api.delete(`/posts/${written.id}`, ifMatch),
      ]);

      expect([
        [200, 412],
        [404, 204],
      ]).toContainEqual([edited.status, deleted.status]);
    }
  });
});
