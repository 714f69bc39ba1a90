import { v7 as newId } from 'uuid';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, counts, publish, type SeenComment } from '../support/comments.js';
import { type Cast, castOf, type Scenario, scenarios } from '../support/scenarios.js';

/** A comment of the owner under a post of somebody else, concealed by that somebody, with a reply of the stranger. */
interface Context {
  kitchen: Kitchen;
  cast: Cast;
  postId: string;
  concealedId: string;
  openId: string;
  hiddenId: string;
}

const signedIn = ['owner', 'stranger', 'moderator', 'admin'] as const;
const notYours = { status: 403, code: 'comments.not_yours_to_conceal' };
const noComment = { status: 404, code: 'comments.not_found', notContains: ['Unseen'] };
const place = ['"isHidden":true', '"author":null', '"body":null', '"html":null', 'My reply.'];
const words = ['Rude words'];
const name = 'the_rude_one';

type Row = Omit<Scenario<Context>, 'title' | 'path'> & { on: [title: string, path: (context: Context) => string] };

const thread: Row['on'] = ['a thread', ({ postId }) => `/posts/${postId}/comments`];
const replies: Row['on'] = ['a tree', ({ postId }) => `/posts/${postId}/comments?tree=true&sort=top`];
const one: Row['on'] = ['a concealed comment', ({ concealedId }) => `/comments/${concealedId}`];
const like: Row['on'] = ['a like of a concealed comment', ({ concealedId }) => `/comments/${concealedId}/like`];
const open: Row['on'] = ['the concealment', ({ openId }) => `/comments/${openId}/concealment`];
const concealed: Row['on'] = ['its concealment', ({ concealedId }) => `/comments/${concealedId}/concealment`];
const hidden: Row['on'] = ['one under a draft', ({ hiddenId }) => `/comments/${hiddenId}/concealment`];
const nothing: Row['on'] = ['one of nothing', () => `/comments/${newId()}/concealment`];

const rows: Row[] = [
  ...([thread, one] as const).flatMap((on): Row[] => [
    { as: ['guest', 'stranger'], method: 'GET', on, status: 200, contains: place.slice(0, 4), notContains: words },
    {
      as: ['owner', 'moderator', 'admin'],
      method: 'GET',
      on,
      status: 200,
      contains: ['"isHidden":true', ...words, name],
    },
  ]),
  { as: ['guest', 'stranger'], method: 'GET', on: replies, status: 200, contains: place, notContains: words },
  { as: ['owner', 'moderator', 'admin'], method: 'GET', on: replies, status: 200, contains: ['My reply.', ...words] },
  { as: ['guest', 'stranger'], method: 'GET', on: one, status: 200, notContains: [name, '@example.com'] },
  { as: 'stranger', method: 'PUT', on: like, status: 409, code: 'comments.concealed', notContains: words },
  { as: ['owner', 'moderator'], method: 'PUT', on: like, status: 204 },
  ...(['PUT', 'DELETE'] as const).flatMap((method): Row[] => [
    { as: 'guest', method, on: open, status: 401 },
    { as: ['owner', 'stranger'], method, on: open, ...notYours },
    { as: ['moderator', 'admin'], method, on: open, status: 204 },
    { as: ['owner', 'stranger'], method, on: concealed, ...notYours, notContains: words },
    { as: ['moderator', 'admin'], method, on: concealed, status: 204 },
    { as: signedIn, method, on: hidden, ...noComment },
    { as: signedIn, method, on: nothing, ...noComment },
    { as: 'moderator', method, on: open, body: { why: 'x' }, status: 422 },
  ]),
];

