import { setTimeout as delay } from 'node:timers/promises';
import { Database } from '../../src/platform/database/database.js';
import { PublicChanges } from '../../src/platform/public-answers/public-changes.js';
import { Notifications } from '../../src/platform/database/notifications.js';
import { PRIVATE_TABLES, PUBLIC_TABLES } from '../../src/platform/public-answers/public-tables.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { comment } from '../support/comments.js';
import { post } from '../support/posts.js';
import { routesOf } from '../support/routes.js';

const TOKEN = 'what-only-the-monitoring-system-knows-2';

describe('answers that are kept for guests', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen({ METRICS_TOKEN: TOKEN, ANSWER_CACHE_MB: '8' });
  });
  afterAll(() => kitchen.close());

  /** How many answers were given out so far: from memory, made by asking the database, and past all that is kept. */
  async function given(): Promise<{ memory: number; database: number; bypass: number }> {
    const { text } = await kitchen.guest.get('//metrics', { authorization: `Bearer ${TOKEN}` });
    const count = (from: string) =>
      Number(new RegExp(`public_answers_total\\{from="${from}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
    return { memory: count('memory'), database: count('database'), bypass: count('bypass') };
  }

  /** Does what is not this process's doing, and waits until it has been told of it. */
  async function whatIsHeard(change: () => Promise<unknown>): Promise<void> {
    const changes = kitchen.nest.get(PublicChanges);
    const before = changes.current;
    await change();
    while (changes.current === before) await delay(5);
  }

  it('are made once for however many ask at the same time', async () => {
    const { slug } = await post(await kitchen.member());
    const before = await given();
    const answers = await Promise.all(Array.from({ length: 40 }, () => kitchen.guest.get(`/posts/${slug}`)));
    const after = await given();

    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect({ memory: after.memory - before.memory, database: after.database - before.database }).toEqual({
      memory: 39,
      database: 1,
    });
  });

  it('look the same from memory as from the database, down to the last header', async () => {
    const author = await kitchen.member();
    for (let n = 0; n < 12; n++) await post(author, { title: `About tea, part ${n}` });
    const path = `/posts?author=${author.username}&limit=5`;
    const ask = (headers = {}) => kitchen.guest.get(path, { 'accept-encoding': 'identity', ...headers });
    const before = await given();
    const [made, kept] = [await ask(), await ask()];
    const known = { 'if-none-match': made.headers.get('etag')! };
    await whatIsHeard(() => kitchen.sql`update posts set title = title`);
    const [madeAndKnown, keptAndKnown] = [await ask(known), await ask(known)];

    const ofTheAnswer = ({ status, text, headers }: typeof made) => ({
      ...{ status, text },
      headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
    });
    expect(ofTheAnswer(kept)).toEqual(ofTheAnswer(made));
    expect(ofTheAnswer(keptAndKnown)).toEqual(ofTheAnswer(madeAndKnown));
    expect([made.status, madeAndKnown.status]).toEqual([200, 304]);
    expect(made.headers.get('link')).toContain('rel="next"');
    expect(made.headers.get('vary')).toBe('accept-encoding, Authorization');
    const ids = [made, kept, madeAndKnown, keptAndKnown].map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(4);
    expect((await ask({ 'x-request-id': 'mine' })).headers.get('x-request-id')).toBe('mine');
    const after = await given();
    expect({ memory: after.memory - before.memory, database: after.database - before.database }).toEqual({
      memory: 3,
      database: 2,
    });
  });

  it('go out compressed to whoever takes that, and as 304 to whoever has them', async () => {
    const { slug } = await post(await kitchen.member(), { body: 'Tea. '.repeat(500) });
    const url = `${kitchen.origin}/api/v1/posts/${slug}`;
    const plain = await (await fetch(url, { headers: { 'accept-encoding': 'identity' } })).text();
    const zipped = await kitchen.guest.get(`/posts/${slug}`, { 'accept-encoding': 'gzip' });
    const refused = await kitchen.guest.get(`/posts/${slug}`, { 'accept-encoding': 'gzip;q=0, identity' });

    expect([zipped.headers.get('content-encoding'), refused.headers.get('content-encoding')]).toEqual(['gzip', null]);
    expect([zipped.text, refused.text]).toEqual([plain, plain]);
    expect(zipped.headers.get('vary')).toMatch(/accept-encoding/i);

    const etag = zipped.headers.get('etag')!;
    const unchanged = await kitchen.guest.get(`/posts/${slug}`, { 'if-none-match': `"other", ${etag}` });
    expect([unchanged.status, unchanged.text, unchanged.headers.get('etag')]).toEqual([304, '', etag]);
    expect(unchanged.headers.get('content-type')).toBeNull();
  });

  it('are for guests only: who is signed in is told what is theirs', async () => {
    const author = await kitchen.member();
    const { slug } = await post(author);
    await kitchen.guest.get(`/posts/${slug}`);
    const before = await given();
    const own = await author.api.get(`/posts/${slug}`);
    const forged = await kitchen.guest.get(`/posts/${slug}`, { authorization: 'Bearer forged' });

    expect(own.body.viewer).toMatchObject({ canEdit: true });
    expect(forged.status).toBe(401);
    expect(await given()).toEqual(before);
    expect((await kitchen.guest.get(`/posts/${slug}`)).body.viewer).toBeUndefined();
  });

  it('are never answers that say no', async () => {
    const author = await kitchen.member();
    expect((await kitchen.guest.get('/posts/tea-in-the-year-3000')).status).toBe(404);
    await post(author, { title: 'Tea in the year 3000' });
    expect((await kitchen.guest.get('/posts/tea-in-the-year-3000')).status).toBe(200);
    expect((await kitchen.guest.get('/posts?cursor=broken')).status).toBe(400);
    expect((await kitchen.guest.get('/posts?cursor=broken')).status).toBe(400);
  });

  it('are not kept while the changes of other processes cannot be heard', async () => {
    const { id, slug } = await post(await kitchen.member());
    const before = await given();
    const ear = jest.spyOn(kitchen.nest.get(Notifications), 'isListening', 'get').mockReturnValue(false);
    try {
      await kitchen.guest.get(`/posts/${slug}`);
      await kitchen.sql`update posts set title = 'Changed behind the scenes' where id = ${id}`;
      expect((await kitchen.guest.get(`/posts/${slug}`)).body.title).toBe('Changed behind the scenes');
      expect(await given()).toEqual({ ...before, bypass: before.bypass + 2 });
    } finally {
      ear.mockRestore();
    }
  });

  it('hear of what is changed behind the scenes, by whatever is connected to the database', async () => {
    const { id, slug } = await post(await kitchen.member());
    await kitchen.guest.get(`/posts/${slug}`);
    await kitchen.sql`update posts set title = 'Changed in psql' where id = ${id}`;

    const isSeen = async () => (await kitchen.guest.get(`/posts/${slug}`)).body.title === 'Changed in psql';
    // Sooner than an answer would be forgotten by its age.
    for (let tries = 0; !(await isSeen()) && tries < 40; tries++) await delay(50);
    expect(await isSeen()).toBe(true);
  });

  it('are made of public tables alone, each of which has the trigger that tells of its changes', async () => {
    const author = await kitchen.member();
    const { id, slug } = await post(author, { tags: ['tea'] });
    const { id: commentId } = await comment(author, id, 'Milk first.');
    const values: Record<string, string> = { idOrSlug: slug, slug, username: author.username };
    const files: Record<string, string> = {
      feeds: 'posts.rss',
      'feeds/posts': 'comments.rss',
      sitemaps: 'posts-1.xml',
    };
    const kept = routesOf(kitchen).filter(({ handler }) => {
      const config = Reflect.getMetadata('__fastify_route_config__', handler) as { isPublicAnswer?: true } | undefined;
      return config?.isPublicAnswer;
    });
    expect(kept.length).toBeGreaterThan(3);
    const texts: string[] = [];
    const run = jest.spyOn(Database.prototype as unknown as { run: (statement: { text: string }) => unknown }, 'run');
    try {
      for (const { path } of kept) {
        const file = files[path.split('/:')[0]!] ?? '';
        const filled = path.replace(/:(\w+)/g, (_, name: string) => {
          if (name === 'file') return file;
          return values[name] ?? (path.startsWith('comments') ? commentId : id);
        });
        const isOfTheApi = !/^(blog|feeds|sitemap|robots)/.test(path);
        await kitchen.sql`update posts set title = title`;
        const answer = await kitchen.guest.get(isOfTheApi ? `/${filled}` : `//${filled}`);
        expect([path, answer.status]).toEqual([path, 200]);
      }
      texts.push(...run.mock.calls.map(([{ text }]) => text));
    } finally {
      run.mockRestore();
    }
    expect(texts.length).toBeGreaterThan(0);
    const tables = await kitchen.sql<{ name: string }>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
    const names = tables.map(({ name }) => name).sort();
    expect([...PUBLIC_TABLES, ...PRIVATE_TABLES].sort()).toEqual(names);
    const read = names.filter((name) =>
      texts.some((text) => new RegExp(`\\b(?:from|join)\\s+${name}\\b`, 'i').test(text)),
    );
    expect(read).toEqual(expect.arrayContaining(['users', 'posts', 'comments', 'follows']));
    expect(PUBLIC_TABLES).toEqual(expect.arrayContaining(read));

    const triggers = await kitchen.sql<{ name: string }>`
      select relname as name from pg_trigger join pg_class on pg_class.oid = tgrelid
      join pg_proc on pg_proc.oid = tgfoid where proname = 'announce_public_change'`;
    expect(triggers.map(({ name }) => name).sort()).toEqual([...PUBLIC_TABLES].sort());
  });
});
