import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { pipelined, type Sql, sql } from '../../platform/database/sql.js';
import type { FileLocation } from '../../platform/storage/stored-files.repository.js';
import type { Image } from './image.entity.js';
import { PhotoUses } from './photo-uses.js';
import type { Photo } from './photo.entity.js';
import type { Variant } from './variants.js';

export type NewImage = Omit<Image, 'createdAt'>;

/** A variant's file, and who may see it. */
export interface VariantFile extends FileLocation, Pick<Photo, 'ownerId' | 'urlSecret'> {
  isPublic: boolean;
}

const KEY_OF: Record<Variant, Sql> = {
  thumb: sql`images.thumb_key`,
  medium: sql`images.medium_key`,
  large: sql`images.large_key`,
};

@Injectable()
export class ImagesRepository {
  constructor(
    private readonly database: Database,
    private readonly uses: PhotoUses,
  ) {}

  async findByHash(hash: string): Promise<Pick<Image, 'id' | 'byteSize'> | undefined> {
    return this.database.maybeOne(sql`select id, byte_size as "byteSize" from images where hash = ${hash}`);
  }

  /** Holds an image that is there already, until the running transaction ends. @returns whether it still is. */
  async hold(id: string): Promise<boolean> {
    return (await this.database.maybeOne(sql`select from images where id = ${id} for key share`)) !== undefined;
  }

  /** @returns the id of the image of this hash: the new one, or the one that was there, or came there meanwhile. */
  async insertOrHold(image: NewImage): Promise<string> {
    const { id, hash, width, height, byteSize, placeholder, thumbKey, mediumKey, largeKey } = image;
    const held = await this.database.one<{ id: string }>(sql`
      insert into images (id, hash, width, height, byte_size, placeholder, thumb_key, medium_key, large_key)
      values (${id}, ${hash}, ${width}, ${height}, ${byteSize}, ${placeholder}, ${thumbKey}, ${mediumKey}, ${largeKey})
      on conflict (hash) do update set hash = excluded.hash
      returning id`);
    return held.id;
  }

  async findFile(photoId: string, variant: Variant): Promise<VariantFile | undefined> {
    return this.database.maybeOne<VariantFile>(pipelined`
      select stored_files.key, stored_files.place, stored_files.byte_size as "byteSize",
        photos.owner_id as "ownerId", photos.url_secret as "urlSecret", ${this.uses.isPublic} as "isPublic"
      from photos join images on images.id = photos.image_id
      join stored_files on stored_files.key = ${KEY_OF[variant]}
      where photos.id = ${photoId}`);
  }
}
