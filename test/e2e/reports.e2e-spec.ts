import { v7 as newId } from 'uuid';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { allPages, comment, counts, publish, type SeenComment } from '../support/comments.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

/** What a report looks like in an answer, as far as tests look at it. */
interface SeenReport {
  id: string;
  kind: string;
  comment: SeenComment | null;
  reportCount: number;
  reasons: { reporter: { username: string }; reason: string }[];
  resolution: { outcome: string; resolvedBy: { username: string } | null } | null;
}

describe('reports', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let poster: Member;
  let postId: string;

  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: '10', COMMENT_REPORTS_TO_CONCEAL: '3' });
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

  const rude = () => comment(cast.owner, postId, `Rude words, ${newId()}`);
  const report = ({ api }: Member, { id }: Pick<SeenComment, 'id'>, reason = 'Rude') =>
    api.put(`/comments/${id}/report`, { reason });
  const queue = async (query = '') =>
    (await cast.moderator.api.get(`/reports?limit=100&${query}`)).body.items as SeenReport[];
  const openReport = async ({ id }: Pick<SeenComment, 'id'>) => (await queue()).find((item) => item.comment?.id === id);
  const resolve = ({ api }: Member, { id }: Pick<SeenReport, 'id'>, outcome: string) =>
    api.put(`/reports/${id}/resolution`, { outcome });
  const isHidden = async ({ id }: SeenComment) => (await kitchen.guest.get(`/comments/${id}`)).body.isHidden as boolean;

  describe('are made and resolved by', () => {
    const [byMember, queued] = ['PUT' as const, 'GET' as const];
    const path = ({ seen }: { seen: SeenComment }) => `/comments/${seen.id}/report`;
    const resolution = ({ reportId }: { reportId: string }) => `/reports/${reportId}/resolution`;
    const body = { reason: 'It hurts.' };
    const notForThem = { status: 403, code: 'auth.forbidden', notContains: ['Rude', 'First reason'] };
    const staff = ['moderator', 'admin'] as const;

    scenarios(async () => {
      const seen = await rude();
      await report(poster, seen, 'First reason');
      return { kitchen, cast, seen, reportId: (await openReport(seen))!.id };
    }, [
      { title: 'a report', as: 'guest', method: byMember, path, body, status: 401 },
      { title: 'a report', as: ['stranger', ...staff], method: byMember, path, body, status: 204 },
      { title: 'a report', as: 'owner', method: byMember, path, body, status: 403, code: 'reports.own_comment' },
      {
        title: 'a report of nothing',
        as: ['owner', 'stranger', ...staff],
        method: byMember,
        path: () => `/comments/${newId()}/report`,
        body,
        status: 404,
        code: 'comments.not_found',
      },
      ...[
        [{}, '/reason'],
        [{ reason: ' ' }, '/reason'],
        [{ reason: 7 }, '/reason'],
        [{ reason: 'x'.repeat(1001) }, '/reason'],
        [{ reason: 'x\0' }, '/reason'],
        [{ reason: 'x', outcome: 'delete' }, '/outcome'],
      ].map(([wrong, pointer]) => ({
        ...{ title: `a report with ${JSON.stringify(wrong).slice(0, 30)}`, as: 'stranger' as const, method: byMember },
        ...{ path, body: wrong, status: 422, contains: [`"pointer":"${pointer as string}"`] },
      })),
      { title: 'the queue', as: 'guest', method: queued, path: () => '/reports', status: 401 },
      { title: 'the queue', as: ['owner', 'stranger'], method: queued, path: () => '/reports', ...notForThem },
      {
        ...{ title: 'the queue', as: staff, method: queued, path: () => '/reports?limit=100', status: 200 },
        ...{ contains: ['Rude words', 'First reason', '"reportCount":1'], notContains: ['@example.com', 'authorId'] },
      },
      ...['status=all', 'kind=spam', 'sort=newest', 'cursor=x'].map((query) => ({
        ...{ title: `the queue by ${query}`, as: 'moderator' as const, method: queued },
        ...{ path: () => `/reports?${query}`, status: 400 },
      })),
      {
        title: 'a resolution',
        as: 'guest',
        method: byMember,
        path: resolution,
        body: { outcome: 'delete' },
        status: 401,
      },
      {
        ...{ title: 'a resolution', as: ['owner', 'stranger'], method: byMember, path: resolution },
        ...{ body: { outcome: 'delete' }, ...notForThem },
      },
      ...['dismiss', 'conceal', 'delete'].map((outcome) => ({
        ...{ title: `the resolution ${outcome}`, as: staff, method: byMember, path: resolution },
        ...{ body: { outcome }, status: 200, contains: [`"outcome":"${outcome}"`, '"resolvedBy":{"username"'] },
      })),
      {
        ...{ title: 'a resolution that does not fit', as: 'moderator', method: byMember, path: resolution },
        ...{ body: { outcome: 'approve' }, status: 422, code: 'reports.outcome_not_fitting', contains: ['/outcome'] },
      },
      {
        ...{ title: 'an unknown resolution', as: 'moderator', method: byMember, path: resolution },
        ...{ body: { outcome: 'burn' }, status: 422, contains: ['/outcome'] },
      },
      {
        ...{
          title: 'a resolution of nothing',
          as: staff,
          method: byMember,
          path: () => `/reports/${newId()}/resolution`,
        },
        ...{ body: { outcome: 'delete' }, status: 404, code: 'reports.not_found' },
      },
    ]);
  });

  it('are one for each comment, with one reason for each member, the last one', async () => {
    const seen = await rude();
    await report(cast.stranger, seen, 'At first');
    await report(cast.stranger, seen, 'On second thoughts');
    await report(poster, seen, 'Not here');

    const open = (await queue()).filter((item) => item.comment?.id === seen.id);
    expect(open).toMatchObject([
      {
        kind: 'reported',
        reportCount: 2,
        reasons: [
          { reporter: { username: cast.stranger.username }, reason: 'On second thoughts' },
          { reporter: { username: poster.username }, reason: 'Not here' },
        ],
        resolution: null,
      },
    ]);
  });

  it.each([
    ['dismiss', { isDeleted: false, isHidden: false }],
    ['conceal', { isDeleted: false, isHidden: true, body: null }],
    ['delete', { isDeleted: true, body: null }],
  ])('are resolved once: %s', async (outcome, becomes) => {
    const seen = await rude();
    await comment(cast.stranger, postId, `A reply, ${newId()}`, seen.id);
    await report(cast.stranger, seen);
    const open = (await openReport(seen))!;
    const first = await resolve(cast.moderator, open, outcome);

    expect(first.body).toMatchObject({
      id: open.id,
      resolution: { outcome, resolvedBy: { username: cast.moderator.username }, resolvedAt: expect.any(String) },
    });
    expect((await kitchen.guest.get(`/comments/${seen.id}`)).body).toMatchObject(becomes);
    expect((await resolve(cast.admin, open, outcome)).body).toEqual(first.body);
    const other = await resolve(cast.admin, open, outcome === 'delete' ? 'dismiss' : 'delete');
    expect([other.status, other.body.code]).toEqual([409, 'reports.already_resolved']);
    expect(await openReport(seen)).toBeUndefined();
    expect((await queue('status=resolved'))[0]).toMatchObject({ id: open.id, resolution: { outcome } });
    const [entry] = (await cast.admin.api.get('/audit?event=reports.resolved&limit=1')).body.items;
    expect(entry).toMatchObject({
      actor: { username: cast.moderator.username },
      subject: null,
      details: { reportId: open.id, commentId: seen.id, outcome },
    });
  });

  it('that were dismissed are not heard again from the same member, until the comment is edited', async () => {
    const seen = await rude();
    await report(cast.stranger, seen);
    await resolve(cast.moderator, (await openReport(seen))!, 'dismiss');
    expect((await report(cast.stranger, seen)).status).toBe(204);
    expect(await openReport(seen)).toBeUndefined();

    await report(poster, seen);
    await report(cast.stranger, seen);
    expect((await openReport(seen))!.reasons.map(({ reporter }) => reporter.username)).toEqual([poster.username]);
    await resolve(cast.moderator, (await openReport(seen))!, 'dismiss');
    await cast.owner.api.patch(`/comments/${seen.id}`, { body: 'Ruder words.' });
    await report(cast.stranger, seen);
    expect((await openReport(seen))!.comment!.body).toBe('Ruder words.');
  });

  it('of three members conceal a comment until a moderator has decided', async () => {
    const seen = await rude();
    const reporters = await Promise.all(Array.from({ length: 3 }, () => kitchen.member()));
    for (const reporter of reporters.slice(0, 2)) for (let i = 0; i < 3; i++) await report(reporter, seen);
    expect(await isHidden(seen)).toBe(false);

    await report(reporters[2]!, seen);
    expect(await isHidden(seen)).toBe(true);
    expect((await poster.api.delete(`/comments/${seen.id}/concealment`)).body.code).toBe(
      'comments.concealed_by_moderator',
    );
    await resolve(cast.moderator, (await openReport(seen))!, 'dismiss');
    expect(await isHidden(seen)).toBe(false);
  });

  it('of many at once are all counted, conceal once, and one decision of many counts', async () => {
    const seen = await rude();
    const reporters = await Promise.all(Array.from({ length: 12 }, () => kitchen.member()));
    const answers = await Promise.all(
      reporters.flatMap((reporter) => [report(reporter, seen), report(reporter, seen, 'Again')]),
    );
    expect(answers.filter(({ status }) => status !== 204 && status !== 409)).toEqual([]);
    const open = (await openReport(seen))!;
    expect(open.reportCount).toBeGreaterThanOrEqual(3);
    expect(await isHidden(seen)).toBe(true);

    const decisions = await Promise.all(
      ['dismiss', 'delete', 'conceal', 'dismiss', 'delete', 'conceal'].map((outcome) =>
        resolve(cast.moderator, open, outcome),
      ),
    );
    const decided = (await queue('status=resolved'))[0]!.resolution!.outcome;
    expect(decisions.filter(({ status }) => status >= 500)).toEqual([]);
    for (const { status, body } of decisions)
      expect(status === 200 ? body.resolution.outcome : body.code).toBe(
        status === 200 ? decided : 'reports.already_resolved',
      );
    const entries = (await cast.admin.api.get('/audit?event=reports.resolved&limit=100')).body.items;
    expect(
      entries.filter(({ details }: { details: { reportId: string } }) => details.reportId === open.id),
    ).toHaveLength(1);
  });

  it('are resolved by whoever deletes the comment, and go with the comment when its post goes', async () => {
    const [deleted, lost] = [await rude(), await rude()];
    for (const seen of [deleted, lost]) await report(cast.stranger, seen);
    const [first, second] = [(await openReport(deleted))!, (await openReport(lost))!];
    await cast.owner.api.delete(`/comments/${deleted.id}`);

    expect((await queue('status=resolved'))[0]).toMatchObject({
      id: first.id,
      comment: null,
      resolution: { outcome: 'delete', resolvedBy: { username: cast.owner.username } },
    });
    await kitchen.sql`delete from posts where id = ${postId}`;
    expect((await resolve(cast.moderator, second, 'dismiss')).body.code).toBe('reports.not_found');
    expect((await queue()).map(({ id }) => id)).not.toContain(second.id);
  });

  it('wait while their post is not published', async () => {
    const seen = await rude();
    await report(cast.stranger, seen);
    await poster.api.delete(`/posts/${postId}/publication`);

    const open = await cast.moderator.api.get('/reports?limit=100');
    expect(open.text).not.toContain(seen.body);
    await poster.api.put(`/posts/${postId}/publication`, {});
    expect(await openReport(seen)).toBeDefined();
  });

  it('lose the reason of a member whose account goes, and end when it was the only one', async () => {
    const leaving = await kitchen.member();
    const [both, only] = [await rude(), await rude()];
    for (const seen of [both, only]) await report(leaving, seen, 'My last words');
    await report(cast.stranger, both);
    await kitchen.sql`delete from users where id = ${leaving.id}`;

    expect(await openReport(both)).toMatchObject({ reportCount: 1 });
    expect(await openReport(only)).toBeUndefined();
    expect((await cast.moderator.api.get('/reports?limit=100')).text).not.toContain('My last words');
  });

  it('come in pages, who waits longest first, each once', async () => {
    for (let i = 0; i < 5; i++) await report(cast.stranger, await rude());
    for (const query of ['', 'status=resolved&']) {
      const whole = (await cast.moderator.api.get(`/reports?${query}limit=100`)).body.items as SeenReport[];
      const pages = await allPages((cursor) => cast.moderator.api.get(`/reports?${query}limit=2${cursor}`));

      expect(pages.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
      expect(whole.length).toBeGreaterThan(4);
    }
    const waiting = (await queue()) as unknown as { createdAt: string }[];
    expect(waiting.map(({ createdAt }) => createdAt)).toEqual(waiting.map(({ createdAt }) => createdAt).sort());
  });
});
