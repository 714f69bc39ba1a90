import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { conditions, type Sql, sql } from '../../platform/database/sql.js';
import { beginningOf, excerptOf, marked } from '../../platform/search/highlight.js';
import type { SearchPage } from '../../platform/search/search-hit.js';
import { SearchPlans } from '../../platform/search/search-plans.js';
import type { SearchQuery } from '../../platform/search/search-query.js';
import { IS_ALIVE } from './todo-filters.js';
import { filtersOf } from './todo-search.conditions.js';
import { pageOfMatches, pageOfSimilar, type Searched } from '../../platform/search/search.sql.js';

/** A todo with what was found in it marked. */
export interface FoundTodo {
  id: string;
  title: string;
  markedTitle: string;
  notes: string;
  markedNotes: string;
  score: number;
  at: Date;
}

/** Somebody's own todos by the words in them: docs/adr/0038. */
@Injectable()
export class TodoSearchRepository {
  constructor(
    private readonly database: Database,
    private readonly plans: SearchPlans,
  ) {}

  async search(ownerId: string, query: SearchQuery, page: SearchPage): Promise<FoundTodo[]> {
    const searched = searchedBy(ownerId, query);
    const { isForgiving, count, after } = page;
    if (isForgiving) {
      const similar = pageOfSimilar(searched, sql`todos.title`, query, { count, after });
      return this.plans.forgivingTypos(() => this.show(similar, sql`todos.title`, sql`coalesce(todos.notes, '')`));
    }
    // An owner's todos are few beside everybody's, and an index leads to them.
    const matches = pageOfMatches(searched, query, { isCommon: true, count, after });
    const notes = excerptOf(beginningOf(sql`coalesce(todos.notes, '')`), query);
    return this.show(matches, marked(sql`todos.title`, query), notes);
  }

  private async show(page: Sql, title: Sql, notes: Sql): Promise<FoundTodo[]> {
    return this.database.many<FoundTodo>(sql`
      with ${page}
      select page.id, page.at, page.score, todos.title, left(coalesce(todos.notes, ''), 200) as notes,
        ${title} as "markedTitle", ${notes} as "markedNotes"
      from page join todos on todos.id = page.id
      order by page.score desc, page.at desc, page.id desc`);
  }
}

function searchedBy(ownerId: string, query: SearchQuery): Searched {
  return {
    table: sql`todos`,
    at: sql`todos.created_at`,
    id: sql`todos.id`,
    conditions: conditions([sql`todos.owner_id = ${ownerId}`, IS_ALIVE, ...filtersOf(query)]),
  };
}
