import { type Sql, sql } from '../../platform/database/sql.js';
import type { Image } from './image.entity.js';
import type { Photo } from './photo.entity.js';

/** What is read of a photo to show it, from `photos join images on images.id = photos.image_id`. */
export interface PhotoRow
  extends Pick<Photo, 'id' | 'alt' | 'byteSize'>, Pick<Image, 'width' | 'height' | 'placeholder'> {
  createdAt: Date | string;
  /** Null where everybody may see it. */
  urlSecret: string | null;
}

export const FROM_PHOTOS = sql`photos join images on images.id = photos.image_id`;

/** @param isPublic a condition: whether everybody may see it. */
export function photoColumns(isPublic: Sql): Sql {
  return sql`
    photos.id, photos.alt, photos.byte_size as "byteSize", images.width, images.height, images.placeholder,
    photos.created_at as "createdAt", case when not ${isPublic} then photos.url_secret end as "urlSecret"`;
}
