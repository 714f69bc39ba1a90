import { Injectable } from '@nestjs/common';
import { sql } from '../database/sql.js';
import { Verification } from '../verification/verification.js';
import type { WrongRow } from '../verification/verified-rows.repository.js';
import { S3Storage } from './s3-storage.js';
import { type FileLocation, StoredFilesRepository } from './stored-files.repository.js';

/** Files of a bucket that are looked at at once. */
const AT_ONCE = 8;

/** Whether the bytes are there that we say are. */
@Injectable()
export class StorageChecks {
  constructor(
    private readonly files: StoredFilesRepository,
    private readonly s3: S3Storage,
    verification: Verification,
  ) {
    verification.addRule('files in PostgreSQL without all of their bytes', {
      table: 'stored_files',
      key: 'key',
      isWrong: sql`is_kept and place = 'postgres' and byte_size <> (
        select coalesce(sum(length(bytes)), 0) from stored_chunks where stored_chunks.key = stored_files.key)`,
    });
    verification.addSearch('files in the bucket without all of their bytes', () => this.searchBucket());
  }

  private async searchBucket(): Promise<{ rows: number; wrong: WrongRow[] }> {
    const found = { rows: 0, wrong: [] as WrongRow[] };
    let files: FileLocation[] = [];
    do {
      files = await this.files.listKeptIn('s3', AT_ONCE, files.at(-1)?.key);
      found.rows += files.length;
      const sizes = await Promise.all(files.map(({ key }) => this.s3.sizeOf(key)));
      for (const [index, { key, byteSize }] of files.entries()) {
        if (sizes[index] !== byteSize) found.wrong.push({ id: key });
      }
    } while (files.length === AT_ONCE);
    return found;
  }
}
