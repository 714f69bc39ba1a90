import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { conditions, type Sql, sql } from '../../platform/database/sql.js';
import { beginningOf, excerptOf, marked } from '../../platform/search/highlight.js';
import type { SearchPage } from '../../platform/search/search-hit.js';
import { SearchPlans } from '../../platform/search/search-plans.js';
import type { SearchQuery } from '../../platform/search/search-query.js';
import { pageOfMatches, pageOfSimilar, type Searched, within } from '../../platform/search/search.sql.js';

/** A member with what was found marked. */
export interface FoundUser {
  id: string;
  username: string;
  displayName: string;
  markedName: string;
  bio: string;
  markedBio: string;
  score: number;
  at: Date;
}

const NAMES = sql`(users.username || ' ' || users.display_name)`;

/** Members by their names and what they say of themselves: docs/adr/0038. */
@Injectable()
export class UserSearchRepository {
  constructor(
    private readonly database: Database,
    private readonly plans: SearchPlans,
  ) {}

  async search(query: SearchQuery, { isForgiving, count, after }: SearchPage): Promise<FoundUser[]> {
    const searched = searchedBy(query);
    if (isForgiving) {
      const similar = pageOfSimilar(searched, NAMES, query, { count, after });
      const [name, bio] = [sql`users.display_name`, sql`coalesce(users.bio, '')`];
      return this.plans.forgivingTypos(() => this.show(similar, name, bio));
    }
    const isCommon = await this.plans.isCommon(sql`users`, query);
    const matches = pageOfMatches(searched, query, { isCommon, count, after });
    const bio = excerptOf(beginningOf(sql`coalesce(users.bio, '')`), query);
    return this.show(matches, marked(sql`users.display_name`, query), bio);
  }

  private async show(page: Sql, name: Sql, bio: Sql): Promise<FoundUser[]> {
    return this.database.many<FoundUser>(sql`
      with ${page}
      select page.id, page.at, page.score, users.username, users.display_name as "displayName", ${name} as "markedName",
        left(coalesce(users.bio, ''), 200) as bio, ${bio} as "markedBio"
      from page join users on users.id = page.id
      order by page.score desc, page.at desc, page.id desc`);
  }
}

/** `@ada` alone means whoever's username begins so. */
function searchedBy(query: SearchQuery): Searched {
  const at = sql`users.created_at`;
  return {
    table: sql`users`,
    at,
    id: sql`users.id`,
    conditions: conditions([
      sql`(users.suspended_until is null or users.suspended_until <= now())`,
      ...query.authors.map((name) => sql`starts_with(users.username, ${name})`),
      ...within(at, query),
    ]),
  };
}
