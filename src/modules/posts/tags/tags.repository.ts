import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, sql } from '../../../platform/database/sql.js';

export interface TagRow {
  tag: string;
  postCount: number;
}

export type TagKey = readonly [postCount: number, tag: string];

@Injectable()
export class TagsRepository {
  constructor(private readonly database: Database) {}

  /** The tags of published posts, the most used first. Counted from the index alone: what the cost grows with is its rows. */
  async list(prefix: string, count: number, after: TagKey | undefined): Promise<TagRow[]> {
    return this.database.many<TagRow>(sql`
      select tag, "postCount" from (
        select tag, count(*)::integer as "postCount" from post_tags
        ${prefix === '' ? empty : sql`where starts_with(tag, ${prefix})`}
        group by tag
      ) as used
      ${after ? sql`where "postCount" < ${after[0]} or ("postCount" = ${after[0]} and tag collate "C" > ${after[1]})` : empty}
      order by "postCount" desc, tag collate "C" ${limit(count)}`);
  }
}
