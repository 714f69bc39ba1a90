import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import { PHOTOS_OF_POST, type PostPhotoRow } from './post-photos.columns.js';

/** What a post shows. Whoever changes it holds the post, so that of two at once each leaves a whole. */
@Injectable()
export class PostPhotosRepository {
  constructor(private readonly database: Database) {}

  /** Locks the post, if there is such a one of the author's. */
  async holdPost(authorId: string, postId: string): Promise<boolean> {
    const held = await this.database.maybeOne(
      sql`select from posts where id = ${postId} and author_id = ${authorId} for no key update`,
    );
    return held !== undefined;
  }

  /** Shows these, in this order, and no others; a cover stays. */
  async setPhotos(postId: string, photoIds: readonly string[]): Promise<void> {
    await this.database.execute(sql`delete from post_photos where post_id = ${postId} and not is_cover`);
    await this.database.execute(sql`update post_photos set position = null where post_id = ${postId}`);
    await this.database.execute(sql`
      insert into post_photos (post_id, photo_id, position)
      select ${postId}, id, position from unnest(${photoIds}::uuid[]) with ordinality as wanted (id, position)
      on conflict (post_id, photo_id) do update set position = excluded.position`);
  }

  /** Makes this the cover, or leaves the choice to the order of the photos. */
  async setCover(postId: string, photoId: string | null): Promise<void> {
    await this.database.execute(sql`delete from post_photos where post_id = ${postId} and position is null`);
    await this.database.execute(sql`update post_photos set is_cover = false where post_id = ${postId} and is_cover`);
    if (photoId === null) return;
    await this.database.execute(sql`
      insert into post_photos (post_id, photo_id, is_cover) values (${postId}, ${photoId}, true)
      on conflict (post_id, photo_id) do update set is_cover = true`);
  }

  async list(postId: string): Promise<PostPhotoRow[] | null> {
    const { photos } = await this.database.one<{ photos: PostPhotoRow[] | null }>(
      sql`select ${PHOTOS_OF_POST} as photos from posts where id = ${postId}`,
    );
    return photos;
  }

  /** Takes a photo out of all of its owner's posts, which is an edit of each. */
  async takeOut(authorId: string, photoId: string): Promise<void> {
    await this.database.execute(sql`
      update posts set version = version + 1, updated_at = now()
      where author_id = ${authorId} and id in (select post_id from post_photos where photo_id = ${photoId})`);
    await this.database.execute(sql`
      delete from post_photos using posts
      where photo_id = ${photoId} and posts.id = post_id and author_id = ${authorId}`);
  }
}
