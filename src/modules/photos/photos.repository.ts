import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, empty, limit, pipelined, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { Photo } from './photo.entity.js';
import { FROM_PHOTOS, photoColumns, type PhotoRow } from './photo.columns.js';
import { PhotoUses } from './photo-uses.js';

/** A photo by itself. */
export type SinglePhotoRow = PhotoRow & Pick<Photo, 'ownerId' | 'version'>;

export type NewPhoto = Pick<Photo, 'id' | 'ownerId' | 'imageId' | 'alt' | 'byteSize' | 'urlSecret'>;

/** The time and the id of the last photo that was shown. */
export type PhotoKey = readonly [createdAt: string, id: string];

@Injectable()
export class PhotosRepository {
  constructor(
    private readonly database: Database,
    private readonly uses: PhotoUses,
  ) {}

  /** The photo, if the viewer may see it. */
  async findVisible(viewerId: string | undefined, id: string): Promise<SinglePhotoRow | undefined> {
    return this.database.maybeOne<SinglePhotoRow>(pipelined`
      select ${this.columns} from ${FROM_PHOTOS}
      where photos.id = ${id} and (photos.owner_id = ${viewerId ?? null} or ${this.uses.isPublic})`);
  }

  async listOwned(ownerId: string, count: number, after: PhotoKey | undefined): Promise<PhotoRow[]> {
    return this.database.many<PhotoRow>(pipelined`
      select ${photoColumns(this.uses.isPublic)} from ${FROM_PHOTOS}
      where owner_id = ${ownerId}
        ${after ? sql`and (photos.created_at, photos.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
      order by photos.created_at desc, photos.id desc ${limit(count)}`);
  }

  /** How long the files of their largest variants are. */
  async byteLengths(ids: readonly string[]): Promise<{ id: string; byteLength: number }[]> {
    return this.database.many(sql`
      select photos.id, stored_files.byte_size as "byteLength" from ${FROM_PHOTOS}
      join stored_files on stored_files.key = images.large_key
      where photos.id = any(${ids}::uuid[])`);
  }

  /** Of parallel uploads by one member each waits here for the one before, until the running transaction ends. */
  async lockQuota(ownerId: string): Promise<void> {
    await this.database.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`photos of ${ownerId}`}, 0))`);
  }

  /** Bytes that all photos of a member take up. */
  async usedBytes(ownerId: string): Promise<number> {
    const { bytes } = await this.database.one<{ bytes: number }>(
      sql`select coalesce(sum(byte_size), 0)::float8 as bytes from photos where owner_id = ${ownerId}`,
    );
    return bytes;
  }

  /** @throws `photos.owner_gone` */
  async insert({ id, ownerId, imageId, alt, byteSize, urlSecret }: NewPhoto): Promise<void> {
    await this.database.execute(sql`
      insert into photos (id, owner_id, image_id, alt, byte_size, url_secret)
      values (${id}, ${ownerId}, ${imageId}, ${alt}, ${byteSize}, ${urlSecret})`);
  }

  /** @returns whether there was such a photo of the owner's at one of the expected versions. */
  async update(
    ownerId: string,
    id: string,
    { alt }: Partial<Pick<Photo, 'alt'>>,
    expected: ExpectedVersions,
  ): Promise<boolean> {
    const count = await this.database.execute(sql`
      update photos set version = version + 1${assignments({ alt })}
      where id = ${id} and owner_id = ${ownerId} and ${atVersion(expected)}`);
    return count > 0;
  }

  /**
   * @returns whether there was such a photo of the owner's at one of the expected versions.
   * @throws `photos.in_use`; the database decides.
   */
  async delete(ownerId: string, id: string, expected: ExpectedVersions): Promise<boolean> {
    const count = await this.database.execute(
      sql`delete from photos where id = ${id} and owner_id = ${ownerId} and ${atVersion(expected)}`,
    );
    return count > 0;
  }

  /**
   * Takes hold of photos for something that will refer to them: until the running transaction ends they cannot be deleted.
   *
   * @returns the ids of those that are the owner's.
   */
  async hold(ownerId: string, ids: readonly string[]): Promise<string[]> {
    const held = await this.database.many<{ id: string }>(sql`
      with held as (
        select id from photos where owner_id = ${ownerId} and id = any(${ids}::uuid[]) order by id for no key update
      )
      update photos set unused_since = null from held where photos.id = held.id returning photos.id`);
    return held.map(({ id }) => id);
  }

  private get columns() {
    return sql`${photoColumns(this.uses.isPublic)}, photos.owner_id as "ownerId", photos.version`;
  }
}
