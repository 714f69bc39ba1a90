import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, join, pipelined, raw, type Sql, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { postColumns, type PostRow, visibleTo } from './post.columns.js';
import type { Post } from './post.entity.js';

type Written =
  'title' | 'body' | 'html' | 'rendererVersion' | 'opening' | 'excerpt' | 'readingMinutes' | 'tags' | 'areCommentsOpen';

export type NewPost = Pick<Post, 'id' | 'authorId' | 'slug' | 'status' | 'publishAt' | Written>;
export type PostChanges = Partial<Pick<Post, Written>>;

/** What other rooms need to know of a post, and what it is told from. */
export type PostStubRow = Pick<Post, 'id' | 'authorId' | 'status' | 'areCommentsOpen' | 'publishedAt'>;
const STUB_COLUMNS = sql`
  id, author_id as "authorId", status, are_comments_open as "areCommentsOpen", published_at as "publishedAt"`;

/** A post after an edit, with the title that it had before. */
export interface EditedPost extends PostRow {
  previousTitle: string;
  /** Whether the edit said anything that the post did not say already. */
  hasChanged: boolean;
}

/** Not `now()`, when the transaction began: a reader may have paged past that moment before the post appears. */
export const THIS_MOMENT = sql`statement_timestamp()`;

/** Posts one at a time; see `post-lists.repository.ts` for many. */
@Injectable()
export class PostsRepository {
  constructor(private readonly database: Database) {}

  /**
   * @returns undefined when the slug is taken, or was at any time; then nothing was stored.
   * @throws `posts.author_gone`
   */
  async insert(post: NewPost): Promise<PostRow | undefined> {
    const { id, authorId, slug, title, body, html, excerpt, opening, tags, status, publishAt, readingMinutes } = post;
    const { rendererVersion, areCommentsOpen } = post;
    return this.database.maybeOne<PostRow>(sql`
      with claimed as (
        insert into post_slugs (slug, post_id, author_id) values (${slug}, ${id}, ${authorId})
        on conflict (slug) do nothing returning slug
      ), added as (
        insert into posts (id, author_id, slug, title, body, html, excerpt, opening, tags, status, reading_minutes,
          renderer_version, are_comments_open, created_at, updated_at, published_at, publish_at)
        select ${id}, ${authorId}, slug, ${title}, ${body}, ${html}, ${excerpt}, ${opening}, ${tags}, status,
          ${readingMinutes}, ${rendererVersion}::integer, ${areCommentsOpen}::boolean, ${THIS_MOMENT}, ${THIS_MOMENT},
          case when status = 'published' then ${THIS_MOMENT} end, ${publishAt}::timestamptz(3)
        from claimed, (values (${status})) as wanted (status)
        returning *
      ), tagged as (
        insert into post_tags (post_id, tag, published_at)
        select id, unnest(tags), published_at from added where status = 'published'
      )
      select ${postColumns(authorId)} from added as posts join users on users.id = posts.author_id`);
  }

  async findVisible(viewerId: string | undefined, id: string): Promise<PostStubRow | undefined> {
    return this.database.maybeOne<PostStubRow>(
      pipelined`select ${STUB_COLUMNS} from posts where id = ${id} and ${visibleTo(viewerId)}`,
    );
  }

  /** The post, if the viewer may see it. */
  async findById(viewerId: string | undefined, id: string): Promise<PostRow | undefined> {
    return this.database.maybeOne<PostRow>(pipelined`
      select ${postColumns(viewerId)} from posts join users on users.id = posts.author_id
      where posts.id = ${id} and ${visibleTo(viewerId)}`);
  }

  /** The post that has or had this slug, if the viewer may see it. */
  async findBySlug(viewerId: string | undefined, slug: string): Promise<PostRow | undefined> {
    return this.database.maybeOne<PostRow>(pipelined`
      select ${postColumns(viewerId)} from post_slugs
      join posts on posts.id = post_slugs.post_id
      join users on users.id = posts.author_id
      where post_slugs.slug = ${slug} and ${visibleTo(viewerId)}`);
  }

