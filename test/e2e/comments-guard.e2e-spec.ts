import { v7 as newId } from 'uuid';
import type { Answer } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, counts, publish, type SeenComment } from '../support/comments.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';
import { statementsOfRequests } from '../support/statements.js';

describe('what floods are kept off with', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let poster: Member;
  let postId: string;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10' });
    [cast, poster] = [await castOf(kitchen), await kitchen.member()];
  });
  beforeEach(async () => {
    postId = await publish(poster);
  });
  afterEach(async () => {
    const { said, real, ...wrong } = await counts(kitchen, postId);
    expect({ said, ...wrong }).toEqual({ said: real, wrongReplyCounts: 0, forgottenTombstones: 0 });
  });
  afterAll(() => kitchen.close());

  const write = ({ api }: Member, body: string, parentId?: string) =>
    api.post(`/posts/${postId}/comments`, { body, parentId });
  const codes = (answers: Answer[]) => answers.map(({ status, body }) => (status === 201 ? 201 : body.code));

  describe('a comment that was written already', () => {
    it.each(['Buy my tea', ' BUY  my\n\ntea ', 'Buy my\u00a0tea\u200b'])('is refused: %j', async (body) => {
      await write(cast.owner, 'Buy my tea');
      const again = await write(cast.owner, body);

      expect([again.status, again.body.code]).toEqual([409, 'comments.repeated']);
      expect(again.body.errors).toEqual([expect.objectContaining({ pointer: '/body' })]);
      expect((await kitchen.guest.get(`/posts/${postId}`)).body.commentCount).toBe(1);
    });

    it('is stored once of 20 at the same time', async () => {
      const answers = codes(await Promise.all(Array.from({ length: 20 }, () => write(cast.owner, 'Buy my tea'))));

      expect(answers.sort()).toEqual([201, ...Array<string>(19).fill('comments.repeated')]);
    });

    it('may be written elsewhere, by somebody else, later, and when it was deleted', async () => {
      const { id } = await comment(cast.owner, postId, 'Yes.');
      await comment(cast.owner, postId, 'Yes.', id);
      await comment(cast.stranger, postId, 'Yes.');
      await comment(cast.owner, await publish(poster), 'Yes.');
      await kitchen.sql`update comments set created_at = created_at - interval '11 minutes' where id = ${id}`;
      const later = await comment(cast.owner, postId, 'Yes.');
      await cast.owner.api.delete(`/comments/${later.id}`);
      await comment(cast.owner, postId, 'Yes.');
    });
  });

  describe('a comment with links of somebody who is new', () => {
    const words = 'Cheap tea at https://tea.example';
    let held: SeenComment;
    let newcomer: Member;

    beforeEach(async () => {
      newcomer = await kitchen.member();
      held = await comment(newcomer, postId, words);
    });

    const queued = async (id: string) =>
      (await cast.moderator.api.get('/reports?kind=held&limit=100')).body.items.find(
        (report: { comment: SeenComment }) => report.comment.id === id,
      ) as { id: string; kind: string; reportCount: number } | undefined;
    const resolve = async (id: string, outcome: string) =>
      cast.moderator.api.put(`/reports/${(await queued(id))!.id}/resolution`, { outcome });

    describe('is held, and seen by', () => {
      const one = () => `/comments/${held.id}`;
      const thread = () => `/posts/${postId}/comments`;
      const [like, report, conceal] = ['like', 'report', 'concealment'].map(
        (what) => () => `/comments/${held.id}/${what}`,
      );
      const hidden = { notContains: ['Cheap tea'], status: 404, code: 'comments.not_found' };

      scenarios(
        () => Promise.resolve({ kitchen, cast: { ...cast, owner: newcomer } }),
        [
          { title: 'it', as: ['guest', 'stranger'], method: 'GET', path: one, ...hidden },
          {
            ...{ title: 'it', as: ['owner', 'moderator', 'admin'], method: 'GET', path: one, status: 200 },
            contains: ['"isHeld":true', 'Cheap tea'],
          },
          {
            ...{ title: 'its thread', as: ['guest', 'stranger'], method: 'GET', path: thread, status: 200 },
            ...{ contains: ['"items":[]'], notContains: ['Cheap tea'] },
          },
          {
            ...{ title: 'its thread', as: ['owner', 'moderator', 'admin'], method: 'GET', path: thread, status: 200 },
            contains: ['Cheap tea'],
          },
          {
            title: 'its replies',
            as: 'stranger',
            method: 'GET',
            path: () => `${thread()}?parent=${held.id}`,
            ...hidden,
          },
          {
            ...{ title: 'a reply to it', as: ['stranger', 'owner', 'moderator'], method: 'POST', path: thread },
            ...{ body: () => ({ body: 'x', parentId: held.id }), status: 422, code: 'comments.parent_not_found' },
          },
          { title: 'a like of it', as: 'stranger', method: 'PUT', path: like!, ...hidden },
          { title: 'a report of it', as: 'stranger', method: 'PUT', path: report!, body: { reason: 'x' }, ...hidden },
          { title: 'its concealment', as: 'stranger', method: 'PUT', path: conceal!, ...hidden },
          {
            title: 'its concealment',
            as: 'moderator',
            method: 'PUT',
            path: conceal!,
            status: 409,
            code: 'comments.held',
          },
          { title: 'its deletion', as: 'stranger', method: 'DELETE', path: one, ...hidden },
          { title: 'its deletion', as: ['owner', 'moderator'], method: 'DELETE', path: one, status: 204 },
          { title: 'an edit of it', as: 'owner', method: 'PATCH', path: one, body: { body: 'No links.' }, status: 200 },
        ],
      );
    });

    it('is not seen by the author of the post either, and counted nowhere', async () => {
      const parent = await comment(cast.stranger, postId, 'Where is tea?');
      const reply = await comment(newcomer, postId, `${words} today`, parent.id);

      expect(reply.isHeld).toBe(true);
      expect((await poster.api.get(`/posts/${postId}/comments?tree=true`)).text).not.toContain('Cheap tea');
      expect((await poster.api.get(`/comments/${parent.id}`)).body.replyCount).toBe(0);
      expect((await poster.api.get(`/posts/${postId}`)).body.commentCount).toBe(1);
    });

    it('waits in the queue, and is there for all, and counted, when it is approved; so are later ones at once', async () => {
      const parent = await comment(cast.stranger, postId, 'Where is tea?');
      const reply = await comment(newcomer, postId, `${words} today`, parent.id);
      expect(await queued(reply.id)).toMatchObject({ kind: 'held', reportCount: 0 });
      const { status, body } = await resolve(reply.id, 'approve');

      expect([status, body.comment.isHeld]).toEqual([200, false]);
      expect((await kitchen.guest.get(`/comments/${reply.id}`)).body).toMatchObject({
        isHeld: false,
        body: reply.body,
      });
      expect((await kitchen.guest.get(`/comments/${parent.id}`)).body.replyCount).toBe(1);
      expect((await kitchen.guest.get(`/posts/${postId}`)).body.commentCount).toBe(2);
      expect((await comment(newcomer, postId, `${words} tomorrow`)).isHeld).toBe(false);
    });

    it('is gone when it is refused', async () => {
      expect((await resolve(held.id, 'dismiss')).body.code).toBe('reports.outcome_not_fitting');
      expect((await resolve(held.id, 'delete')).body).toMatchObject({
        comment: null,
        resolution: { outcome: 'delete' },
      });
      expect((await newcomer.api.get(`/comments/${held.id}`)).status).toBe(404);
    });

    it('goes with what it answers, when that goes for good', async () => {
      const parent = await comment(cast.stranger, postId, 'Where is tea?');
      const reply = await comment(newcomer, postId, `${words} today`, parent.id);
      await cast.stranger.api.delete(`/comments/${parent.id}`);

      expect((await kitchen.guest.get(`/comments/${parent.id}`)).status).toBe(404);
      expect(await kitchen.sql`select from comments where id = ${reply.id}`).toEqual([]);
      expect(await queued(reply.id)).toBeUndefined();
    });

    it('is decided once, and counted once, however many decide', async () => {
      const report = (await queued(held.id))!;
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          i % 4 === 3
            ? newcomer.api.delete(`/comments/${held.id}`)
            : cast.moderator.api.put(`/reports/${report.id}/resolution`, { outcome: i % 2 ? 'delete' : 'approve' }),
        ),
      );
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    });

    it('is not made of one without links by an edit', async () => {
      const plain = await comment(newcomer, postId, 'Nice post.');
      const refused = await newcomer.api.patch(`/comments/${plain.id}`, { body: `Nice post. ${words}` });

      expect([refused.status, refused.body.code]).toEqual([403, 'comments.links_not_yet']);
      expect((await kitchen.guest.get(`/comments/${plain.id}`)).body.body).toBe('Nice post.');
      expect((await newcomer.api.patch(`/comments/${plain.id}`, { body: 'Nicer post.' })).status).toBe(200);
    });

    it('is not held of members who have been here for a day, of moderators, and of the author of the post', async () => {
      const old = await kitchen.member();
      await kitchen.sql`update users set created_at = created_at - interval '25 hours' where id = ${old.id}`;
      for (const member of [old, cast.moderator, cast.admin, poster])
        expect((await comment(member, postId, `See https://tea.example/${newId()}`)).isHeld).toBe(false);
    });
  });

  it('does not hold or refuse anything where the settings say so', async () => {
    const easy = await startKitchen({ COMMENT_LINKS_HELD_HOURS: '0', COMMENT_REPEAT_MINUTES: '0' });
    try {
      const member = await easy.member();
      const post = await publish(await easy.member());
      for (let i = 0; i < 2; i++) expect((await comment(member, post, 'https://tea.example')).isHeld).toBe(false);

      // Nothing else being asked, a comment is one statement, and a transaction by itself.
      const statements = await statementsOfRequests(() => comment(member, post, 'Milk first.'));
      expect(statements.filter(({ text }) => /\b(?:posts|comments)\b/.test(text))).toHaveLength(1);
    } finally {
      await easy.close();
    }
  });
});
