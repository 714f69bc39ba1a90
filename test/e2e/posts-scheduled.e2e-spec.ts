import { setTimeout } from 'node:timers/promises';
import { Housekeeping } from '../../src/platform/jobs/housekeeping.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { etagOf, post, type SeenPost, slugsOf, titlesOf } from '../support/posts.js';

const FAR = '2090-01-01T08:00:00.000Z';
const soon = (millis = 300) => new Date(Date.now() + millis).toISOString();

describe('scheduled posts', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;
  const later: Kitchen[] = [];
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
    ada = await kitchen.member();
  });
  afterAll(async () => {
    for (const each of [...later, replica]) await each.close();
    await kitchen.close();
  });

  const published = async ({ id }: SeenPost): Promise<SeenPost> => {
    for (let looks = 0; looks < 500; looks++) {
      const { status, body } = await kitchen.guest.get(`/posts/${id}`);
      if (status === 200) return body as SeenPost;
      await setTimeout(20);
    }
    throw new Error('It was not published.');
  };
  const jobsOf = ({ id }: SeenPost) => kitchen.sql<{ id: string; state: string; start_after: Date }>`
    select id, state, start_after from pgboss.job where data ->> 'postId' = ${id} order by start_after`;
  const versionOf = async ({ id }: SeenPost) =>
    (await kitchen.sql<{ version: number }>`select version from posts where id = ${id}`)[0]!.version;
  const schedule = ({ id }: SeenPost, publishAt: string) => ada.api.put(`/posts/${id}/publication`, { publishAt });

  it('are nobody’s to see but their author’s', async () => {
    const bob = await kitchen.member();
    const moderator = await kitchen.member({ role: 'moderator' });
    const planned = await post(ada, { title: 'Surprise party', publishAt: FAR, tags: ['party'] });

    expect(planned).toMatchObject({ status: 'scheduled', publishAt: FAR, publishedAt: null });
    expect((await ada.api.get(`/posts/${planned.slug}`)).body).toEqual(planned);
    expect(titlesOf(await ada.api.get('/users/me/posts?status=scheduled'))).toEqual(['Surprise party']);
    expect(titlesOf(await ada.api.get('/users/me/posts?status=draft'))).toEqual([]);
    for (const api of [kitchen.guest, bob.api, moderator.api]) {
      expect((await api.get(`/posts/${planned.id}`)).status).toBe(404);
      for (const path of ['/posts', '/posts?tag=party', `/posts?author=${ada.username}`])
        expect((await api.get(path)).text).not.toContain('Surprise');
    }
    expect((await bob.api.put(`/posts/${planned.id}/publication`, {})).status).toBe(404);
    expect((await bob.api.put(`/posts/${planned.id}/like`)).status).toBe(404);
    expect((await ada.api.put(`/posts/${planned.id}/like`)).body.code).toBe('posts.not_published');
  });

  it('appear when their time has come, with their tags, at the top of the list', async () => {
    const planned = await post(ada, { title: 'On time', status: 'scheduled', publishAt: soon(), tags: ['timely'] });
    const shown = await published(planned);

    expect(shown).toMatchObject({ status: 'published', publishAt: null, title: 'On time' });
    expect(Date.parse(shown.publishedAt!)).toBeGreaterThanOrEqual(Date.parse(planned.publishAt!));
    expect(slugsOf(await kitchen.guest.get('/posts?tag=timely'))).toEqual([planned.slug]);
    expect(slugsOf(await kitchen.guest.get('/posts?limit=1'))).toEqual([planned.slug]);
  });

  it('are published once each by two processes, at the moment when that happens', async () => {
    const planned = await Promise.all(Array.from({ length: 12 }, () => post(ada, { publishAt: soon(3_000) })));
    const shown = await Promise.all(planned.map(published));

    for (const each of planned) expect(await versionOf(each)).toBe(2);
    expect(shown.map(({ publishedAt, updatedAt }) => publishedAt === updatedAt)).toEqual(Array(12).fill(true));
  });

  it('appear above what a reader has paged past, also when they come late', async () => {
    const author = await kitchen.member();
    const planned = await post(author, { title: 'Late', publishAt: FAR });
    await post(author, { title: 'One' });
    await post(author, { title: 'Two' });
    await kitchen.sql`update posts set publish_at = now() - interval '1 hour' where id = ${planned.id}`;
    await kitchen.nest.get(Housekeeping).runAll();

    expect(titlesOf(await kitchen.guest.get(`/posts?author=${author.username}`))).toEqual(['Late', 'Two', 'One']);
  });

  it('are published after a restart, also when their jobs were lost', async () => {
    const planned = await post(ada, { publishAt: FAR });
    await kitchen.sql`delete from pgboss.job where data ->> 'postId' = ${planned.id}`;
    await kitchen.sql`update posts set publish_at = now() - interval '5 minutes' where id = ${planned.id}`;
    later.push(await startKitchen({ DATABASE_URL: kitchen.databaseUrl }));

    expect(await published(planned)).toMatchObject({ status: 'published' });
  });

  it('have a job exactly if they were stored', async () => {
    const planned = await post(ada, { publishAt: FAR });
    const [{ count } = { count: 0 }] = await kitchen.sql<{ count: number }>`
      select count(*)::int as count from pgboss.job where name = 'post-publications'`;
    const refused = await ada.api.post('/posts', { title: 'x', body: 'x', publishAt: '2020-01-01T00:00:00Z' });

    expect(refused.status).toBe(422);
    expect(await jobsOf(planned)).toMatchObject([{ start_after: new Date(FAR) }]);
    expect(await kitchen.sql`select count(*)::int as count from pgboss.job where name = 'post-publications'`).toEqual([
      { count },
    ]);
  });

  it('can be put off: the first time passes without effect', async () => {
    const planned = await post(ada, { publishAt: soon(2_000) });
    expect((await schedule(planned, FAR)).body).toMatchObject({ status: 'scheduled', publishAt: FAR });
    await untilDone(planned, 1);

    expect((await kitchen.guest.get(`/posts/${planned.id}`)).status).toBe(404);
    expect(await versionOf(planned)).toBe(2);
  });

  it('can be brought forward, and published at once', async () => {
    const [sooner, now] = [await post(ada, { publishAt: FAR }), await post(ada, { publishAt: FAR })];
    await schedule(sooner, soon());

    expect((await ada.api.put(`/posts/${now.id}/publication`)).body).toMatchObject({
      status: 'published',
      publishAt: null,
    });
    expect(await published(sooner)).toMatchObject({ status: 'published' });
  });

  it('can be withdrawn: the time passes without effect', async () => {
    const [withdrawn, deleted] = [
      await post(ada, { publishAt: soon(2_000) }),
      await post(ada, { publishAt: soon(2_000) }),
    ];
    const answer = await ada.api.delete(`/posts/${withdrawn.id}/publication`);
    await ada.api.delete(`/posts/${deleted.id}`);
    await untilDone(withdrawn, 1);
    await untilDone(deleted, 1);

    expect(answer.body).toMatchObject({ status: 'draft', publishAt: null });
    expect((await ada.api.get(`/posts/${withdrawn.id}`)).body.status).toBe('draft');
    expect((await ada.api.get('/users/me/trash')).text).toContain(deleted.id);
  });

  it('stay as they are when the same time is said again', async () => {
    const planned = await post(ada, { publishAt: FAR });
    const etag = await etagOf(ada, planned);

    expect((await schedule(planned, FAR)).body).toEqual(planned);
    expect(await etagOf(ada, planned)).toBe(etag);
  });

  it('can be edited without losing their time', async () => {
    const planned = await post(ada, { publishAt: FAR });

    expect((await ada.api.patch(`/posts/${planned.id}`, { title: 'Better' })).body).toMatchObject({
      status: 'scheduled',
      publishAt: FAR,
    });
  });

  it('cannot be made of what is public', async () => {
    const shown = await post(ada);
    const { status, body } = await schedule(shown, FAR);
    const stale = await ada.api.put(
      `/posts/${shown.id}/publication`,
      { publishAt: FAR },
      { 'if-match': '"9.AAAAAAAAAAAAAAAAAAAAAAAAAAA"' },
    );

    expect({ status, code: body.code }).toEqual({ status: 409, code: 'posts.already_published' });
    expect(stale.status).toBe(412);
    expect((await kitchen.guest.get(`/posts/${shown.id}`)).body.status).toBe('published');
  });

  it('are published or withdrawn, not half of each, when both come at the same moment', async () => {
    const planned = await Promise.all(
      Array.from({ length: 6 }, () => post(ada, { publishAt: soon(2_000), tags: ['x'] })),
    );
    await setTimeout(2_000);
    await Promise.all(planned.map(({ id }) => ada.api.delete(`/posts/${id}/publication`)));
    for (const each of planned) await untilDone(each, 1);

    expect(
      await kitchen.sql`
        select posts.id from posts left join post_tags on post_id = posts.id
        where posts.id = any(${planned.map(({ id }) => id)}) and (status = 'published') <> (tag is not null)`,
    ).toEqual([]);
  });

  async function untilDone(planned: SeenPost, count: number): Promise<void> {
    for (let looks = 0; looks < 500; looks++) {
      const done = (await jobsOf(planned)).filter(({ state }) => state === 'completed');
      if (done.length >= count) return;
      await setTimeout(20);
    }
    throw new Error('Its job was not done.');
  }
});
