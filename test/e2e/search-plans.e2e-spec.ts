import pg from 'pg';
import { sql } from '../../src/platform/database/sql.js';
import { SearchPlans } from '../../src/platform/search/search-plans.js';
import { parseSearch } from '../../src/platform/search/search-query.js';
import { EXAMINED_ROWS, pageOfMatches, RANKED_MATCHES, type Searched } from '../../src/platform/search/search.sql.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { examinedIn, indexesIn, nodesOf, rowsOf } from '../support/plans.js';
import { titlesOf } from '../support/posts.js';

const POSTS = 25_000;

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

  const nodesOfSearch = (q: string, isCommonWord: boolean) =>
    nodesOf(
      client,
      sql`
        with ${pageOfMatches(published, parseSearch(q), { isCommon: isCommonWord, count: 11, after: undefined })}
        select * from page`,
    );

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
    const nodes = await nodesOfSearch('seldom', false);

    expect(indexesIn(nodes)).toContain('posts_search_idx');
    expect(examinedIn(nodes)).toBeLessThanOrEqual(25 * 2);
    const { body } = await kitchen.guest.get('/posts?q=seldom&limit=100');
    expect(body.items).toHaveLength(25);
    expect(body.items[0].title).toBe('Seldom');
  });

  it('goes back in time for a common one, and stops when enough are found', async () => {
    const nodes = await nodesOfSearch('ubiquitous', true);

    expect(indexesIn(nodes)).toContain('posts_published_idx');
    expect(indexesIn(nodes)).not.toContain('posts_search_idx');
    expect(examinedIn(nodes)).toBeLessThanOrEqual(RANKED_MATCHES);
  });

  it('looks at no more than so many rows when a common word is not among the newest', async () => {
    const nodes = await nodesOfSearch('ancient', true);

    expect(examinedIn(nodes)).toBeLessThanOrEqual(EXAMINED_ROWS);
    expect(titlesOf(await kitchen.guest.get('/posts?q=ancient'))).toHaveLength(10);
  });

  it('has an end even where the estimate is wrong', async () => {
    const nodes = await nodesOfSearch('ubiquitous', false);

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
