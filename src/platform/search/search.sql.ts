import { empty, limit, type Sql, sql } from '../database/sql.js';
import type { SearchQuery } from './search-query.js';

/** How many matches at most are ranked: the newest. */
export const RANKED_MATCHES = 1_000;
/** How many rows at most are looked at to find them. */
export const EXAMINED_ROWS = 20_000;

/** How good a match is, from 0 to 1,000,000; when it was made; its id. */
export type SearchKey = readonly [score: number, at: string, id: string];

/** A table with a `search` column, or a part of it. */
export interface Searched {
  table: Sql;
  /** What stands behind `from`: the table, or another that leads to it by an index on its time. */
  source?: Sql;
  /** The time and the id by which an index orders what is in {@link source} and fulfils {@link conditions}. */
  at: Sql;
  id: Sql;
  conditions: Sql;
  /** A further condition, on `found.id`, that is only looked at for matches. */
  isShown?: Sql;
}

interface PageOfMatches {
  /** Whether so many rows match that only the newest are looked at. */
  isCommon: boolean;
  count: number;
  after: SearchKey | undefined;
}

/** The query for `search @@ …`. Stems find other forms of the words, and the last word is also found as a beginning. */
export function tsqueryOf({ demanded, last, beginning }: SearchQuery): Sql {
  return sql`(to_tsquery('kitchen_stems', ${demanded})
    && (to_tsquery('kitchen_stems', ${last}) || to_tsquery('kitchen_words', ${beginning})))`;
}

/** What a match is ranked by: every word counts for itself, however far it is from the others. */
function rankingOf({ any, beginning }: SearchQuery): Sql {
  return sql`(to_tsquery('kitchen_stems', ${any}) || to_tsquery('kitchen_words', ${beginning}))`;
}

/**
 * Common table expressions, without the `with`, of which the last is `page (id, at, score)`: the best matches behind the key,
 * best first. Never more than {@link EXAMINED_ROWS} rows are looked at nor more than {@link RANKED_MATCHES} ranked, whatever
 * was asked for (docs/adr/0038). `wanted (query, ranking)` holds the tsqueries.
 */
export function pageOfMatches(searched: Searched, query: SearchQuery, { isCommon, count, after }: PageOfMatches): Sql {
  const wanted = sql`wanted as materialized (select ${tsqueryOf(query)} as query, ${rankingOf(query)} as ranking)`;
  if (query.words === '') return sql`${wanted}, ${newestFirst(searched, query, count, after)}`;
  return sql`${wanted}, ${isCommon ? amongNewest(searched) : amongAll(searched)}, ${bestBehind(after, count)}`;
}

function bestBehind(after: SearchKey | undefined, count: number): Sql {
  const behind = after
    ? sql`where (score, at, id) < (${after[0]}::integer, ${after[1]}::timestamptz, ${after[2]}::uuid)`
    : empty;
  return sql`page as (
    select id, at, score from best ${behind} order by score desc, at desc, id desc ${limit(count)}
  )`;
}

const MATCHES = sql`search @@ (select query from wanted)`;
/** The words themselves, and a little for their being near each other, which is all that ts_rank sees in `a & b`. */
const SCORE = sql`round((
    0.9 * ts_rank(search, (select ranking from wanted)) + 0.1 * ts_rank(search, (select query from wanted))
  )::numeric * 1000000)::integer as score`;

/** Nothing to rank by: filters alone, or words that must not be there. */
function newestFirst(searched: Searched, query: SearchQuery, count: number, after: SearchKey | undefined): Sql {
  const isWanted = query.hasTerms ? MATCHES : query.isEmpty ? sql`false` : sql`true`;
  const behind = after
    ? sql`and (${searched.at}, ${searched.id}) < (${after[1]}::timestamptz, ${after[2]}::uuid)`
    : empty;
  return sql`page as (
    select id, at, 0 as score from (${newestRows(searched, behind)}) as found
    where ${isWanted} ${isShown(searched)} ${limit(count)}
  )`;
}

/** Goes back in time by the index until there are enough. */
function amongNewest(searched: Searched): Sql {
  return sql`best as (
    select id, at, ${SCORE} from (${newestRows(searched, empty)}) as found
    where ${MATCHES} ${isShown(searched)} ${limit(RANKED_MATCHES)}
  )`;
}

function newestRows({ table, source = table, at, id, conditions }: Searched, behind: Sql): Sql {
  return sql`
    select ${id} as id, ${at} as at, ${table}.search from ${source} where ${conditions} ${behind}
    order by ${at} desc, ${id} desc ${limit(EXAMINED_ROWS)}`;
}

/** Asks the index of words for all of them. Their times are read first, and words only of those that are ranked. */
function amongAll(searched: Searched): Sql {
  const { table, source = table, at, id, conditions } = searched;
  return sql`matching as materialized (
      select found.* from (
        select ${id} as id, ${at} as at from ${source} where ${conditions} and ${table}.${MATCHES} ${limit(EXAMINED_ROWS)}
      ) as found where true ${isShown(searched)}
    ), best as (
      select newest.id, newest.at, ${SCORE} from (
        select id, at from matching order by at desc, id desc ${limit(RANKED_MATCHES)}
      ) as newest join ${table} on ${table}.id = newest.id
    )`;
}

function isShown({ isShown }: Searched): Sql {
  return isShown ? sql`and ${isShown}` : empty;
}

/**
 * The same for what is written like the words: `page (id, at, score)` of rows in whose text, which has an index of trigrams,
 * something is alike. See {@link SearchPlans.forgivingTypos}.
 */
export function pageOfSimilar(
  searched: Searched,
  text: Sql,
  { words }: SearchQuery,
  { count, after }: Omit<PageOfMatches, 'isCommon'>,
): Sql {
  const { table, source = table, at, id, conditions } = searched;
  return sql`best as (
      select id, at, round(word_similarity(${words}, text)::numeric * 1000000)::integer as score from (
        select ${id} as id, ${at} as at, ${text} as text from ${source}
        where ${conditions} and ${text} %> ${words} ${limit(RANKED_MATCHES)}
      ) as found where true ${isShown(searched)}
    ), ${bestBehind(after, count)}`;
}

/** Conditions of `after:` and `before:`. */
export function within(at: Sql, { from, to }: Pick<SearchQuery, 'from' | 'to'>): Sql[] {
  return [...(from ? [sql`${at} >= ${from}`] : []), ...(to ? [sql`${at} < ${to}`] : [])];
}
