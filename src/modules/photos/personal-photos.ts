import { Injectable } from '@nestjs/common';
import { jsonArray, pagesOf } from '../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../platform/personal-data/personal-data.js';
import { Storage } from '../../platform/storage/storage.js';
import { type PersonalPhoto, PersonalPhotosRepository } from './personal-photos.repository.js';

/** What members take along from here, and what goes when they leave. */
@Injectable()
export class PersonalPhotos implements ExportSource {
  readonly contents = {
    'photos.json': 'Your photos, oldest first, each with the name of its file.',
    'photos/': 'The same photos as WebP, as large as they are kept.',
  };

  constructor(
    private readonly photos: PersonalPhotosRepository,
    private readonly storage: Storage,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
    // The rows go with the account, and what only they held in PostgreSQL; a bucket is emptied by a job.
    personalData.onErasure(() => this.storage.collectAfterCommit());
  }

  async *exportFor(ownerId: string): AsyncIterable<ExportFile> {
    yield { path: 'photos.json', content: jsonArray(this.pages(ownerId), toItem) };
    for await (const photos of this.pages(ownerId))
      for (const photo of photos) yield { path: fileOf(photo), content: await this.bytesOf(photo) };
  }

  private pages(ownerId: string): AsyncIterable<PersonalPhoto[]> {
    return pagesOf((count, last) => this.photos.list(ownerId, count, last?.id));
  }

  private async bytesOf(photo: PersonalPhoto): Promise<AsyncIterable<Uint8Array>> {
    return this.storage.open(photo, { start: 0, end: photo.byteSize - 1 });
  }
}

function toItem(photo: PersonalPhoto): object {
  const { id, alt, width, height, createdAt } = photo;
  return { id, file: fileOf(photo), alt, width, height, createdAt };
}

function fileOf({ id }: PersonalPhoto): string {
  return `photos/${id}.webp`;
}
