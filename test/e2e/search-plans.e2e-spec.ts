import pg from 'pg';
import { sql } from '../../src/platform/database/sql.js';
import { SearchPlans } from '../../src/platform/search/search-plans.js';
import { parseSearch } from '../../src/platform/search/search-query.js';
import { EXAMINED_ROWS, pageOfMatches, RANKED_MATCHES, type Searched } from '../../src/platform/search/search.sql.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { titlesOf } from '../support/posts.js';

const POSTS = 25_000;

interface Node {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

const published: Searched = {
  table: sql`posts`,
  at: sql`posts.published_at`,
  id: sql`posts.id`,
  conditions: sql`posts.status = 'published'`,
};

describe('a search among many posts', () => {
  let kitchen: Kitchen;
  let client: pg.Client;

  beforeAll(async () => {
    kitchen = await startKitchen();
    const { id } = await kitchen.member();
    // Statistics of words need some that are frequent, to say anything of beginnings: "topic". Everywhere "ubiquitous"; "ancient" in the oldest 12,000; "seldom" in every thousandth, in the title of one.
    client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    // Without triggers: counting 25,000 posts of one member one by one, in one transaction, would take a minute.
    await client.query("set session_replication_role = 'replica'");
    await client.query(
      `
      insert into posts (id, author_id, slug, title, body, html, opening, status, reading_minutes, published_at)
      select gen_random_uuid(), $1, 'post-' || n, case n when 7000 then 'Seldom' else 'Post ' || n end, '',
        '<p>ubiquitous word' || n || ' topic' || n % 150 || case when n > 13000 then ' ancient' else '' end
          || case when n % 1000 = 0 then ' seldom' else '' end || '</p>',
        'x', 'published', 1, now() - n * interval '1 minute'
      from generate_series(1, $2::integer) as n`,
      [id, POSTS],
    );
    await client.query('vacuum analyze posts');
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await kitchen.close();
  });

  const isCommon = (q: string) => kitchen.nest.get(SearchPlans).isCommon(sql`posts`, parseSearch(q));

  /** What PostgreSQL really did, node by node, for a statement that is prepared for any values. */
  const nodesOf = async (q: string, isCommonWord: boolean): Promise<Node[]> => {
    const { text, values } = sql`
      explain (analyze, format json)
      with ${pageOfMatches(published, parseSearch(q), { isCommon: isCommonWord, count: 11, after: undefined })}
      select * from page`;
    await client.query('set plan_cache_mode = force_generic_plan');
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(text, values);
    return flatten(rows[0]!['QUERY PLAN'][0].Plan);
  };

  it('knows common words from rare ones without counting', async () => {
    const words = {
      ubiquitous: true,
      ubiq: true,
      ancient: true,
      seldom: false,
      word77: false,
      'seldom ubiquitous': false,
    };
    for (const [q, expected] of Object.entries(words))
      expect({ q, isCommon: await isCommon(q) }).toEqual({ q, isCommon: expected });
  });

  it('asks the index of words for a rare one, and ranks all that have it', async () => {
    const nodes = await nodesOf('seldom', false);

    expect(nodes.map((node) => node['Index Name'])).toContain('posts_search_idx');
    expect(examinedIn(nodes)).toBeLessThanOrEqual(25 * 2);
    const { body } = await kitchen.guest.get('/posts?q=seldom&limit=100');
    expect(body.items).toHaveLength(25);
    expect(body.items[0].title).toBe('Seldom');
  });

  it('goes back in time for a common one, and stops when enough are found', async () => {
    const nodes = await nodesOf('ubiquitous', true);

    expect(nodes.map((node) => node['Index Name'])).toContain('posts_published_idx');
    expect(nodes.map((node) => node['Index Name'])).not.toContain('posts_search_idx');
    expect(examinedIn(nodes)).toBeLessThanOrEqual(RANKED_MATCHES);
  });

  it('looks at no more than so many rows when a common word is not among the newest', async () => {
    const nodes = await nodesOf('ancient', true);

    expect(examinedIn(nodes)).toBeLessThanOrEqual(EXAMINED_ROWS);
    expect(titlesOf(await kitchen.guest.get('/posts?q=ancient'))).toHaveLength(10);
  });

  it('has an end even where the estimate is wrong', async () => {
    const nodes = await nodesOf('ubiquitous', false);

    expect(examinedIn(nodes)).toBeLessThanOrEqual(EXAMINED_ROWS + RANKED_MATCHES);
    expect(rowsOf(nodes, 'Seq Scan')).toEqual([]);
  });

  it('pages through a common word to the end of its window, and doubles none', async () => {
    const seen = new Set<string>();
    let count = 0;
    for (let cursor = ''; ;) {
      const { body } = await kitchen.guest.get(`/posts?q=ubiquitous&limit=100${cursor}`);
      for (const { id } of body.items as { id: string }[]) seen.add(id);
      count += (body.items as object[]).length;
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }

    expect({ count, distinct: seen.size }).toEqual({ count: RANKED_MATCHES, distinct: RANKED_MATCHES });
  }, 60_000);
});

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

function rowsOf(nodes: Node[], type: string): number[] {
  return nodes.filter((node) => node['Node Type'] === type).map((node) => node['Actual Rows'] * node['Actual Loops']);
}

/** Rows of tables that were looked at, whether they were wanted or not. */
function examinedIn(nodes: Node[]): number {
  const scans = nodes.filter((node) => ['Seq Scan', 'Index Scan', 'Bitmap Heap Scan'].includes(node['Node Type']));
  return scans.reduce(
    (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    0,
  );
}
