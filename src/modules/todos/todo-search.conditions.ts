import { conditions, type Sql, sql } from '../../platform/database/sql.js';
import type { SearchQuery } from '../../platform/search/search-query.js';
import { tsqueryOf, within } from '../../platform/search/search.sql.js';

/** Whether a todo is what is looked for, for lists that have an order of their own. */
export function isFound(query: SearchQuery): Sql {
  if (query.isEmpty) return sql`false`;
  // In a select of its own, so that it is made once and not for every row.
  const hasWords = query.hasTerms ? [sql`todos.search @@ (select ${tsqueryOf(query)})`] : [];
  return conditions([...hasWords, ...filtersOf(query)]);
}

/** What a search says of todos besides words. `tag:x` means a label. */
export function filtersOf(query: SearchQuery): Sql[] {
  return [
    ...query.tags.map((tag) => sql`exists (select from unnest(todos.labels) as label where lower(label) = ${tag})`),
    ...within(sql`todos.created_at`, query),
  ];
}