describe('concealed comments', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let poster: Member;
  let postId: string;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
    [cast, poster] = [await castOf(kitchen), await kitchen.member()];
    cast = { ...cast, owner: await kitchen.member({ username: name }) };
  });
  beforeEach(async () => {
    postId = await publish(poster);
  });
  afterEach(async () => {
    const { said, real, ...wrong } = await counts(kitchen, postId);
    expect({ said, ...wrong }).toEqual({ said: real, wrongReplyCounts: 0, forgottenTombstones: 0 });
  });
  afterAll(() => kitchen.close());

  const conceal = ({ api }: Member, { id }: Pick<SeenComment, 'id'>) => api.put(`/comments/${id}/concealment`);
  const reveal = ({ api }: Member, { id }: Pick<SeenComment, 'id'>) => api.delete(`/comments/${id}/concealment`);
  const seenBy = async ({ api }: Pick<Member, 'api'>, { id }: Pick<SeenComment, 'id'>) =>
    (await api.get(`/comments/${id}`)).body;
  const everybody = () => ({ api: kitchen.guest });
  const commentCount = async () => (await kitchen.guest.get(`/posts/${postId}`)).body.commentCount;

  scenarios<Context>(
    async () => {
      const rude = await comment(cast.owner, postId, 'Rude words.');
      await comment(cast.stranger, postId, 'My reply.', rude.id);
      await conceal(poster, rude);
      const { id: openId } = await comment(cast.owner, postId, 'Polite words.');
      const unpublished = await publish(poster);
      const { id: hiddenId } = await comment(cast.owner, unpublished, 'Unseen words.');
      await poster.api.delete(`/posts/${unpublished}/publication`);
      return { kitchen, cast, postId, concealedId: rude.id, openId, hiddenId };
    },
    rows.map(({ on: [title, path], ...row }) => ({ ...row, title, path })),
  );

  it('are concealed and shown again by the author of the post, as often as wanted, and counted while all can read them', async () => {
    const rude = await comment(cast.owner, postId, 'Rude words.');
    const reply = await comment(cast.stranger, postId, 'I answer.', rude.id);
    for (let i = 0; i < 2; i++) expect((await conceal(poster, rude)).status).toBe(204);

    expect(await commentCount()).toBe(1);
    expect(await seenBy(everybody(), rude)).toMatchObject({ isHidden: true, body: null, replyCount: 1 });
    expect(await seenBy(everybody(), reply)).toMatchObject({ body: 'I answer.', parentId: rude.id });
    expect(await seenBy(cast.owner, rude)).toMatchObject({ body: 'Rude words.', viewer: { canEdit: true } });
    for (let i = 0; i < 2; i++) expect((await reveal(poster, rude)).status).toBe(204);
    expect(await commentCount()).toBe(2);
    expect(await seenBy(everybody(), rude)).toMatchObject({ isHidden: false, body: 'Rude words.' });
  });

  it('by a moderator are shown again by a moderator only, also when the author of the post was first', async () => {
    const rude = await comment(cast.owner, postId, 'Rude words.');
    await conceal(poster, rude);
    await conceal(cast.moderator, rude);
    const refused = await reveal(poster, rude);

    expect([refused.status, refused.body.code]).toEqual([403, 'comments.concealed_by_moderator']);
    expect(await seenBy(poster, rude)).toMatchObject({ body: 'Rude words.', viewer: { canConceal: false } });
    expect(await seenBy(everybody(), rude)).toMatchObject({ isHidden: true, body: null });
    expect((await reveal(cast.admin, rude)).status).toBe(204);
    expect(await commentCount()).toBe(1);
  });

  it('may be edited by their author, and stay concealed; the entity tag stays good', async () => {
    const rude = await comment(cast.owner, postId, 'Rude words.');
    const etag = (await cast.owner.api.get(`/comments/${rude.id}`)).headers.get('etag')!;
    await conceal(cast.moderator, rude);
    const edited = await cast.owner.api.patch(`/comments/${rude.id}`, { body: 'Kind words.' }, { 'if-match': etag });

    expect([edited.status, edited.body.isHidden]).toEqual([200, true]);
    expect(JSON.stringify(await seenBy(everybody(), rude))).not.toContain('Kind');
  });

  it('take no replies', async () => {
    const rude = await comment(cast.owner, postId, 'Rude words.');
    await conceal(poster, rude);
    for (const { api } of [cast.stranger, cast.owner, poster]) {
      const answer = await api.post(`/posts/${postId}/comments`, { body: 'x', parentId: rude.id });
      expect([answer.status, answer.body.code]).toEqual([409, 'comments.parent_concealed']);
      expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/parentId' })]);
    }
  });

  it('are deleted like others, and counted off once', async () => {
    const rude = await comment(cast.owner, postId, 'Rude words.');
    await comment(cast.stranger, postId, 'A reply.', rude.id);
    await conceal(poster, rude);
    expect((await cast.owner.api.delete(`/comments/${rude.id}`)).status).toBe(204);

    expect(await seenBy(poster, rude)).toMatchObject({ isDeleted: true, isHidden: false, body: null });
    expect((await conceal(poster, rude)).body.code).toBe('comments.not_found');
    expect(await commentCount()).toBe(1);
  });

  it('are counted right while many conceal, show, answer and delete at once', async () => {
    for (let round = 0; round < 6; round++) {
      const rude = await comment(cast.owner, postId, `Rude words ${round}.`);
      const answers = await Promise.all([
        ...Array.from({ length: 5 }, () => conceal(cast.moderator, rude)),
        ...Array.from({ length: 5 }, () => reveal(cast.admin, rude)),
        conceal(poster, rude),
        cast.stranger.api.post(`/posts/${postId}/comments`, { body: `And you ${round}.`, parentId: rude.id }),
        ...(round % 2 ? [cast.owner.api.delete(`/comments/${rude.id}`)] : []),
      ]);

      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    }
  });

  it('by a moderator are entered into the audit log without a word of them, and its author is told; not so by the author of the post', async () => {
    const [byStaff, byPoster] = [await comment(cast.owner, postId, 'One.'), await comment(cast.owner, postId, 'Two.')];
    for (const change of [conceal, conceal, reveal]) await change(cast.moderator, byStaff);
    for (const change of [conceal, reveal]) await change(poster, byPoster);
    await cast.moderator.api.delete(`/comments/${byStaff.id}`);

    const { items } = (await cast.admin.api.get(`/audit?actor=${cast.moderator.username}&limit=3`)).body;
    expect(items).toMatchObject(
      ['comments.deleted', 'comments.concealment_lifted', 'comments.concealed'].map((event) => ({
        event,
        subject: { username: name },
        details: { commentId: byStaff.id },
      })),
    );
    const own = await cast.owner.api.get('/users/me/security-events');
    expect(own.body.items[0]).toMatchObject({ event: 'comments.deleted', isMine: false, ip: null });
    expect(own.text).not.toContain(cast.moderator.username);
    expect((await cast.admin.api.get(`/audit?actor=${poster.username}`)).text).not.toContain('comments.');
  });
});
