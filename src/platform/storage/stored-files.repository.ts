import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { empty, limit, sql } from '../database/sql.js';
import type { Place } from './storage-driver.js';
import type { StoredFile } from './stored-file.entity.js';

/** A file, as far as one must know it to read it. */
export type FileLocation = Pick<StoredFile, 'key' | 'place' | 'byteSize'>;

/** For so long a file may be there without being kept: longer than any request takes. */
const GRACE = sql`interval '1 hour'`;

/** What lies where. A row is there before the first byte is, and for as long as one may be. */
@Injectable()
export class StoredFilesRepository {
  constructor(private readonly database: Database) {}

  async insert({ key, place, byteSize }: FileLocation): Promise<void> {
    await this.database.execute(
      sql`insert into stored_files (key, place, byte_size) values (${key}, ${place}, ${byteSize})`,
    );
  }

  /** @returns how many of them were there. */
  async keep(keys: readonly string[]): Promise<number> {
    return this.database.execute(sql`update stored_files set is_kept = true where key = any(${keys}::uuid[])`);
  }

  async listUnkept(keys: readonly string[]): Promise<FileLocation[]> {
    return this.database.many<FileLocation>(sql`
      select key, place, byte_size as "byteSize" from stored_files where key = any(${keys}::uuid[]) and not is_kept`);
  }

  /** Some of those that nobody keeps and nobody is about to keep. */
  async listGarbage(count: number): Promise<FileLocation[]> {
    return this.database.many<FileLocation>(sql`
      select key, place, byte_size as "byteSize" from stored_files
      where not is_kept and created_at < now() - ${GRACE} order by created_at ${limit(count)}`);
  }

  /** Some of those that something refers to, by key. */
  async listKeptIn(place: Place, count: number, lastKey: string | undefined): Promise<FileLocation[]> {
    return this.database.many<FileLocation>(sql`
      select key, place, byte_size as "byteSize" from stored_files
      where is_kept and place = ${place} ${lastKey === undefined ? empty : sql`and key > ${lastKey}`}
      order by key ${limit(count)}`);
  }

  async deleteUnkept(key: string): Promise<number> {
    return this.database.execute(sql`delete from stored_files where key = ${key} and not is_kept`);
  }
}
