import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { atVersion, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { postColumns, type PostRow } from './post.columns.js';
import { THIS_MOMENT } from './posts.repository.js';

/** What a post shall be. */
export type Wanted =
  { status: 'draft' | 'published'; publishAt?: undefined } | { status: 'scheduled'; publishAt: Date };

/** Jobs come when their time has come; a minute later nobody is on the way any more. */
const OVERDUE_SECONDS = 60;

@Injectable()
export class PostPublicationRepository {
  constructor(private readonly database: Database) {}

  /**
   * Publishes, schedules or withdraws a post. What is so already stays as it is.
   *
   * @returns undefined when the author has no such post, or at none of the expected versions, or it shall be scheduled and is
   * published.
   */
  async change(
    authorId: string,
    id: string,
    { status, publishAt }: Wanted,
    expected: ExpectedVersions,
  ): Promise<PostRow | undefined> {
    const isOther = sql`(posts.status, posts.publish_at) is distinct from (wanted.status, wanted.publish_at)`;
    return this.database.maybeOne<PostRow>(sql`
      with changed as (
        update posts set
          status = wanted.status,
          publish_at = wanted.publish_at,
          published_at = case when wanted.status = 'published' then coalesce(published_at, ${THIS_MOMENT}) end,
          version = version + (${isOther})::integer,
          updated_at = case when ${isOther} then ${THIS_MOMENT} else updated_at end
        from (values (${status}, ${publishAt ?? null}::timestamptz(3))) as wanted (status, publish_at)
        where id = ${id} and author_id = ${authorId} and posts.status <> 'trashed'
          and not (posts.status = 'published' and wanted.status = 'scheduled') and ${atVersion(expected)}
        returning posts.*
      )
      select ${postColumns(authorId)} from changed as posts join users on users.id = posts.author_id`);
  }

  /** @returns whether it was due. It is published now, not when it should have been: see {@link THIS_MOMENT}. */
  async publishIfDue(id: string): Promise<boolean> {
    const count = await this.database.execute(sql`
      update posts set status = 'published', published_at = ${THIS_MOMENT}, publish_at = null, version = version + 1,
        updated_at = ${THIS_MOMENT}
      where id = ${id} and status = 'scheduled' and publish_at <= ${THIS_MOMENT}`);
    return count > 0;
  }

  async listOverdue(): Promise<string[]> {
    const posts = await this.database.many<{ id: string }>(sql`
      select id from posts
      where status = 'scheduled' and publish_at < now() - make_interval(secs => ${OVERDUE_SECONDS})
      order by publish_at`);
    return posts.map(({ id }) => id);
  }
}
