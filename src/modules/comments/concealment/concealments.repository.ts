import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { ConcealedAs } from '../comment.entity.js';

/** What becomes of a comment by others. None of it is an edit: the version stays. The post must be locked: see `CommentedPosts`. */
@Injectable()
export class ConcealmentsRepository {
  constructor(private readonly database: Database) {}

  /**
   * What somebody concealed, a moderator may conceal as well: then it is a moderator's.
   *
   * @returns whether all could read it until now; undefined when nothing was changed.
   */
  async conceal(
    id: string,
    { as, by }: { as: ConcealedAs; by: string | null },
  ): Promise<{ wasReadable: boolean } | undefined> {
    return this.database.maybeOne(sql`
      update comments
      set concealed_at = coalesce(comments.concealed_at, clock_timestamp()), concealed_as = ${as}, concealed_by = ${by}
      from (select id, concealed_at from comments where id = ${id} for no key update) as before
      where comments.id = before.id and body is not null and held_at is null
        and (before.concealed_at is null or (${as} = 'moderator' and concealed_as <> 'moderator'))
      returning before.concealed_at is null as "wasReadable"`);
  }

  /** @param concealedAs only what was concealed so. @returns whether it was. */
  async reveal(id: string, concealedAs: readonly ConcealedAs[]): Promise<boolean> {
    const count = await this.database.execute(sql`
      update comments set concealed_at = null, concealed_as = null, concealed_by = null
      where id = ${id} and concealed_as = any(${concealedAs}::text[])`);
    return count > 0;
  }

  /** Lets everybody read what was held, and counts it at its parent. @returns whether it was held. */
  async release(id: string): Promise<boolean> {
    const count = await this.database.execute(sql`
      with released as (
        update comments set held_at = null where id = ${id} and held_at is not null returning id, parent_id, author_id
      ), answered as (
        update comments set reply_count = reply_count + 1, first_answered_at = coalesce(
          first_answered_at, case when comments.author_id is distinct from released.author_id then clock_timestamp() end)
        from released where comments.id = released.parent_id
      )
      select from released`);
    return count > 0;
  }
}
