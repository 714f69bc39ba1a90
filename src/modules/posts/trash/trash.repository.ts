import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { atVersion, empty, limit, sql } from '../../../platform/database/sql.js';
import type { ExpectedVersions } from '../../../platform/http/if-match.decorator.js';
import type { Post } from '../post.entity.js';
import { postColumns, type PostRow, type PostSummaryRow, summaryColumns, visibleTo } from '../post.columns.js';
import type { PostKey } from '../post-lists.repository.js';
import type { TrashedBy } from '../post-status.js';

/** For so long a post lies in the trash. */
export const TRASH_DAYS = 30;

/** What is older is treated as gone, whether it was swept already or not. */
const IS_KEPT = sql`posts.status = 'trashed' and posts.trashed_at > now() - make_interval(days => ${TRASH_DAYS})`;

export interface TrashedPostRow extends PostSummaryRow {
  trashedAt: Date;
  trashedBy: TrashedBy;
}

/** A post that is out of it again, and who had put it there. */
export type RestoredPostRow = PostRow & { trashedBy: TrashedBy };

/** Who asks, as far as the trash needs to know. */
export interface TrashViewer {
  id: string;
  isModerator: boolean;
}

@Injectable()
export class TrashRepository {
  constructor(private readonly database: Database) {}

  /** @returns whose it is; undefined when there is no such post which the viewer may delete, at one of the expected versions. */
  async put(viewer: TrashViewer, id: string, expected: ExpectedVersions): Promise<Pick<Post, 'authorId'> | undefined> {
    const isDeletable = viewer.isModerator
      ? visibleTo(viewer.id)
      : sql`author_id = ${viewer.id} and status <> 'trashed'`;
    return this.database.maybeOne<Pick<Post, 'authorId'>>(sql`
      update posts set status = 'trashed', trashed_from = status, trashed_at = now(),
        trashed_by = case author_id when ${viewer.id} then 'author' else 'moderator' end, version = version + 1
      where id = ${id} and ${isDeletable} and ${atVersion(expected)}
      returning author_id as "authorId"`);
  }

  /**
   * Takes a post out again as it was. One whose time to be published passed in the trash is a draft: nothing is published
   * without anybody's wanting it then.
   *
   * @returns undefined unless it is there, put there by the viewer as its author or by any moderator when the viewer is one.
   */
  async restore(viewer: TrashViewer, id: string): Promise<RestoredPostRow | undefined> {
    const isOverdue = sql`trashed_from = 'scheduled' and publish_at <= now()`;
    return this.database.maybeOne<RestoredPostRow>(sql`
      with restored as (
        update posts set
          status = case when ${isOverdue} then 'draft' else trashed_from end,
          publish_at = case when ${isOverdue} then null else publish_at end,
          trashed_at = null, trashed_from = null, trashed_by = null, version = version + 1
        from (select id as trashed_id, trashed_by as put_there_by from posts where id = ${id} for no key update) as before
        where id = trashed_id and ${IS_KEPT}
          and case trashed_by when 'author' then author_id = ${viewer.id} else ${viewer.isModerator} end
        returning posts.*, put_there_by
      )
      select ${postColumns(viewer.id)}, put_there_by as "trashedBy" from restored as posts join users on users.id = posts.author_id`);
  }

  /** The latest first. */
  async list(authorId: string, count: number, after: PostKey | undefined): Promise<TrashedPostRow[]> {
    return this.database.many<TrashedPostRow>(sql`
      with page as (
        select id, trashed_at from posts
        where author_id = ${authorId} and ${IS_KEPT}
          ${after ? sql`and (trashed_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
        order by trashed_at desc, id desc ${limit(count)}
      )
      select ${summaryColumns(authorId)}, posts.trashed_from as status, posts.trashed_at as "trashedAt",
        posts.trashed_by as "trashedBy"
      from page
      join posts on posts.id = page.id
      join users on users.id = posts.author_id
      order by page.trashed_at desc, page.id desc`);
  }

  /** Whose it is, and who put it there. */
  async find(id: string): Promise<{ authorId: string; trashedBy: TrashedBy } | undefined> {
    return this.database.maybeOne(sql`
      select author_id as "authorId", trashed_by as "trashedBy" from posts where id = ${id} and ${IS_KEPT}`);
  }

  /** @returns whether it was there. */
  async purge(authorId: string, id: string): Promise<boolean> {
    const count = await this.database.execute(
      sql`delete from posts where id = ${id} and author_id = ${authorId} and ${IS_KEPT}`,
    );
    return count > 0;
  }

  /** @returns how many there were. */
  async empty(authorId: string): Promise<number> {
    return this.database.execute(sql`delete from posts where author_id = ${authorId} and ${IS_KEPT}`);
  }

  /** Deletes some of those whose time is over, whoever's they are. @returns how many. */
  async sweep(count: number): Promise<number> {
    return this.database.execute(sql`
      delete from posts where id in (
        select id from posts
        where status = 'trashed' and trashed_at <= now() - make_interval(days => ${TRASH_DAYS})
        order by trashed_at ${limit(count)} for update skip locked
      )`);
  }
}
