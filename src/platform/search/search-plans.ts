import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Sql, sql } from '../database/sql.js';
import type { SearchQuery } from './search-query.js';
import { tsqueryOf } from './search.sql.js';

/** So many matches can all be fetched in well under a tenth of a second; past it only the newest rows are looked at. */
const FEW_MATCHES = 10_000;
/** How alike (0 to 1) two texts must be for one to be taken for a misspelling of the other. */
const ALIKE = '0.4';

interface Explanation {
  'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }];
}

/** What depends on the database's state: how searches are best made, and whether typos can be forgiven. */
@Injectable()
export class SearchPlans {
  constructor(private readonly database: Database) {}

  /** Whether more rows of a table match than should be fetched, by the planner's own statistics. Nothing is read for it. */
  async isCommon(table: Sql, query: SearchQuery): Promise<boolean> {
    if (query.words === '') return true;
    const [{ Plan: plan }] = (
      await this.database.one<Explanation>(sql`
      explain (format json) select from ${table} where search @@ ${tsqueryOf(query)}`)
    )['QUERY PLAN'];
    return plan['Plan Rows'] > FEW_MATCHES;
  }

  /** Runs `work` with pg_trgm's `<%` set to our idea of alike; gives nothing where the extension is missing. */
  async forgivingTypos<Row>(work: () => Promise<Row[]>): Promise<Row[]> {
    return this.database.transaction(async () => {
      const set = await this.database.maybeOne(sql`
        select set_config('pg_trgm.word_similarity_threshold', ${ALIKE}, true)
        from pg_extension where extname = 'pg_trgm'`);
      return set ? work() : [];
    });
  }
}
