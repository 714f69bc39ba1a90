import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { Api } from '../support/api.js';

/** What may happen to a post, its comments and its author. `on` says which of two processes is asked to do it. */
const step = fc.record({
  does: fc.constantFrom(
    'edit',
    'unpublish',
    'publish',
    'comment',
    'edit comment',
    'delete comment',
    'rename',
    'write',
    'like',
    'unlike',
    'trash',
    'restore',
    'follow',
    'conceal',
  ),
  on: fc.constantFrom(0, 1),
  text: fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcdefgh') }),
});
type Step = { does: string; on: number; text: string };

const HISTORIES = 8;

/**
 * Two processes that keep answers and, as the model, one that keeps none, over one database. After every change, whoever made
 * it must see it at once where it was made; where it was not, no later than the message that tells of it.
 */
describe('a history of changes, with answers kept in two processes', () => {
  let processes: [Kitchen, Kitchen];
  let model: Kitchen;

  beforeAll(async () => {
    const keeping = { ANSWER_CACHE_MB: '8' };
    const first = await startKitchen(keeping);
    const others = { DATABASE_URL: first.databaseUrl };
    processes = [first, await startKitchen({ ...others, ...keeping })];
    model = await startKitchen({ ...others, ANSWER_CACHE_MB: '0' });
  });
  afterAll(async () => {
    await model.close();
    await processes[1].close();
    await processes[0].close();
  });

  it('never shows a guest anything but what the database says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
        const [author, fan] = [await processes[0].member(), await processes[0].member()];
        const { body: post } = await author.api.post('/posts', { title: 'Tea', body: 'Hot.' });
        const seen: Seen = { author, fan, postId: post.id, comments: [] };
        for (const one of steps) await check(seen, one);
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    );
  }, 120_000);

  async function check(seen: Seen, one: Step): Promise<void> {
    const paths = [
      '/posts?limit=5',
      `/posts?author=${seen.author.username}`,
      `/posts/${seen.postId}`,
      `/posts/${seen.postId}/comments`,
      `/users/${seen.author.username}`,
      `/users/${seen.author.username}/followers`,
    ];
    // So that there is something that could be out of date.
    for (const { guest } of processes) await Promise.all(paths.map((path) => guest.get(path)));
    await change(seen, one);

    const [here, there] = [processes[one.on]!, processes[1 - one.on]!];
    for (const path of paths) {
      const truth = await model.guest.get(path);
      expect(facts(await here.guest.get(path))).toEqual(facts(truth));
      for (let tries = 0; tries < 40 && (await there.guest.get(path)).text !== truth.text; tries++) {
        if (truth.status >= 400) break;
        await delay(25);
      }
      expect(facts(await there.guest.get(path))).toEqual(facts(truth));
    }
  }

  async function change({ author, fan, postId, comments }: Seen, { does, on, text }: Step): Promise<void> {
    const [api, reader] = [author, fan].map(({ accessToken }) => new Api(processes[on]!.origin, accessToken)) as [
      Api,
      Api,
    ];
    if (does === 'edit') await api.patch(`/posts/${postId}`, { title: text });
    if (does === 'unpublish') await api.delete(`/posts/${postId}/publication`);
    if (does === 'publish') await api.put(`/posts/${postId}/publication`);
    if (does === 'write') await api.post('/posts', { title: text, body: text });
    if (does === 'like') await api.put(`/posts/${postId}/like`);
    if (does === 'unlike') await api.delete(`/posts/${postId}/like`);
    if (does === 'trash') await api.delete(`/posts/${postId}`);
    if (does === 'restore') await api.post(`/posts/${postId}/restoration`);
    if (does === 'follow') await reader.put(`/users/${author.username}/follow`);
    if (does === 'conceal' && comments[0] !== undefined) await api.put(`/comments/${comments[0]}/concealment`);
    if (does === 'rename') await api.patch('/users/me', { displayName: text });
    if (does === 'comment') {
      const { status, body } = await api.post(`/posts/${postId}/comments`, { body: text });
      if (status === 201) comments.push(body.id as string);
    }
    if (does === 'edit comment' && comments[0] !== undefined)
      await api.patch(`/comments/${comments[0]}`, { body: text });
    if (does === 'delete comment' && comments.length > 0) await api.delete(`/comments/${comments.pop()!}`);
  }
});

interface Seen {
  author: Member;
  /** Somebody who may follow the author. */
  fan: Member;
  postId: string;
  comments: string[];
}

/** Of a problem only what it is: it names the request that it answers. */
function facts({ status, headers, text, body }: Awaited<ReturnType<Api['get']>>): object {
  return status === 200 ? { status, text, etag: headers.get('etag') } : { status, code: body?.code };
}
