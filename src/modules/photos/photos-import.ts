import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { Problem } from '../../platform/errors/problem.js';
import { at, type ImportArchive, type ImportedItem, invalid } from '../../platform/personal-data/import-archive.js';
import { type ImportPart, type ImportSource, PersonalData } from '../../platform/personal-data/personal-data.js';
import type { RunningImport } from '../../platform/personal-data/running-import.js';
import { ImportedPhotoDto } from './dto/imported-photo.dto.js';
import { PhotoReader, type ReadPhoto } from './photo-reader.js';
import { PhotosService } from './photos.service.js';
import { photoErrors } from './photo.errors.js';

const FILE = 'photos.json';
/** Each of them takes its time to be decoded. */
const MAX_PHOTOS = 5_000;

/** What goes wrong with a file, rather than with its room. */
const FAULTS = new Set<string>(
  [
    photoErrors.notReadable,
    photoErrors.unsupportedType,
    photoErrors.tooManyPixels,
    photoErrors.somethingElseInside,
  ].map(({ definition }) => definition.code),
);

/** Uploads the photos of an archive anew: they are decoded and encoded like any other, and count for the quota. */
@Injectable()
export class PhotosImport implements ImportSource {
  readonly takes = [FILE];

  constructor(
    private readonly photos: PhotosService,
    private readonly reader: PhotoReader,
    private readonly database: Database,
    personalData: PersonalData,
  ) {
    personalData.onImport(this);
  }

  async isEmpty(userId: string): Promise<boolean> {
    return (await this.database.maybeOne(sql`select from photos where owner_id = ${userId} limit 1`)) === undefined;
  }

  async prepareImport(archive: ImportArchive, userId: string): Promise<ImportPart> {
    const items = await archive.items(FILE, ImportedPhotoDto);
    if (items.length > MAX_PHOTOS) throw invalid(`/${FILE}`, 'field.too_many', `holds more than ${MAX_PHOTOS}`);
    const read: ReadPhoto[] = [];
    const dispose = async () => {
      await Promise.all([...new Set(read)].map((photo) => photo.dispose()));
    };
    try {
      await this.readAll(archive, userId, items, read);
    } catch (error) {
      await dispose().catch(() => undefined);
      throw error;
    }
    return { dispose, store: (running) => this.store(running, items, read) };
  }

  private async readAll(
    archive: ImportArchive,
    userId: string,
    items: readonly ImportedItem<ImportedPhotoDto>[],
    read: ReadPhoto[],
  ): Promise<void> {
    const known = new Map<string, ReadPhoto>();
    let byteSize = 0;
    for (const { item, pointer } of items) {
      if (!archive.has(item.file)) throw invalid(`${pointer}/file`, 'field.no_such_file', 'is not in the archive');
      const photo = await archive.extracted(item.file, this.reader.maxBytes, async (file) => {
        const before = known.get(file.hash);
        return before ?? (await naming(`${pointer}/file`, () => this.reader.read(file, userId)));
      });
      known.set(photo.fingerprint, photo);
      read.push(photo);
      byteSize += photo.image.byteSize;
      await this.reader.requireSpace(userId, byteSize);
    }
  }

  private async store(
    running: RunningImport,
    items: readonly ImportedItem<ImportedPhotoDto>[],
    read: readonly ReadPhoto[],
  ): Promise<void> {
    for (const [index, { item, pointer }] of items.entries()) {
      const photo = read[index];
      if (!photo) throw new Error('A photo of the archive was not read.');
      if (running.newIdOf(FILE, item.id)) throw invalid(`${pointer}/id`, 'field.repeated', 'is there twice');
      const { id } = await this.photos.create(running.userId, photo, item.alt || null);
      await this.database.execute(
        sql`update photos set created_at = ${item.createdAt.toISOString()}::timestamptz where id = ${id}`,
      );
      running.rename(FILE, item.id, id);
    }
    running.count(FILE, read.length);
  }
}

async function naming<T>(pointer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await at(pointer, work);
  } catch (error) {
    if (!(error instanceof Problem) || !FAULTS.has(error.definition.code)) throw error;
    throw invalid(pointer, error.definition.code, error.definition.title, error);
  }
}
