import { readdir } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import type { Api } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish } from '../support/comments.js';
import { PASSWORD, register } from '../support/register.js';
import { registerPasskey } from '../support/software-authenticator.js';
import { setUpTotp } from '../support/totp.js';
import { todo, todoList, withoutNotingChanges } from '../support/todos.js';
import { unzip } from '../support/unzip.js';

/** What a file of an export holds, as far as tests look at it. */
type Item = Record<string, unknown>;

describe('the export', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  const download = (member: Pick<Member, 'accessToken'>, origin = kitchen.origin) =>
    fetch(`${origin}/api/v1/users/me/export`, { headers: { authorization: `Bearer ${member.accessToken}` } });
  const filesOf = async (member: Pick<Member, 'accessToken'>) => {
    const answer = await download(member);
    expect(answer.status).toBe(200);
    return unzip(Buffer.from(await answer.arrayBuffer()));
  };
  const items = (files: Map<string, string>, path: string) => JSON.parse(files.get(path)!) as Item[];
  const listed = async (api: Api, path: string) => (await api.get(path)).body.items as Item[];
  const isRunning = async ({ id }: Member) =>
    (await kitchen.sql`select from running_exports where user_id = ${id}`).length === 1;

  it('is not for guests', async () => {
    const { status, body } = await kitchen.guest.get('/users/me/export');

    expect([status, body.code]).toEqual([401, 'auth.unauthenticated']);
  });

  it('comes as a file with a name and a length, which nobody keeps', async () => {
    const ada = await kitchen.member();
    const answer = await download(ada);
    const bytes = Buffer.from(await answer.arrayBuffer());

    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-length': `${bytes.length}`,
      'cache-control': 'no-store',
      'content-disposition': expect.stringMatching(
        new RegExp(`^attachment; filename="kitchen-${ada.username}-\\d{4}-\\d\\d-\\d\\d\\.zip"$`),
      ),
    });
  });

  it('of somebody who has done nothing yet has every file, and says what it is', async () => {
    const files = await filesOf(await kitchen.member());

    expect([...files.keys()].sort()).toEqual([
      'README.txt',
      'access-tokens.json',
      'account.json',
      'bookmarks.json',
      'comment-likes.json',
      'comments.json',
      'devices.json',
      'following.json',
      'identities.json',
      'likes.json',
      'passkeys.json',
      'photos.json',
      'post-revisions.json',
      'posts.json',
      'reports.json',
      'second-factor.json',
      'security-events.json',
      'sessions.json',
      'todo-lists-trash.json',
      'todo-lists.json',
      'todo-occurrences.json',
      'todo-trash.json',
      'todos.ics',
      'todos.json',
    ]);
    for (const path of [...files.keys()].filter((name) => name.endsWith('.json')))
      if (/^(post|likes|bookmarks|following|comment|reports|todo)/.test(path)) expect(items(files, path)).toEqual([]);
    const readme = files.get('README.txt')!;
    expect(readme).toMatch(/^Kitchen export, format version 1\n/);
    for (const path of files.keys()) if (path !== 'README.txt') expect(readme).toContain(path);
  });

  it('has what the API says of everything that is mine', async () => {
    const grace = await register(kitchen);
    const { api } = grace;
    await api.patch('/users/me', { bio: 'Wrote “the first” compiler\n🐞' });
    const text = {
      title: 'Änderung: "quoted" #1',
      body: '# Head\n\n---\n\nText',
      excerpt: 'Own',
      tags: ['one', 'two'],
    };
    const { body: post } = await api.post('/posts', text);
    const { body: draft } = await api.post('/posts', { title: 'Draft', body: 'Not yet', status: 'draft' });
    const ada = await kitchen.member();
    await api.put(`/users/${ada.username}/follow`);
    const theirs = await publish(ada);
    await api.put(`/posts/${theirs}/like`);
    await api.put(`/posts/${post.id}/bookmark`);
    const first = await comment(grace, theirs, 'First');
    const second = await comment(grace, theirs, 'Second', first.id);
    await api.put(`/comments/${second.id}/like`);
    const { id: bad } = await comment(await kitchen.member(), theirs, 'Somebody else wrote that');
    await api.put(`/comments/${bad}/report`, { reason: 'Rude' });
    const { id: listId } = await todoList(grace, 'Garden');
    await todo(grace, { title: 'Dig', listId, due: { date: '2026-11-24', time: '14:30', timezone: 'Europe/Berlin' } });
    await todo(grace, { title: 'Done', labels: ['x'] });
    const watering = { title: 'Water', due: { date: '2026-11-24' }, recurrence: { rule: 'FREQ=DAILY' } };
    const { id: todoId } = await todo(grace, watering);
    await api.put(`/todos/${todoId}/completion`);
    await api.delete(`/todos/${(await todo(grace, { title: 'Weeds' })).id}`);
    await api.delete(`/todo-lists/${(await todoList(grace, 'Balcony')).id}`);

    const files = await filesOf(grace);

    expect(JSON.parse(files.get('account.json')!)).toEqual((await api.get('/users/me')).body);
    expect(items(files, 'todo-lists.json')).toEqual(await listed(api, '/todo-lists'));
    expect(items(files, 'todos.json')).toEqual(await listed(api, '/todos?sort=newest'));
    const occurrences = await listed(api, `/todos/${todoId}/occurrences`);
    expect(items(files, 'todo-occurrences.json')).toEqual(occurrences.map((occurrence) => ({ todoId, ...occurrence })));
    expect(items(files, 'todo-trash.json')).toEqual(await listed(api, '/todos/trash'));
    expect(items(files, 'todo-lists-trash.json')).toEqual(await listed(api, '/todo-lists/trash'));
    expect(items(files, 'security-events.json')).toEqual(await listed(api, '/users/me/security-events'));
    expect(items(files, 'sessions.json')).toHaveLength(1);
    expect(items(files, 'post-revisions.json')).toMatchObject([
      { postId: post.id, number: 1, ...text },
      { postId: draft.id, number: 1, body: 'Not yet' },
    ]);
    expect(items(files, 'following.json')).toMatchObject([{ username: ada.username }]);
    expect(items(files, 'likes.json')).toMatchObject([{ id: theirs, title: 'About tea' }]);
    expect(items(files, 'bookmarks.json')).toMatchObject([{ id: post.id, slug: post.slug }]);
    expect(items(files, 'comments.json')).toMatchObject([
      { id: first.id, postId: theirs, parentId: null, body: 'First' },
      { id: second.id, postId: theirs, parentId: first.id, body: 'Second', likeCount: 1 },
    ]);
    expect(items(files, 'comment-likes.json')).toEqual([
      { commentId: second.id, postId: theirs, likedAt: expect.any(String) },
    ]);
    expect(items(files, 'reports.json')).toEqual([
      {
        id: expect.any(String),
        commentId: bad,
        reason: 'Rude',
        reportedAt: expect.any(String),
        isResolved: false,
      },
    ]);
    expect(files.get('reports.json')).not.toContain('Somebody else');
    const { createdAt, updatedAt, publishedAt } = post;
    const written = {
      id: post.id,
      slug: post.slug,
      ...text,
      status: 'published',
      areCommentsOpen: true,
      createdAt,
      updatedAt,
      publishedAt,
      publishAt: null,
      deletedAt: null,
      photoIds: [],
      coverPhotoId: null,
    };
    expect(items(files, 'posts.json')).toEqual([
      expect.objectContaining({
        areCommentsOpen: true,
        id: draft.id,
        status: 'draft',
        publishedAt: null,
        excerpt: null,
      }),
      written,
    ]);
    const { body, ...rest } = written;
    const [, frontMatter = '', ...markdown] = files.get(`posts/${post.slug}.md`)!.split('---\n');
    const fields = frontMatter.trim().split('\n');
    expect(Object.fromEntries(fields.map((line) => splitAt(line, ': ')))).toEqual(rest);
    expect(markdown.join('---\n')).toBe(`\n${body}\n`);
  });

  it('has nothing of a stranger, and nothing secret', async () => {
    const [grace, ada] = [await register(kitchen), await register(kitchen)];
    const adas = await publish(ada, 'Ada wrote this');
    await comment(ada, await publish(grace, 'Mine'), 'Ada said that');
    await comment(grace, adas, 'I said that');
    await todo(ada, { title: 'Ada does it' });
    await todo(grace, { title: 'Mine to do' });
    const { device } = await registerPasskey(grace.api, 'My blue key');
    await registerPasskey(ada.api, 'Ada’s key');
    const app = await setUpTotp(grace.api);
    const [secret] = await kitchen.sql<{ hash: string }>`
      select password_hash as hash from password_credentials where user_id = ${grace.id}`;
    const tokens = await kitchen.sql<{ hash: string }>`
      select token_hash as hash from mail_tokens where user_id = ${grace.id} and token_hash is not null`;

    const all = [...(await filesOf(grace)).values()].join('\n');

    expect(all).toContain('I said that');
    expect(all).toContain('My blue key');
    expect(all).toContain('"recoveryCodesLeft": 10');
    for (const text of ['Ada', ada.username, ada.email, ada.id]) expect(all).not.toContain(text);
    const ofFactors = [device.id, 'publicKey', app.secret, ...app.recoveryCodes];
    const secrets = [
      ...ofFactors,
      secret!.hash,
      'argon2',
      PASSWORD,
      grace.accessToken,
      grace.refreshToken,
      'refreshGeneration',
    ];
    for (const text of [...secrets, ...tokens.map(({ hash }) => hash)]) expect(all).not.toContain(text);
  });

  it('has all of 3,000 long todos, each once, without holding them in memory', async () => {
    const ada = await kitchen.member();
    const { id: listId } = await todoList(ada);
    await withoutNotingChanges(
      kitchen,
      () => kitchen.sql`
        insert into todos (id, owner_id, list_id, title, notes, position)
        select gen_random_uuid(), ${ada.id}, ${listId}, 'Todo ' || n, repeat(md5(n::text) || ' ', 240), 'a' || n
        from generate_series(1, 3000) as n`,
    );
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = 0;
    const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 20);

    const answer = await download(ada);
    clearInterval(sampling);
    const files = await unzip(Buffer.from(await answer.arrayBuffer()));
    const todos = items(files, 'todos.json');

    expect(new Set(todos.map(({ title }) => title)).size).toBe(3_000);
    expect(todos).toHaveLength(3_000);
    // Both ways of writing them have about 25 MB.
    expect(JSON.stringify(todos).length).toBeGreaterThan(20e6);
    expect(files.get('todos.ics')!.match(/^BEGIN:VTODO\r$/gm)).toHaveLength(3_000);
    expect(most).toBeLessThan(200e6);
  }, 60_000);

  it('is made one at a time, whichever process is asked', async () => {
    const ada = await kitchen.member();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => download(ada, [kitchen, replica][index % 2]!.origin)),
    );

    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 409]));
    const refused = await answers.find(({ status }) => status === 409)!.json();
    expect(refused).toMatchObject({ code: 'exports.under_way' });
    for (const answer of answers) if (!answer.bodyUsed) await answer.arrayBuffer();
    await until(async () => !(await isRunning(ada)));
    expect((await download(ada)).status).toBe(200);
  });

  it('that was broken off, before or while it came, does not stand in the way of the next, and leaves no file', async () => {
    const ada = await kitchen.member();
    for (let attempt = 0; attempt < 8; attempt++) {
      await breakOff(ada, attempt * 5);
      await until(async () => !(await isRunning(ada)));
    }

    const answer = await download(ada);

    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('kitchen-export-'))).toEqual([]);
  });

  it('whose process died is waited for no longer than ten minutes', async () => {
    const ada = await kitchen.member();
    await kitchen.sql`insert into running_exports values (${ada.id}, ${ada.id}, now() + interval '1 minute')`;
    expect((await download(ada)).status).toBe(409);
    await kitchen.sql`update running_exports set expires_at = now() - interval '1 second'`;

    expect((await download(ada)).status).toBe(200);
  });

  /** Asks, and hangs up after so many milliseconds. */
  function breakOff({ accessToken }: Member, afterMillis: number): Promise<void> {
    return new Promise((resolve) => {
      const request = get(`${kitchen.origin}/api/v1/users/me/export`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      request.on('error', () => undefined).on('close', resolve);
      setTimeout(() => request.destroy(), afterMillis);
    });
  }
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

function splitAt(line: string, separator: string): [string, unknown] {
  const at = line.indexOf(separator);
  return [line.slice(0, at), JSON.parse(line.slice(at + separator.length))];
}
