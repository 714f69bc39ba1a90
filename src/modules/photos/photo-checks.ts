import { Injectable } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import { Verification } from '../../platform/verification/verification.js';

/** What must hold of photos, their images and the files of those, beyond what constraints say. */
@Injectable()
export class PhotoChecks {
  constructor(verification: Verification) {
    verification.addRule('kept files that no photo uses', {
      table: 'stored_files',
      key: 'key',
      isWrong: sql`is_kept
        and not exists (select from images where thumb_key = stored_files.key)
        and not exists (select from images where medium_key = stored_files.key)
        and not exists (select from images where large_key = stored_files.key)`,
    });
    verification.addRule('photos whose files may be collected', {
      table: 'images',
      isWrong: sql`exists (
        select from stored_files where not is_kept and key in (images.thumb_key, images.medium_key, images.large_key))`,
    });
    verification.addRule('images that nobody has a photo of', {
      table: 'images',
      isWrong: sql`not exists (select from photos where image_id = images.id)`,
    });
    // What counts against the quota of a member.
    verification.addRule('photos that are not as large as they say', {
      table: 'photos',
      isWrong: sql`photos.byte_size <> (
        select sum(stored_files.byte_size) from images
        join stored_files on key in (images.thumb_key, images.medium_key, images.large_key)
        where images.id = photos.image_id)`,
    });
  }
}
