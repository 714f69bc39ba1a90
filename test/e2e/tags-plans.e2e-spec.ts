import pg from 'pg';
import { type Kitchen, startKitchen } from '../support/app.js';
import { examinedIn, indexesIn, nodesOf } from '../support/plans.js';
import { post, titlesOf } from '../support/posts.js';
import { statementsOfRequests } from '../support/statements.js';

const [POSTS, TAGS] = [20_000, 2_000];

describe('tags of many posts', () => {
  let kitchen: Kitchen;
  let client: pg.Client;

  beforeAll(async () => {
    kitchen = await startKitchen();
    const { id } = await kitchen.member();
    client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    await client.query("set session_replication_role = 'replica'");
    await client.query(
      `
      insert into posts (id, author_id, slug, title, body, html, opening, status, reading_minutes, published_at, like_count, tags)
      select gen_random_uuid(), $1, 'post-' || n, 'Post ' || n, 'x', 'x', 'x', 'published', 1,
        now() - n * interval '1 minute', n % 5000, array['common', 'tag' || n % $3]
      from generate_series(1, $2::integer) as n`,
      [id, POSTS, TAGS],
    );
    await client.query(`insert into post_tags (post_id, tag, published_at, like_count)
      select id, unnest(tags), published_at, like_count from posts`);
    await client.query('insert into tag_counts select tag, count(*) from post_tags group by tag');
    await client.query("set session_replication_role = 'origin'");
    await client.query('vacuum analyze posts, post_tags, tag_counts, tag_changes');
    await post(await kitchen.member(), { tags: ['tag7', 'fresh'] });
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await kitchen.close();
  });

  const nodesOfRequest = async (path: string) => {
    const statements = await statementsOfRequests(async () => {
      expect((await kitchen.guest.get(path)).status).toBe(200);
    });
    return nodesOf(client, statements.at(-1)!);
  };

  it('are listed with their counts from an index, however many posts there are', async () => {
    const nodes = await nodesOfRequest('/tags');

    expect(indexesIn(nodes)).toContain('tag_counts_used_idx');
    expect(examinedIn(nodes)).toBeLessThan(100);
  });

  it('lead to the most liked of their posts by an index', async () => {
    const nodes = await nodesOfRequest('/posts?tag=common&sort=top');

    expect(indexesIn(nodes)).toContain('post_tags_top_idx');
    expect(examinedIn(nodes)).toBeLessThan(100);
    expect(titlesOf(await kitchen.guest.get('/posts?tag=common&sort=top&limit=2'))).toEqual(['Post 4999', 'Post 9999']);
  });

  it('are in the order of their counts, those included that have just changed', async () => {
    const { body } = await kitchen.guest.get('/tags?limit=3');

    expect(body.items).toEqual([
      { tag: 'common', postCount: POSTS },
      { tag: 'tag7', postCount: POSTS / TAGS + 1 },
      { tag: 'tag0', postCount: POSTS / TAGS },
    ]);
  });
});
