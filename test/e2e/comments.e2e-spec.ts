import { v7 as newId } from 'uuid';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { chain, comment, draft, publish } from '../support/comments.js';

describe('a comment', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;
  let postId: string;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
    postId = await publish(ada);
  });
  afterAll(() => kitchen.close());

  const countRows = async () => (await kitchen.sql<{ n: number }>`select count(*)::int as n from comments`)[0]?.n;

  it('is created, trimmed and rendered, and can be read where Location says', async () => {
    const created = await bob.api.post(`/posts/${postId}/comments`, { body: '  I *quite* agree.\n' });

    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`/api/v1/comments/${created.body.id}`);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      postId,
      parentId: null,
      author: { username: bob.username, displayName: bob.username, avatarUrl: null },
      body: 'I *quite* agree.',
      html: '<p>I <em>quite</em> agree.</p>\n',
      mentions: [],
      likeCount: 0,
      replyCount: 0,
      isDeleted: false,
      isHidden: false,
      isHeld: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      editedAt: null,
      viewer: { liked: false, canEdit: true, canDelete: true, canConceal: false, canReport: false },
    });
    const read = await bob.api.get(`/comments/${created.body.id}`);
    expect(read.body).toEqual(created.body);
    expect(read.headers.get('etag')).toBe(created.headers.get('etag'));
  });

  it('is shown to a guest without the viewer, and is not sent again when it has not changed', async () => {
    const { id } = await comment(bob, postId, `Hello ${newId()}`);
    const read = await kitchen.guest.get(`/comments/${id}`);

    expect(read.body).not.toHaveProperty('viewer');
    expect(read.body).not.toHaveProperty('replies');
    const again = await kitchen.guest.get(`/comments/${id}`, { 'if-none-match': read.headers.get('etag')! });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('keeps scripts and unsafe links out of html', async () => {
    const body = '<script>alert(1)</script> [x](javascript:alert(2)) <img src=x onerror=alert(3)>';
    const created = await bob.api.post(`/posts/${postId}/comments`, { body });

    expect(created.body.body).toBe(body);
    expect(created.body.html).not.toMatch(/<script|<img|href="javascript/);
  });

  it('becomes a reply by its parent, however deep', async () => {
    const links = await chain(
      bob,
      postId,
      Array.from({ length: 12 }, (_, i) => `level ${i}`),
    );

    expect(links.map(({ parentId }) => parentId)).toEqual([null, ...links.slice(0, -1).map(({ id }) => id)]);
    expect((await bob.api.get(`/comments/${links[0]!.id}`)).body.replyCount).toBe(1);
    expect((await bob.api.get(`/comments/${links.at(-1)!.id}`)).body.replyCount).toBe(0);
  });

  it('may be 10,000 characters long, and hold any text', async () => {
    for (const body of ['x'.repeat(10_000), '🫖'.repeat(10_000), 'שלום \u202e\u200b Ǆ ’ % _ \\ $1 {{x}}']) {
      const created = await bob.api.post(`/posts/${postId}/comments`, { body });
      expect([created.status, created.body.body]).toEqual([201, body]);
    }
  });

  it('takes null for no parent', async () => {
    const created = await bob.api.post(`/posts/${postId}/comments`, { body: 'Hello', parentId: null });
    expect([created.status, created.body.parentId]).toEqual([201, null]);
  });

  it.each([
    ['no body at all', undefined, '/body'],
    ['an empty body', { body: '' }, '/body'],
    ['a body of white space', { body: ' \n\t ' }, '/body'],
    ['an over-long body', { body: 'x'.repeat(10_001) }, '/body'],
    ['a body that is null', { body: null }, '/body'],
    ['a body that is a number', { body: 7 }, '/body'],
    ['a body that is a list', { body: ['x'] }, '/body'],
    ['a NUL', { body: 'a\0b' }, '/body'],
    ['half of a surrogate pair', '{"body":"a\\ud800b"}', '/body'],
    ['a parent that is no id', { body: 'x', parentId: 'x' }, '/parentId'],
    ['a parent that is a number', { body: 'x', parentId: 1 }, '/parentId'],
    ['a parent that is empty', { body: 'x', parentId: '' }, '/parentId'],
    ['a parent that is not there', { body: 'x', parentId: newId() }, '/parentId'],
    ['an unknown field', { body: 'x', replyCount: 5 }, '/replyCount'],
    ['an author', { body: 'x', authorId: newId() }, '/authorId'],
    ['a list', ['x'], ''],
  ])('is refused with %s, and nothing is stored', async (_what, body, pointer) => {
    const before = await countRows();
    const answer = await bob.api.post(`/posts/${postId}/comments`, body);

    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
    expect(await countRows()).toBe(before);
  });

  it.each([
    ['an empty body', { body: ' ' }, '/body'],
    ['an over-long body', { body: 'x'.repeat(10_001) }, '/body'],
    ['a body that is null', { body: null }, '/body'],
    ['a body that is an object', { body: {} }, '/body'],
    ['a NUL', { body: '\0' }, '/body'],
    ['another parent', { body: 'x', parentId: newId() }, '/parentId'],
    ['another author', { author: { username: 'x' } }, '/author'],
  ])('is not edited with %s', async (_what, body, pointer) => {
    const { id } = await comment(bob, postId, `before ${newId()}`);
    const before = await bob.api.get(`/comments/${id}`);
    const answer = await bob.api.patch(`/comments/${id}`, body);

    expect([answer.status, answer.body.errors]).toEqual([422, [expect.objectContaining({ pointer })]]);
    expect((await bob.api.get(`/comments/${id}`)).text).toBe(before.text);
  });

  it('is refused under a draft, even its own author’s', async () => {
    const draftId = await draft(ada);
    const own = await ada.api.post(`/posts/${draftId}/comments`, { body: 'First!' });
    const strange = await bob.api.post(`/posts/${draftId}/comments`, { body: 'First!' });

    expect([own.status, own.body.code]).toEqual([409, 'comments.post_not_published']);
    expect([strange.status, strange.body.code]).toEqual([404, 'posts.not_found']);
    expect(await kitchen.sql`select from comments where post_id = ${draftId}`).toEqual([]);
  });

  it('does not become a reply to a comment under another post, and says nothing about it', async () => {
    const { id: parentId } = await comment(ada, await publish(ada), 'over there');
    const answer = await bob.api.post(`/posts/${postId}/comments`, { body: 'x', parentId });

    expect([answer.status, answer.body.code]).toEqual([422, 'comments.parent_not_found']);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/parentId' })]);
    expect(answer.text).not.toContain('over there');
  });

  it('is edited by its author, who sees when; its old words are gone', async () => {
    const { id } = await comment(bob, postId, 'I agre.');
    const edited = await bob.api.patch(`/comments/${id}`, { body: ' I **agree**. ' });

    expect(edited.status).toBe(200);
    expect(edited.body).toMatchObject({ body: 'I **agree**.', html: '<p>I <strong>agree</strong>.</p>\n' });
    expect(edited.body.editedAt >= edited.body.createdAt).toBe(true);
    expect((await kitchen.guest.get(`/comments/${id}`)).text).not.toContain('agre.');
  });

  it('stays as it is under an empty merge patch', async () => {
    const { id } = await comment(bob, postId, `Hello ${newId()}`);
    const answer = await bob.api.patch(`/comments/${id}`, {});

    expect([answer.status, answer.body.body, answer.body.editedAt]).toEqual([
      200,
      expect.stringContaining('Hello'),
      null,
    ]);
  });

  it('keeps its entity tag good for If-Match while others reply', async () => {
    const { id } = await comment(bob, postId, `Hello ${newId()}`);
    const etag = (await bob.api.get(`/comments/${id}`)).headers.get('etag')!;
    await comment(ada, postId, 'Hello you', id);

    expect((await bob.api.patch(`/comments/${id}`, { body: 'Hello all' }, { 'if-match': etag })).status).toBe(200);
    const stale = await bob.api.patch(`/comments/${id}`, { body: 'Lost' }, { 'if-match': etag });
    expect([stale.status, stale.body.code]).toEqual([412, 'http.precondition_failed']);
    expect(stale.headers.get('etag')).toBe((await bob.api.get(`/comments/${id}`)).headers.get('etag'));
    expect((await bob.api.delete(`/comments/${id}`, { 'if-match': etag })).status).toBe(412);
    expect((await bob.api.get(`/comments/${id}`)).body).toMatchObject({ body: 'Hello all', isDeleted: false });
  });

  it.each(['x', '1', `${newId()}x`, '%00', 'undefined'])('has an id that is a UUID, not %s', async (id) => {
    for (const [method, path] of [
      ['GET', `/posts/${id}/comments`],
      ['POST', `/posts/${id}/comments`],
      ['GET', `/comments/${id}`],
      ['PATCH', `/comments/${id}`],
      ['DELETE', `/comments/${id}`],
    ] as const) {
      const answer = await bob.api.send(
        method,
        path,
        method === 'POST' || method === 'PATCH' ? { body: 'x' } : undefined,
      );
      expect({ method, path, status: answer.status }).toEqual({ method, path, status: 400 });
    }
  });
});
