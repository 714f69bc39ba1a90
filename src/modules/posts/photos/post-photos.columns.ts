import { sql } from '../../../platform/database/sql.js';
import { FROM_PHOTOS, photoColumns, type PhotoRow } from '../../photos/index.js';
import type { PostPhoto } from './post-photo.entity.js';

/** A photo as a part of a post. */
export interface PostPhotoRow extends PhotoRow, Pick<PostPhoto, 'position' | 'isCover'> {}

/**
 * All photos of a row of `posts`, in order, as JSON: one statement for a page of posts with everything that it shows. Null when
 * there are none. What is published is for everybody, so its photos need no signature.
 */
export const PHOTOS_OF_POST = sql`(
  select json_agg(shown order by shown.position, shown.id) from (
    select ${photoColumns(sql`(posts.status = 'published')`)}, post_photos.position, post_photos.is_cover as "isCover"
    from ${FROM_PHOTOS} join post_photos on post_photos.photo_id = photos.id
    where post_photos.post_id = posts.id
  ) as shown)`;
