import pg from 'pg';
import type { Api } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment } from '../support/comments.js';
import { post } from '../support/posts.js';
import { statementsOfRequests } from '../support/statements.js';

/** So many rows that PostgreSQL has a reason to look for an index. */
const ROWS = 20_000;

describe('lists of the blog', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let moderator: Member;
  let busyPost: string;
  let busyComment: string;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, moderator] = [await kitchen.member(), await kitchen.member({ role: 'moderator' })];
    const writer = await kitchen.member();
    await ada.api.put(`/users/${writer.username}/follow`);
    busyPost = (await post(ada)).id;
    busyComment = (await comment(writer, busyPost, 'What all of them answer')).id;
    const client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    // Without triggers, which count one row after the other.
    await client.query("set session_replication_role = 'replica'");
    const insert = (text: string, ...values: unknown[]) => client.query(text, [ROWS, ...values]);
    await insert(
      `insert into posts (id, author_id, slug, title, body, html, opening, status, reading_minutes, published_at,
         trashed_at, trashed_from, trashed_by)
       select gen_random_uuid(), case n % 2 when 0 then $2::uuid else $3::uuid end, 'post-' || n, 'x', 'x', 'x', 'x',
         case when n % 10 = 0 then 'trashed' else 'published' end, 1, now() - n * interval '1 minute',
         case when n % 10 = 0 then now() - n * interval '1 second' end, case when n % 10 = 0 then 'published' end,
         case when n % 10 = 0 then 'author' end
       from generate_series(1, $1) as n`,
      ada.id,
      writer.id,
    );
    await insert(
      `insert into comments (id, post_id, parent_id, author_id, body, html, digest, like_count, created_at)
       select gen_random_uuid(), case n % 10 when 0 then $2::uuid else posts.id end,
         case n % 20 when 0 then $3::uuid end, $4, 'x', 'x', 'x', n % 97, now() - n * interval '1 second'
       from (select row_number() over () as n, id from posts) as posts limit $1`,
      busyPost,
      busyComment,
      writer.id,
    );
    await insert(
      `insert into post_bookmarks (user_id, post_id, created_at)
       select case n % 2 when 0 then $2::uuid else $3::uuid end, id, now() - n * interval '1 minute'
       from (select row_number() over () as n, id from posts where status = 'published' limit $1) as posts`,
      ada.id,
      writer.id,
    );
    await insert(
      `insert into post_revisions (post_id, number, title, body, tags, is_sealed)
       select $2, n + 1, 'x', 'x', '{}', true from generate_series(1, $1) as n`,
      busyPost,
    );
    await client.query(
      `insert into images (id, hash, width, height, byte_size, placeholder, thumb_key, medium_key, large_key)
       select gen_random_uuid(), 'hash', 1, 1, 1, '', gen_random_uuid(), gen_random_uuid(), gen_random_uuid()`,
    );
    await insert(
      `insert into photos (id, owner_id, image_id, byte_size, url_secret, created_at)
       select gen_random_uuid(), case n % 4 when 0 then $2::uuid else $3::uuid end, (select id from images limit 1), 1, 'x',
         now() - n * interval '1 minute'
       from generate_series(1, $1) as n`,
      ada.id,
      writer.id,
    );
    await insert(
      `insert into reports (id, comment_id, kind, created_at, resolved_at, outcome)
       select gen_random_uuid(), id, 'held', created_at, case when n % 50 > 0 then now() - n * interval '1 second' end,
         case when n % 50 > 0 then 'approve' end
       from (select row_number() over () as n, id, created_at from comments limit $1) as comments`,
    );
    await client.query("set session_replication_role = 'origin'");
    await client.query('vacuum analyze');
    await client.end();
  }, 120_000);
  afterAll(() => kitchen.close());

  /** How PostgreSQL goes about each of the statements by which a request is answered. */
  const plansOf = async (ask: Api, path: string): Promise<string[]> => {
    const statements = await statementsOfRequests(async () => {
      const { status, body } = await ask.get(path);
      expect({ status, isEmpty: body?.items?.length === 0 }).toEqual({ status: 200, isEmpty: false });
    });
    const client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    const plans: string[] = [];
    for (const { text, values } of statements.filter((statement) => statement.text.includes('select'))) {
      const { rows } = await client.query({ text: `explain ${text}`, values: [...values] });
      plans.push(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n'));
    }
    await client.end();
    return plans;
  };

  it.each([
    ['the feed of those whom I follow', '/posts/feed', /posts_author_published_idx|posts_published_idx/],
    ['my bookmarks', '/users/me/bookmarks', /post_bookmarks_\w+/],
    ['my trash', '/users/me/trash', /posts_\w*trash\w*/],
    ['the history of a post', '/posts/POST/revisions', /post_revisions_pkey/],
    ['my photos', '/users/me/photos', /photos_owner\w*/],
    ['comments, oldest first', '/posts/POST/comments?sort=oldest', /comments_thread\w*/],
    ['comments, newest first', '/posts/POST/comments?sort=newest', /comments_thread\w*/],
    ['comments, the best first', '/posts/POST/comments?sort=top', /comments_top\w*/],
    ['replies', '/posts/POST/comments?parent=COMMENT', /comments_thread\w*/],
    ['the feed of comments', '//feeds/posts/POST/comments.rss', /comments_feed_idx/],
  ])('%s come from an index, as many as are shown', async (_what, path, index) => {
    const plan = (await plansOf(ada.api, path.replace('POST', busyPost).replace('COMMENT', busyComment))).join('\n');

    expect(plan).toMatch(index);
    expect(plan).not.toMatch(/Seq Scan on (posts|comments|post_bookmarks|post_revisions|photos|reports)\b/);
  });

  it.each([
    ['what waits for a moderator', '/reports', /reports_waiting_idx/],
    ['what was decided', '/reports?status=resolved', /reports_resolved_idx/],
  ])('%s come from an index', async (_what, path, index) => {
    const plan = (await plansOf(moderator.api, path)).join('\n');

    expect(plan).toMatch(index);
    expect(plan).not.toMatch(/Seq Scan on (posts|comments|reports)\b/);
  });

  it('sorts no comments for their feed', async () => {
    const plans = await plansOf(ada.api, `//feeds/posts/${busyPost}/comments.rss`);

    expect(plans.find((plan) => plan.includes('comments_feed_idx'))).not.toContain('Sort');
  });
});
