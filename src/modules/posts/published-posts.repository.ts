import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { limit, sql } from '../../platform/database/sql.js';

/** Where a post is, and since when it is as it is. */
export interface PostAddress {
  slug: string;
  updatedAt: Date;
}

@Injectable()
export class PublishedPostsRepository {
  constructor(private readonly database: Database) {}

  async listHtml(ids: readonly string[]): Promise<{ id: string; html: string }[]> {
    return this.database.many(sql`
      select id, html from posts where id = any(${ids}::uuid[]) and status = 'published'`);
  }

  async count(): Promise<number> {
    const { count } = await this.database.one<{ count: number }>(sql`
      select count(*)::integer as count from posts where status = 'published'`);
    return count;
  }

  /** The oldest first, so that what was there before stays where it was. Skipping reads the index only. */
  async listAddresses(count: number, skipped: number): Promise<PostAddress[]> {
    return this.database.many<PostAddress>(sql`
      select slug, updated_at as "updatedAt" from (
        select id from posts where status = 'published'
        order by published_at, id ${limit(count)} offset ${skipped}::integer
      ) as page join posts using (id) order by published_at, id`);
  }
}