  /** What is said already is no edit. @returns undefined when the author has no such post, or it is at none of the expected versions. */
  async update(
    authorId: string,
    id: string,
    changes: PostChanges,
    { expected, isAboutPhotos }: { expected: ExpectedVersions; isAboutPhotos: boolean },
  ): Promise<EditedPost | undefined> {
    const { readingMinutes, rendererVersion, areCommentsOpen, ...rest } = changes;
    const columns = assignments({
      ...{ ...rest, reading_minutes: readingMinutes, renderer_version: rendererVersion },
      are_comments_open: areCommentsOpen,
    });
    const isEdit = isAboutPhotos ? sql`true` : differs(changes);
    return this.database.maybeOne<EditedPost>(sql`
      with edited as (
        update posts set version = version + (${isEdit})::integer,
          updated_at = case when ${isEdit} then now() else updated_at end${columns}
        -- Locked first, so that it is the title which this very edit replaces.
        from (
          select id, title, version as number from posts
          where id = ${id} and author_id = ${authorId} and status <> 'trashed' for no key update
        ) as before
        where posts.id = before.id and ${atVersion(expected)}
        returning posts.*, before.title as previous_title, posts.version <> before.number as has_changed
      )
      select ${postColumns(authorId)}, previous_title as "previousTitle", has_changed as "hasChanged"
      from edited as posts join users on users.id = posts.author_id`);
  }

  /** Gives a post that was just updated a slug, a new one or one that it had before. @returns undefined when it is another's. */
  async claimSlug(id: string, slug: string): Promise<string | undefined> {
    const claimed = await this.database.maybeOne<{ slug: string }>(sql`
      with claimed as (
        insert into post_slugs (slug, post_id, author_id) select ${slug}, id, author_id from posts where id = ${id}
        on conflict (slug) do update set post_id = excluded.post_id where post_slugs.post_id = excluded.post_id
        returning slug
      )
      update posts set slug = claimed.slug from claimed where id = ${id} returning posts.slug`);
    return claimed?.slug;
  }

  /** Brings `post_tags` in line with a post that was just changed. */
  async indexTags(id: string): Promise<void> {
    await this.database.execute(sql`delete from post_tags where post_id = ${id}`);
    await this.database.execute(sql`
      insert into post_tags (post_id, tag, published_at)
      select id, unnest(tags), published_at from posts where id = ${id} and status = 'published'`);
  }

  /** Locks these posts and all of the author's, in one order for everybody who locks several. */
  async hold(authorId: string, ids: readonly string[]): Promise<void> {
    await this.database.execute(sql`
      select from posts where author_id = ${authorId} or id = any(${ids}::uuid[]) order by id for no key update`);
  }

  /** Holds off whoever changes it, or what hangs on it, until the transaction ends. */
  async lock(id: string): Promise<void> {
    await this.database.execute(lockingPost(id));
  }

  async changeCommentCount(id: string, by: number): Promise<void> {
    await this.database.execute(sql`update posts set comment_count = comment_count + ${by} where id = ${id}`);
  }
}

/** A statement that holds off whoever changes the post, or what hangs on it, until the transaction ends. */
export function lockingPost(id: string): Sql {
  return sql`select from posts where id = ${id} for no key update`;
}

/**
 * The part of a statement that counts a comment at its post, and gives its `id` and `author_id`; nothing, unless it is for all to see
 * and `condition` holds.
 */
export function countingComment(id: string, condition: Sql): Sql {
  return sql`
    update posts set comment_count = comment_count + 1 where id = ${id} and status = 'published' and ${condition}
    returning id, author_id`;
}

/** Whether the row of `posts` says anything else than this. What is left out stays as it is. */
function differs({ title, excerpt, body, tags, areCommentsOpen }: PostChanges): Sql {
  const said = { title, excerpt, body, tags, are_comments_open: areCommentsOpen };
  const different = Object.entries(said)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => sql`posts.${raw(column)} is distinct from ${value}`);
  return different.length === 0 ? sql`false` : sql`(${join(different, ' or ')})`;
}
