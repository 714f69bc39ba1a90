import type { Answer } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish } from '../support/comments.js';

const [EVERYWHERE, UNDER_ONE_POST] = [8, 5];

describe('a flood of comments', () => {
  let here: Kitchen;
  let there: Kitchen;
  let poster: Member;
  let writer: Member;

  beforeAll(async () => {
    const settings = {
      ...{ COMMENTS_PER_MINUTE: String(EVERYWHERE), COMMENTS_PER_POST_AND_MINUTE: String(UNDER_ONE_POST) },
      DATABASE_POOL_SIZE: '10',
    };
    here = await startKitchen(settings);
    there = await startKitchen({ ...settings, DATABASE_URL: here.databaseUrl });
    poster = await here.member();
  });
  beforeEach(async () => {
    writer = await here.member();
  });
  afterAll(async () => {
    await there.close();
    await here.close();
  });

  let words = 0;
  const write = (postId: string, origin = here, member = writer) =>
    fetch(`${origin.origin}/api/v1/posts/${postId}/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${member.accessToken}` },
      body: JSON.stringify({ body: `Word ${words++}` }),
    });
  const admitted = (answers: Response[]) => answers.filter(({ status }) => status === 201).length;
  const refused = (answers: Response[]) => answers.filter(({ status }) => status === 429).length;
  const stored = async () =>
    (await here.sql<{ n: number }>`select count(*)::int as n from comments where author_id = ${writer.id}`)[0]!.n;

  it('is told of in the headers, and refused with the time to come back', async () => {
    const postId = await publish(poster);
    const answer = await write(postId);

    expect(answer.headers.get('ratelimit-policy')).toContain('"comments";q=8;w=60, "comments-here";q=5;w=60');
    expect(answer.headers.get('ratelimit')).toMatch(/"comments";r=7;t=\d+, "comments-here";r=4;t=\d+$/);
    for (let n = 1; n < UNDER_ONE_POST; n++) await write(postId);
    const no = await write(postId);
    const seconds = Number(no.headers.get('retry-after'));

    expect([no.status, ((await no.json()) as Answer['body']).code]).toEqual([429, 'http.too_many_requests']);
    expect(seconds > 0 && seconds <= 60).toBe(true);
    expect(no.headers.get('ratelimit')).toContain(`"comments-here";r=0;t=${seconds}`);
    expect(await stored()).toBe(UNDER_ONE_POST);
  });

  it('is cut off exactly, of 40 at the same time on two replicas', async () => {
    const postId = await publish(poster);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => write(postId, n % 2 ? here : there)));

    expect([admitted(answers), refused(answers), await stored()]).toEqual([UNDER_ONE_POST, 35, UNDER_ONE_POST]);
  });

  it('is cut off exactly under many posts, too', async () => {
    const postIds = await Promise.all(Array.from({ length: 5 }, () => publish(poster)));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => write(postIds[n % 5]!, n % 2 ? here : there)),
    );

    expect([admitted(answers), refused(answers), await stored()]).toEqual([EVERYWHERE, 32, EVERYWHERE]);
  });

  it('is each member’s own', async () => {
    const postId = await publish(poster);
    for (let n = 0; n < UNDER_ONE_POST; n++) await write(postId);

    expect((await write(postId)).status).toBe(429);
    expect((await write(await publish(poster))).status).toBe(201);
    expect((await write(postId, here, await here.member())).status).toBe(201);
  });

  it('does not count what was not stored', async () => {
    const postId = await publish(poster);
    await comment(writer, postId, 'The same');
    for (let n = 0; n < 10; n++)
      expect((await writer.api.post(`/posts/${postId}/comments`, { body: 'The same' })).status).toBe(409);

    expect((await write(postId)).status).toBe(201);
  });

  it('is over when the minute is', async () => {
    const postId = await publish(poster);
    for (let n = 0; n < UNDER_ONE_POST; n++) await write(postId);
    await here.sql`update quotas set resets_at = now()`;

    expect((await write(postId)).status).toBe(201);
  });
});
