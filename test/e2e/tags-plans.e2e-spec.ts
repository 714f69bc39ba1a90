import pg from 'pg';
import { type Kitchen, startKitchen } from '../support/app.js';
import { post, titlesOf } from '../support/posts.js';
import { statementsDuring } from '../support/statements.js';

const [POSTS, TAGS] = [20_000, 2_000];

interface Node {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

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
    await client.query('set plan_cache_mode = force_generic_plan');
    await post(await kitchen.member(), { tags: ['tag7', 'fresh'] });
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await kitchen.close();
  });

  /** What PostgreSQL really did for a request, node by node, with a plan that is made for any values. */
  const nodesOf = async (path: string): Promise<Node[]> => {
    const statements = await statementsDuring(async () => {
      expect((await kitchen.guest.get(path)).status).toBe(200);
    });
    const { text, values } = statements.at(-1)!;
    const explained = { text: `explain (analyze, format json) ${text}`, values: [...values] };
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(explained);
    return flatten(rows[0]!['QUERY PLAN'][0].Plan);
  };

  it('are listed with their counts from an index, however many posts there are', async () => {
    const nodes = await nodesOf('/tags');

    expect(nodes.map((node) => node['Index Name'])).toContain('tag_counts_used_idx');
    expect(examinedIn(nodes)).toBeLessThan(100);
  });

  it('lead to the most liked of their posts by an index', async () => {
    const nodes = await nodesOf('/posts?tag=common&sort=top');

    expect(nodes.map((node) => node['Index Name'])).toContain('post_tags_top_idx');
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

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

/** Rows of tables and indexes that were looked at, whether they were wanted or not. */
function examinedIn(nodes: Node[]): number {
  return nodes
    .filter((node) => node['Node Type'].endsWith('Scan') && !node['Node Type'].startsWith('CTE'))
    .reduce(
      (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    );
}
