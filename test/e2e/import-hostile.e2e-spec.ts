import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { exportOf, importInto, zipOf } from '../support/archives.js';
import { publish } from '../support/comments.js';
import { picture } from '../support/photos.js';
import { todo } from '../support/todos.js';
import { personalToken } from '../support/tokens.js';

type File = readonly [path: string, content: unknown];

const THEN = '2026-01-01T00:00:00.000Z';
const ACCOUNT: File = ['account.json', { displayName: 'Grace', timezone: 'UTC' }];

const post = (fields: object = {}) => ({
  ...{ id: randomUUID(), slug: 'tea', title: 'Tea', body: 'Hot', tags: [], status: 'published' },
  ...{ createdAt: THEN, updatedAt: THEN, publishedAt: THEN, ...fields },
});
const list = (fields: object = {}) => ({
  ...{ id: randomUUID(), name: 'Garden', isInbox: false, isArchived: false, position: 'a1' },
  ...{ createdAt: THEN, updatedAt: THEN, ...fields },
});
const item = (fields: object = {}) => ({
  ...{ id: randomUUID(), title: 'Dig', position: 'a1', createdAt: THEN, updatedAt: THEN, ...fields },
});
const photo = (fields: object = {}) => ({ id: randomUUID(), file: 'photos/a.webp', createdAt: THEN, ...fields });

