import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { conditions, sql } from '../../platform/database/sql.js';
import { beginningOfHtml, excerptOf } from '../../platform/search/highlight.js';
import type { SearchPage } from '../../platform/search/search-hit.js';
import { SearchPlans } from '../../platform/search/search-plans.js';
import type { SearchQuery } from '../../platform/search/search-query.js';
import { pageOfMatches, type Searched, within } from '../../platform/search/search.sql.js';

/** Neither deleted, nor concealed, nor held: moderators find those in their queue. */
export const IS_READ_BY_ALL = sql`
  comments.body is not null and comments.concealed_at is null and comments.held_at is null`;

/** A comment with the title of the post that it stands under, and what was found in it marked. */
export interface FoundComment {
  id: string;
  postTitle: string;
  /** The whole of a short one, the beginning of a long one. */
  opening: string;
  markedPlaces: string;
  score: number;
  at: Date;
}

/** Comments under published posts by the words in them: docs/adr/0038. Reads the posts' table, to leave all others out. */
@Injectable()
export class CommentSearchRepository {
  constructor(
    private readonly database: Database,
    private readonly plans: SearchPlans,
  ) {}

  async search(query: SearchQuery, { count, after }: SearchPage): Promise<FoundComment[]> {
    const isCommon = await this.plans.isCommon(sql`comments`, query);
    return this.database.many<FoundComment>(sql`
      with ${pageOfMatches(searchedBy(query), query, { isCommon, count, after })}
      select page.id, page.at, page.score, posts.title as "postTitle", left(search_plain(comments.html), 200) as opening,
        ${excerptOf(beginningOfHtml(sql`comments.html`), query)} as "markedPlaces"
      from page
      join comments on comments.id = page.id
      join posts on posts.id = comments.post_id
      order by page.score desc, page.at desc, page.id desc`);
  }
}

function searchedBy(query: SearchQuery): Searched {
  const at = sql`comments.created_at`;
  return {
    table: sql`comments`,
    at,
    id: sql`comments.id`,
    conditions: conditions([
      IS_READ_BY_ALL,
      ...query.authors.map((name) => sql`comments.author_id = (select id from users where username = ${name})`),
      ...within(at, query),
    ]),
    isShown: sql`exists (
      select from comments as one join posts on posts.id = one.post_id
      where one.id = found.id and posts.status = 'published')`,
  };
}
