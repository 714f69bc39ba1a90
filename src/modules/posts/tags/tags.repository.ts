import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, type Sql, sql } from '../../../platform/database/sql.js';
import type { WrongRow } from '../../../platform/verification/verified-rows.repository.js';

export interface TagRow {
  tag: string;
  postCount: number;
}

export type TagKey = readonly [postCount: number, tag: string];

/** The greatest character there is: what begins with a text is before the text with it. */
const LAST_CHARACTER = '\u{10ffff}';

/** What is stored of each tag: its count, and what changed since it was last settled. */
const STORED = sql`
  select tag, sum(count) as count from (
    select tag, post_count from tag_counts union all select tag, delta from tag_changes
  ) as stored (tag, count) group by tag`;

@Injectable()
export class TagsRepository {
  constructor(private readonly database: Database) {}

  /**
   * The tags of published posts, the most used first. Read from the index of counts, beside the few whose counts have changed
   * since they were last {@link settle}d: the cost does not grow with the posts.
   */
  async list(prefix: string, count: number, after: TagKey | undefined): Promise<TagRow[]> {
    const begins = prefix === '' ? empty : sql`and tag >= ${prefix} and tag < ${prefix + LAST_CHARACTER}`;
    const isNext = sql`post_count > 0 ${begins} ${after ? isAfter(after) : empty}`;
    return this.database.many<TagRow>(sql`
      with changes as (select tag, sum(delta)::integer as delta from tag_changes group by tag),
      settled as (
        select tag, post_count from tag_counts
        where ${isNext} and tag not in (select tag from changes)
        order by post_count desc, tag ${limit(count)}
      ),
      moved as (
        select tag, delta + coalesce((select post_count from tag_counts where tag = changes.tag), 0) as post_count
        from changes
      )
      select tag, post_count as "postCount"
      from (select * from settled union all select * from moved where ${isNext}) as used
      order by post_count desc, tag ${limit(count)}`);
  }

  /** Adds what changed to the counts, in one statement, so that nobody sees it twice or not at all. @returns how many changes. */
  async settle(): Promise<number> {
    const { changes } = await this.database.one<{ changes: number }>(sql`
      with taken as (delete from tag_changes returning tag, delta),
      added as (
        insert into tag_counts (tag, post_count) select tag, sum(delta) from taken group by tag order by tag
        on conflict (tag) do update set post_count = tag_counts.post_count + excluded.post_count
      )
      select count(*)::integer as changes from taken`);
    await this.database.execute(sql`delete from tag_counts where post_count = 0`);
    return changes;
  }

  /** Tags whose stored count is not what there is, and how many there are in all. */
  async findMiscounted(): Promise<{ rows: number; wrong: WrongRow[] }> {
    return this.database.one<{ rows: number; wrong: WrongRow[] }>(sql`
      with compared as (
        select tag, coalesce(stored.count, 0) as stored, coalesce(counted.count, 0) as counted
        from (${STORED}) as stored full join (select tag, count(*) from post_tags group by tag) as counted using (tag)
      )
      select count(*)::integer as rows, coalesce(json_agg(
        json_build_object('id', tag, 'says', 'says ' || stored || ', is ' || counted) order by tag
      ) filter (where stored <> counted), '[]') as wrong from compared`);
  }

  /** Notes the difference. Counts and changes are of one snapshot, so what others write meanwhile is in both or in neither. */
  async recount(tag: string): Promise<boolean> {
    const count = await this.database.execute(sql`
      insert into tag_changes (tag, delta)
      select ${tag}::text, counted - stored from (
        select (select count(*) from post_tags where tag = ${tag}) as counted,
          coalesce((select count from (${STORED}) as all_tags where tag = ${tag}), 0) as stored
      ) as compared where counted <> stored`);
    return count > 0;
  }
}

function isAfter([postCount, tag]: TagKey): Sql {
  return sql`and post_count <= ${postCount}::integer and (post_count < ${postCount}::integer or tag > ${tag})`;
}
