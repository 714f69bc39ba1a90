import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TagsRepository } from '../../src/modules/posts/tags/tags.repository.js';
import { Database } from '../../src/platform/database/database.js';
import { sql } from '../../src/platform/database/sql.js';
import { type Finding, Verification } from '../../src/platform/verification/verification.js';
import { type Kitchen, type Member, startKitchen, TEST_JWT_SECRET } from '../support/app.js';
import { comment } from '../support/comments.js';
import { photo } from '../support/photos.js';
import { post, type SeenPost } from '../support/posts.js';
import { killAll, runCommand } from '../support/process.js';
import { startS3Server } from '../support/s3-server.js';
import { setUpTotp } from '../support/totp.js';

const FAR = '2090-01-01T08:00:00.000Z';

describe('verify', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;
  let shown: SeenPost;
  let planned: SeenPost;
  let parentId: string;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
    await bob.api.put(`/users/${ada.username}/follow`);
    await setUpTotp(bob.api);
    const { id: photoId } = await photo(kitchen, ada);
    shown = await post(ada, { title: 'Shown', tags: ['tea', 'milk'], photoIds: [photoId] });
    planned = await post(ada, { title: 'Planned', publishAt: FAR });
    await post(ada, { title: 'A draft', status: 'draft', tags: ['tea'] });
    await bob.api.put(`/posts/${shown.id}/like`);
    ({ id: parentId } = await comment(bob, shown.id, 'First.'));
    await comment(ada, shown.id, 'Second.', parentId);
    await ada.api.put(`/comments/${parentId}/like`);
    const gone = await post(ada, { tags: ['gone'] });
    await ada.api.delete(`/posts/${gone.id}`);
    // A place that stays, with nobody's words; and words that are there for moderators only.
    const { id: buried } = await comment(bob, shown.id, 'Third.');
    await comment(ada, shown.id, 'Fourth.', buried);
    await bob.api.delete(`/comments/${buried}`);
    await kitchen.sql`
      insert into comments (id, post_id, author_id, body, html, digest, held_at)
      values (gen_random_uuid(), ${shown.id}, ${bob.id}, 'x', 'x', 'x', now())`;
  });
  afterAll(async () => {
    killAll();
    await kitchen.close();
  });

  const verify = async (repairs = false, { nest }: Pick<Kitchen, 'nest'> = kitchen): Promise<Finding[]> => {
    const findings: Finding[] = [];
    for await (const finding of nest.get(Verification).run({ repairs })) findings.push(finding);
    return findings;
  };
  const wrongIn = (findings: Finding[]) =>
    Object.fromEntries(findings.filter(({ wrong }) => wrong.length > 0).map(({ rule, wrong }) => [rule, wrong]));
  const command = (...parameters: string[]) =>
    runCommand({ DATABASE_URL: kitchen.databaseUrl, JWT_SECRET: TEST_JWT_SECRET }, ['verify', ...parameters]);

  it('finds nothing where nothing is wrong, having looked at something of everything', async () => {
    const findings = await verify();

    expect(wrongIn(findings)).toEqual({});
    expect(findings.filter(({ rows }) => rows === 0).map(({ rule }) => rule)).toEqual([
      'files in the bucket without all of their bytes',
    ]);
  });

  it.each([
    ['posts', 'like_count', 1],
    ['posts', 'comment_count', 3],
    ['comments', 'reply_count', 1],
    ['comments', 'like_count', 1],
    ['users', 'post_count', 1],
    ['users', 'follower_count', 1],
    ['users', 'following_count', 0],
  ])('finds a wrong %s.%s, and counts again when told to', async (table, column, right) => {
    const id = { posts: shown.id, comments: parentId, users: ada.id }[table]!;
    const meddle = `update ${table} set ${column} = ${column} + 7 where id = '${id}'`;
    await kitchen.sql([meddle] as unknown as TemplateStringsArray);

    expect(wrongIn(await verify())).toEqual({
      [`${table}.${column}`]: [{ id, says: `says ${right + 7}, is ${right}` }],
    });
    const repaired = (await verify(true)).find(({ rule }) => rule === `${table}.${column}`);
    expect(repaired).toMatchObject({ repaired: 1 });
    expect(wrongIn(await verify())).toEqual({});
  });

  it('finds a tag that is counted wrongly, settled or not, and counts again when told to', async () => {
    const rule = 'tags whose posts are miscounted';
    await kitchen.sql`insert into tag_changes (tag, delta) values ('milk', 3)`;
    expect(wrongIn(await verify())).toEqual({ [rule]: [{ id: 'milk', says: 'says 4, is 1' }] });
    expect(await kitchen.nest.get(TagsRepository).settle()).toBeGreaterThan(0);
    await kitchen.sql`insert into tag_counts values ('nobody', 1)`;

    const found = (await verify(true)).find((finding) => finding.rule === rule);
    expect(found).toMatchObject({ wrong: [{ id: 'milk' }, { id: 'nobody' }], repaired: 2 });
    expect(wrongIn(await verify())).toEqual({});
    await kitchen.nest.get(TagsRepository).settle();
    expect((await kitchen.guest.get('/tags')).body.items).toEqual([
      { tag: 'milk', postCount: 1 },
      { tag: 'tea', postCount: 1 },
    ]);
  });

  it('counts again while others like and unlike, and ends with what is right', async () => {
    const fans = await Promise.all(Array.from({ length: 8 }, () => kitchen.member()));
    await kitchen.sql`update posts set like_count = 40 where id = ${shown.id}`;
    await Promise.all([
      verify(true),
      ...fans.map(async ({ api }, index) => {
        await api.put(`/posts/${shown.id}/like`);
        if (index % 2 === 0) await api.delete(`/posts/${shown.id}/like`);
      }),
    ]);

    expect(wrongIn(await verify())).toEqual({});
    expect((await kitchen.guest.get(`/posts/${shown.id}`)).body.likeCount).toBe(5);
  });

  it.each([
    ['posts whose slug leads elsewhere', () => sql`delete from post_slugs where post_id = ${shown.id}`],
    [
      'posts that are not listed under their tags',
      () => sql`delete from post_tags where post_id = ${shown.id} and tag = 'milk'`,
    ],
    [
      'posts that are not listed under their tags',
      () => sql`insert into post_tags (post_id, tag, published_at) values (${planned.id}, 'early', now())`,
    ],
    [
      'posts that are not listed under their tags',
      () => sql`update post_tags set published_at = now() where post_id = ${shown.id}`,
    ],
    [
      'scheduled posts that no job will publish',
      () => sql`delete from pgboss.job where data ->> 'postId' = ${planned.id}`,
    ],
    [
      'scheduled posts that no job will publish',
      () => sql`update posts set publish_at = publish_at - interval '1 day' where id = ${planned.id}`,
    ],
    [
      'tombstones under which nothing is left',
      () => sql`insert into comments (id, post_id) values (gen_random_uuid(), ${shown.id})`,
    ],
    [
      'kept files that no photo uses',
      () => sql`
        insert into stored_files (key, place, byte_size, is_kept) values (gen_random_uuid(), 'postgres', 0, true)`,
    ],
    ['photos whose files may be collected', () => sql`update stored_files set is_kept = false`],
    [
      'images that nobody has a photo of',
      () => sql`
        insert into images (id, hash, width, height, byte_size, placeholder, thumb_key, medium_key, large_key)
        select gen_random_uuid(), 'x', 1, 1, byte_size, '', thumb_key, medium_key, large_key from images`,
    ],
    ['photos that are not as large as they say', () => sql`update photos set byte_size = byte_size - 1`],
    ['files in PostgreSQL without all of their bytes', () => sql`delete from stored_chunks`],
    [
      'files in PostgreSQL without all of their bytes',
      () => sql`update stored_chunks set bytes = substring(bytes from 2)`,
    ],
  ])('finds %s', async (rule, plant) => {
    await inVain(async (execute) => {
      await execute(plant());
      const wrong = wrongIn(await verify());
      expect(Object.keys(wrong)).toEqual([rule]);
      expect(wrong[rule]!.length).toBeGreaterThan(0);
      expect((await verify(true)).every(({ repaired }) => repaired === 0)).toBe(true);
    });
  });

  it('finds what is missing from a bucket', async () => {
    const s3 = await startS3Server();
    const other = await startKitchen(s3.settings);
    try {
      const owner = await other.member();
      await photo(other, owner);
      await photo(other, owner, { alt: 'Another' });
      expect(wrongIn(await verify(false, other))).toEqual({});
      const [{ key } = { key: '' }] = await other.sql<{ key: string }>`select key from stored_files limit 1`;
      const names = await readdir(s3.directory, { recursive: true });
      for (const name of names.filter((each) => each.includes(key)))
        await rm(join(s3.directory, name), { recursive: true, force: true });

      expect(wrongIn(await verify(false, other))).toEqual({
        'files in the bucket without all of their bytes': [{ id: key }],
      });
    } finally {
      await other.close();
      await s3.close();
    }
  });

  it('goes through more rows than it takes at once', async () => {
    await kitchen.sql`
      insert into users (id, username, email, display_name, follower_count)
      select gen_random_uuid(), 'many_' || n, 'many_' || n || '@example.com', 'x', (n % 1000 = 0)::integer
      from generate_series(1, 4500) as n`;
    const findings = await verify();
    const { rows } = findings.find(({ rule }) => rule === 'users.follower_count')!;

    expect(rows).toBeGreaterThan(4_500);
    expect(wrongIn(findings)['users.follower_count']).toHaveLength(4);
    await kitchen.sql`delete from users where username like 'many_%'`;
  });

  it('is a command: a table, and an exit code by which a script knows', async () => {
    const well = await command();
    await kitchen.sql`update posts set like_count = like_count + 2 where id = ${shown.id}`;
    const wrong = await command();
    const repaired = await command('--repair');
    const again = await command();

    expect([well.code, wrong.code, repaired.code, again.code]).toEqual([0, 1, 0, 0]);
    expect(well.output).toMatch(/^posts\.like_count +\d+ +0 +0$/m);
    expect(wrong.output).toMatch(
      new RegExp(`^posts\\.like_count +\\d+ +1 +0\\n  ${shown.id} says \\d+, is \\d+$`, 'm'),
    );
    expect(repaired.output).toMatch(/^posts\.like_count +\d+ +1 +1$/m);
    expect(await command('--fix')).toEqual({ code: 2, output: 'Usage: node dist/cli.js verify [--repair]\n' });
  }, 60_000);

  /** Does something in a transaction that is rolled back. */
  async function inVain(work: (execute: Database['execute']) => Promise<void>): Promise<void> {
    const database = kitchen.nest.get(Database);
    const undone = database.transaction(async () => {
      await work((statement) => database.execute(statement));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
  }
});