describe('an import that is not what it should be', () => {
  let kitchen: Kitchen;
  let replica: Kitchen;
  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  /** Refused, with nothing stored and no file left. */
  async function refused(bytes: Uint8Array) {
    const member = await kitchen.member();
    const answer = await importInto(kitchen, member, bytes);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await stored(member)).toBe(0);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('kitchen-import-'))).toEqual([]);
    const { code, errors } = answer.body as { code: string; errors?: { pointer: string }[] };
    return { status: answer.status, code, pointer: errors?.[0]?.pointer };
  }

  async function stored({ id }: Member): Promise<number> {
    const [row] = await kitchen.sql<{ count: number }>`
      select ((select count(*) from posts where author_id = ${id}) + (select count(*) from photos where owner_id = ${id})
        + (select count(*) from todos where owner_id = ${id}) + (select count(*) from todo_lists where owner_id = ${id})
        + (select count(*) from comments where author_id = ${id}))::int as count`;
    return row!.count;
  }

  it.each<[string, () => Uint8Array | Promise<Uint8Array>]>([
    ['no ZIP at all', () => Buffer.from('This is no ZIP, but a text that is long enough to be one.')],
    ['empty', () => Buffer.alloc(0)],
    ['cut off', async () => (await zipOf([ACCOUNT, ['posts.json', [post()]]])).subarray(0, -30)],
    ['without an account', () => zipOf([['posts.json', []]])],
    ['with a name that leads out of it', () => renamed('aaaaaaaaaa.json', '../../../x.json')],
    ['with an absolute name', () => renamed('aaaaaaaaaa.json', '/aaaaaaaaa.json')],
    ['with a file in it twice', () => renamed('accounx.json', 'account.json')],
    ['encrypted', async () => flagged(await zipOf([ACCOUNT]), 1)],
    ['packed in a way that nobody knows', async () => packed(await zipOf([ACCOUNT]), 99)],
    ['with another text than its checksum says', async () => corrupt(await zipOf([ACCOUNT]))],
    ['that unpacks to more than it says', async () => sized(await zipOf([ACCOUNT]), 5)],
  ])('%s is refused', async (_, make) => {
    expect(await refused(await make())).toMatchObject({ status: 422, code: 'imports.not_readable' });
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['a file of 100 MB of nothing', () => zipOf([ACCOUNT, ['posts.json', Buffer.alloc(100e6, ' ')]])],
    ['more JSON than may be', async () => zipOf([ACCOUNT, ['posts.json', await noise(40e6)]])],
    ['a size that only ZIP64 has', async () => sized(await zipOf([ACCOUNT]), 0xffffffff)],
    ['a table of more than 50,000 entries', async () => counted(await zipOf([ACCOUNT]), 60_000)],
  ])(
    '%s is too much, and is not held in memory',
    async (_, make) => {
      const bytes = await make();
      global.gc?.();
      const before = process.memoryUsage().rss;

      expect(await refused(bytes)).toMatchObject({ status: 413, code: 'imports.too_large' });
      expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
    },
    60_000,
  );

  it.each<[string, string, readonly File[]]>([
    ['JSON that is none', '/posts.json', [['posts.json', '[{']]],
    ['JSON that is nested too deeply', '/posts.json', [['posts.json', '['.repeat(1_000_000)]]],
    ['no array', '/posts.json', [['posts.json', { 0: post() }]]],
    ['an item of another type', '/posts.json/0', [['posts.json', [7]]]],
    ['a field of another type', '/posts.json/1/title', [['posts.json', [post(), post({ title: {} })]]]],
    ['a title that is too long', '/posts.json/0/title', [['posts.json', [post({ title: 'x'.repeat(201) })]]]],
    ['text that cannot be stored', '/posts.json/0/body', [['posts.json', [post({ body: 'a\0' })]]]],
    [
      'a post of the future',
      '/posts.json/0/publishedAt',
      [['posts.json', [post({ publishedAt: '2100-01-01T00:00:00Z' })]]],
    ],
    ['a post that says nothing', '/posts.json/0/body', [['posts.json', [post({ body: ' ' })]]]],
    ['a published draft', '/posts.json/0/publishedAt', [['posts.json', [post({ status: 'draft' })]]]],
    ['a time zone that is none', '/account.json/timezone', [['account.json', { timezone: 'Mars/Base' }]]],
    ['a todo in no list', '/todos.json/0/listId', [['todos.json', [item({ listId: randomUUID() })]]]],
    ['an order that is none', '/todo-lists.json/0/position', [['todo-lists.json', [list({ position: '0' })]]]],
    [
      'two inboxes',
      '/todo-lists.json/1/isInbox',
      [['todo-lists.json', [list({ isInbox: true }), list({ isInbox: true })]]],
    ],
    ['a circle of todos', '/todos.json/0/parentId', circle()],
    ['a photo that is not in it', '/photos.json/0/file', [['photos.json', [photo()]]]],
    ['a photo elsewhere', '/photos.json/0/file', [['photos.json', [photo({ file: 'photos/../../a.webp' })]]]],
    [
      'a photo that is none',
      '/photos.json/0/file',
      [
        ['photos.json', [photo()]],
        ['photos/a.webp', 'no picture'],
      ],
    ],
  ])('%s is named by file and item', async (_, pointer, files) => {
    const rest = files.some(([path]) => path === 'account.json') ? files : [ACCOUNT, ...files];

    expect(await refused(await zipOf(rest))).toEqual({ status: 422, code: 'http.validation_failed', pointer });
  });

  it('leaves nothing of what came before the mistake, neither rows nor bytes', async () => {
    const files: File[] = [ACCOUNT, ['photos.json', [photo()]], ['photos/a.webp', await picture('webp')]];
    const counts = () => kitchen.sql`select count(*)::int as files from stored_files`;
    const before = await counts();

    const { status } = await refused(await zipOf([...files, ['posts.json', [post(), post({ body: '' })]]]));

    expect(status).toBe(422);
    // The bytes go when the answer is on its way.
    while (JSON.stringify(await counts()) !== JSON.stringify(before))
      await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('makes all ids anew: those of others’ things give no hold on them', async () => {
    const [ada, grace] = [await kitchen.member(), await kitchen.member()];
    const theirs = await publish(ada, 'Ada’s own');
    const { id: theirTodo } = await todo(ada, { title: 'Ada’s todo' });
    const files: File[] = [
      ['posts.json', [post({ id: theirs, title: 'Taken over' })]],
      ['todo-lists.json', [list({ id: theirTodo })]],
      ['todos.json', [item({ id: theirTodo, listId: theirTodo, title: 'Taken over' })]],
      ['comments.json', [{ id: randomUUID(), postId: randomUUID(), parentId: null, body: 'Here', createdAt: THEN }]],
      ['likes.json', [{ id: randomUUID(), createdAt: THEN }]],
      [
        'following.json',
        [
          { username: 'nobody_there', followedAt: THEN },
          { username: ada.username, followedAt: THEN },
        ],
      ],
    ];

    const answer = await importInto(kitchen, grace, await zipOf([ACCOUNT, ...files]));

    expect([answer.status, answer.body.skipped]).toEqual([
      200,
      expect.arrayContaining([
        { file: 'comments.json', count: 1, reason: expect.stringContaining('somebody else') },
        { file: 'likes.json', count: 1, reason: expect.any(String) },
        { file: 'following.json', count: 1, reason: expect.any(String) },
      ]),
    ]);
    expect((await ada.api.get(`/posts/${theirs}`)).body).toMatchObject({
      title: 'Ada’s own',
      author: { username: ada.username },
    });
    expect((await ada.api.get(`/todos/${theirTodo}`)).body).toMatchObject({ title: 'Ada’s todo' });
    expect((await grace.api.get('/users/me/posts')).body.items).toMatchObject([{ title: 'Taken over' }]);
    expect((await grace.api.get(`/users/${grace.username}/following`)).body.items).toHaveLength(1);
  });

  it('is refused for an account with something in it, be it one todo', async () => {
    const ada = await kitchen.member();
    await todo(ada, { title: 'Mine' });

    const answer = await importInto(kitchen, ada, await zipOf([ACCOUNT, ['posts.json', [post()]]]));

    expect([answer.status, answer.body.code]).toEqual([409, 'imports.account_not_empty']);
    expect(await stored(ada)).toBe(2);
  });

  it('is stored once, however often it is sent at once, to whichever process', async () => {
    const ada = await kitchen.member();
    const bytes = await zipOf([ACCOUNT, ['posts.json', [post(), post()]]]);

    const answers = await Promise.all([kitchen, replica, kitchen, replica].map((at) => importInto(at, ada, bytes)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await stored(ada)).toBe(2);
  });

  it('is for who is signed in: not for guests, and not for tokens', async () => {
    const bytes = await exportOf(kitchen, await kitchen.member());
    const ada = await kitchen.member();
    const { token } = await personalToken(kitchen, ada, ['write']);

    expect(await importInto(kitchen, undefined, bytes)).toMatchObject({ status: 401 });
    expect(await importInto(kitchen, { accessToken: token }, bytes)).toMatchObject({ status: 403 });
  });
});

/** An archive in which a name stands for another one of the same length. */
async function renamed(from: string, to: string): Promise<Buffer> {
  const bytes = await zipOf([ACCOUNT, [from, {}]]);
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

/** Where the first entry of the table begins. */
function tableAt(bytes: Buffer): number {
  return bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
}

function flagged(bytes: Buffer, flag: number): Buffer {
  const at = tableAt(bytes) + 8;
  bytes.writeUInt16LE(bytes.readUInt16LE(at) | flag, at);
  return bytes;
}

function packed(bytes: Buffer, method: number): Buffer {
  bytes.writeUInt16LE(method, tableAt(bytes) + 10);
  return bytes;
}

function counted(bytes: Buffer, count: number): Buffer {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  bytes.writeUInt16LE(count, end + 10);
  return bytes;
}

function sized(bytes: Buffer, size: number): Buffer {
  bytes.writeUInt32LE(size, tableAt(bytes) + 24);
  return bytes;
}

function corrupt(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(0x12345678, tableAt(bytes) + 16);
  return bytes;
}

/** JSON that cannot be packed tightly. */
async function noise(byteSize: number): Promise<string> {
  const { randomBytes } = await import('node:crypto');
  return JSON.stringify([{ body: randomBytes(byteSize / 2).toString('hex') }]);
}

function circle(): readonly File[] {
  const [garden, one, other] = [randomUUID(), randomUUID(), randomUUID()];
  const todos = [
    item({ id: one, listId: garden, parentId: other }),
    item({ id: other, listId: garden, parentId: one }),
  ];
  return [
    ['todo-lists.json', [list({ id: garden })]],
    ['todos.json', todos],
  ];
}
