import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { conditions, type Sql, sql } from '../../platform/database/sql.js';
import { type Beginning, beginningOfHtml, excerptOf, marked } from '../../platform/search/highlight.js';
import type { SearchPage } from '../../platform/search/search-hit.js';
import { SearchPlans } from '../../platform/search/search-plans.js';
import type { SearchQuery } from '../../platform/search/search-query.js';
import { pageOfMatches, pageOfSimilar, type Searched, within } from '../../platform/search/search.sql.js';
import { type PublishedPostRow, summaryColumns } from './post.columns.js';

/** A published post with what was found in it marked; see `platform/search/highlight.ts`. */
export interface FoundPostRow extends PublishedPostRow {
  score: number;
  markedTitle: string;
  markedExcerpt: string;
}

/** Published posts by the words in them: docs/adr/0038. */
@Injectable()
export class PostSearchRepository {
  constructor(
    private readonly database: Database,
    private readonly plans: SearchPlans,
  ) {}

  async search(
    query: SearchQuery,
    { isForgiving, count, after }: SearchPage,
    viewerId?: string,
  ): Promise<FoundPostRow[]> {
    if (isForgiving) {
      const page = pageOfSimilar(searchedBy(query), sql`posts.title`, query, { count, after });
      return this.plans.forgivingTypos(() => this.show(page, sql`posts.title`, EXCERPT, viewerId));
    }
    const isCommon = await this.plans.isCommon(sql`posts`, query);
    const page = pageOfMatches(searchedBy(query), query, { isCommon, count, after });
    const places = sql`case when ${query.words === ''} then ${EXCERPT} else ${excerptOf(TEXT, query)} end`;
    return this.show(page, marked(sql`posts.title`, query), places, viewerId);
  }

  private async show(page: Sql, title: Sql, excerpt: Sql, viewerId: string | undefined): Promise<FoundPostRow[]> {
    return this.database.many<FoundPostRow>(sql`
      with ${page}
      select ${summaryColumns(viewerId)}, page.score, ${title} as "markedTitle", ${excerpt} as "markedExcerpt"
      from page
      join posts on posts.id = page.id
      join users on users.id = posts.author_id
      order by page.score desc, page.at desc, page.id desc`);
  }
}

const EXCERPT = sql`coalesce(posts.excerpt, posts.opening)`;
const TEXT: Beginning = (characters) =>
  sql`coalesce(posts.excerpt || ' … ', '') || ${beginningOfHtml(sql`posts.html`)(characters)}`;
const IS_PUBLISHED = sql`posts.status = 'published'`;

/** Of author and tag together the author leads, as in lists. */
function searchedBy(query: SearchQuery): Searched {
  const { authors, tags } = query;
  const [at, id] = [sql`posts.published_at`, sql`posts.id`];
  const wanted = conditions([
    IS_PUBLISHED,
    ...authors.map((name) => sql`posts.author_id = (select id from users where username = ${name})`),
    ...(tags.length === 0 ? [] : [sql`posts.tags @> ${tags}::text[]`]),
    ...within(at, query),
  ]);
  const [tag] = tags;
  if (authors.length > 0 || tag === undefined) return { table: sql`posts`, at, id, conditions: wanted };
  return {
    table: sql`posts`,
    source: sql`post_tags join posts on posts.id = post_tags.post_id`,
    at: sql`post_tags.published_at`,
    id: sql`post_tags.post_id`,
    conditions: sql`post_tags.tag = ${tag} and ${wanted}`,
  };
}
