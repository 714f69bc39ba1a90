import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { empty, limit, sql } from '../../platform/database/sql.js';
import type { Post } from './post.entity.js';

/** A post as its author wrote it, without what is worked out from that. */
export type PersonalPost = { deletedAt: Date | null; photoIds: string[]; coverPhotoId: string | null } & Pick<
  Post,
  | 'id'
  | 'slug'
  | 'title'
  | 'excerpt'
  | 'tags'
  | 'status'
  | 'createdAt'
  | 'updatedAt'
  | 'publishedAt'
  | 'publishAt'
  | 'areCommentsOpen'
  | 'body'
>;

@Injectable()
export class PersonalPostsRepository {
  constructor(private readonly database: Database) {}

  /** Newest first, drafts and the trash too. */
  async list(authorId: string, count: number, last: PersonalPost | undefined): Promise<PersonalPost[]> {
    return this.database.many<PersonalPost>(sql`
      select id, slug, title, excerpt, tags, coalesce(trashed_from, status) as status,
        created_at as "createdAt", updated_at as "updatedAt",
        published_at as "publishedAt", publish_at as "publishAt", trashed_at as "deletedAt", are_comments_open as "areCommentsOpen",
        array(
          select photo_id from post_photos where post_id = posts.id and position is not null order by position
        ) as "photoIds",
        (select photo_id from post_photos where post_id = posts.id and is_cover) as "coverPhotoId", body
      from posts
      where author_id = ${authorId}
        ${last ? sql`and (created_at, id) < (${last.createdAt.toISOString()}::timestamptz, ${last.id}::uuid)` : empty}
      order by created_at desc, id desc ${limit(count)}`);
  }
}
