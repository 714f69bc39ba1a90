import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { empty, limit, sql } from '../../platform/database/sql.js';
import type { FileLocation } from '../../platform/storage/stored-files.repository.js';
import type { Image } from './image.entity.js';
import type { Photo } from './photo.entity.js';

/** A photo, and where its largest variant lies; `byteSize` is that one's. */
export interface PersonalPhoto
  extends Pick<Photo, 'id' | 'alt' | 'createdAt'>, Pick<Image, 'width' | 'height'>, FileLocation {}

@Injectable()
export class PersonalPhotosRepository {
  constructor(private readonly database: Database) {}

  /** By id, which is the order of uploading. */
  async list(ownerId: string, count: number, lastId: string | undefined): Promise<PersonalPhoto[]> {
    return this.database.many<PersonalPhoto>(sql`
      select photos.id, photos.alt, images.width, images.height, photos.created_at as "createdAt",
        stored_files.key, stored_files.place, stored_files.byte_size as "byteSize"
      from photos join images on images.id = photos.image_id
      join stored_files on stored_files.key = images.large_key
      where photos.owner_id = ${ownerId} ${lastId === undefined ? empty : sql`and photos.id > ${lastId}`}
      order by photos.id ${limit(count)}`);
  }
}
