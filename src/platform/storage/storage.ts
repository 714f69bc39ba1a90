import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Housekeeping } from '../jobs/housekeeping.js';
import { Jobs } from '../jobs/jobs.js';
import { PostgresStorage } from './postgres-storage.js';
import { S3Storage } from './s3-storage.js';
import { storageErrors } from './storage.errors.js';
import type { ByteRange, Place, StorageDriver } from './storage-driver.js';
import { type FileLocation, StoredFilesRepository } from './stored-files.repository.js';

const COLLECTION = 'storage-collection';
const GARBAGE_AT_ONCE = 100;

/**
 * Files of the rooms: in PostgreSQL, or in a bucket once one is configured. What was stored before stays where it is and is
 * found there.
 *
 * No crash leaves bytes that nobody knows of: a file is first {@link add added}, outside of any transaction, and then
 * {@link keep kept} in the transaction of whatever refers to it. What is not kept within an hour is deleted. A row that goes
 * releases its files by the SQL function `release_stored_files`, in a trigger; see docs/adr/0030.
 */
@Injectable()
export class Storage {
  private readonly drivers: Record<Place, StorageDriver>;
  private readonly place: Place;

  constructor(
    private readonly files: StoredFilesRepository,
    private readonly jobs: Jobs,
    postgres: PostgresStorage,
    s3: S3Storage,
    housekeeping: Housekeeping,
  ) {
    this.drivers = { postgres, s3 };
    this.place = s3.isConfigured ? 's3' : 'postgres';
    housekeeping.add('files that nothing refers to', () => this.collect());
    jobs.work(COLLECTION, () => this.collectAll());
  }

  /**
   * Stores bytes under a new key, for an hour. Not to be called in a transaction.
   *
   * @throws `storage.unavailable`
   */
  async add(bytes: Uint8Array): Promise<FileLocation> {
    const file: FileLocation = { key: newId(), place: this.place, byteSize: bytes.byteLength };
    await this.files.insert(file);
    await this.drivers[file.place].write(file.key, bytes);
    return file;
  }

  /** In the running transaction, with which the files come to stay. */
  async keep(keys: readonly string[]): Promise<void> {
    const wanted = new Set(keys);
    if ((await this.files.keep([...wanted])) < wanted.size) throw storageErrors.unavailable();
  }

  /** Takes back what was added and is not kept. What cannot be deleted now is deleted later. */
  async discard(keys: readonly string[]): Promise<void> {
    for (const file of await this.files.listUnkept(keys)) await this.delete(file).catch(() => undefined);
  }

  /** @throws `storage.unavailable` */
  async open({ key, place }: FileLocation, range: ByteRange): Promise<Readable> {
    return this.drivers[place].read(key, range);
  }

  /** After the commit of the running transaction, files that it releases are deleted, however often that has to be tried. */
  async collectAfterCommit(): Promise<void> {
    if (this.place !== 'postgres') await this.jobs.enqueue(COLLECTION, {});
  }

  /** Deletes some of what nobody keeps. @returns how many files those were. */
  async collect(): Promise<number> {
    const garbage = await this.files.listGarbage(GARBAGE_AT_ONCE);
    for (const file of garbage) await this.delete(file);
    return garbage.length;
  }

  private async collectAll(): Promise<void> {
    while ((await this.collect()) === GARBAGE_AT_ONCE);
  }

  /** The bytes first: while the row is there, they are known of. */
  private async delete({ key, place }: FileLocation): Promise<void> {
    await this.drivers[place].delete(key);
    await this.files.deleteUnkept(key);
  }
}
