import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { v7 as newId } from 'uuid';
import { Config } from '../../platform/config/load-config.js';
import type { ReceivedFile } from '../../platform/http/uploads/receive-form.js';
import type { PreparedUpload, UploadReader } from '../../platform/http/uploads/upload.decorators.js';
import { Storage } from '../../platform/storage/storage.js';
import { decodeImage, type DecodedImage } from './image-decoder.js';
import { ImagesRepository, type NewImage } from './images.repository.js';
import { photoErrors } from './photo.errors.js';
import { PhotosRepository } from './photos.repository.js';
import { hasSecondContent } from './second-content.js';

const MAX_BYTES = 10 * 1024 * 1024;
const MEGABYTE = 1_000_000;

/** A photo whose bytes lie ready: of an image that is there already, or of a new one. */
export interface ReadPhoto extends PreparedUpload {
  readonly image: { id: string; byteSize: number; isNew: false } | (NewImage & { isNew: true });
}

/** Looks at files that are to be photos, one after the other: decoding takes a core and much memory. */
@Injectable()
export class PhotoReader implements UploadReader {
  readonly maxBytes = MAX_BYTES;
  private readonly oneAtATime = pLimit(1);
  private readonly quotaBytes: number;

  constructor(
    private readonly photos: PhotosRepository,
    private readonly images: ImagesRepository,
    private readonly storage: Storage,
    config: Config,
  ) {
    this.quotaBytes = config.get('PHOTO_QUOTA_MB') * MEGABYTE;
  }

  /** @throws what is wrong with the file, and `photos.quota_exceeded` already here where there is no space at all. */
  async read(file: ReceivedFile, userId: string): Promise<ReadPhoto> {
    await this.requireSpace(userId, 1);
    return this.lookAt(file);
  }

  /** {@link read}, whosever it will be. */
  async lookAt({ path, hash }: ReceivedFile): Promise<ReadPhoto> {
    const known = await this.images.findByHash(hash);
    if (known) return { image: { ...known, isNew: false }, fingerprint: hash, dispose: () => Promise.resolve() };
    const decoded = await this.oneAtATime(() => decodeImage(path));
    if (await hasSecondContent(path)) throw photoErrors.somethingElseInside();
    return this.lay(decoded, hash);
  }

  /** @throws `photos.quota_exceeded` */
  async requireSpace(userId: string, byteSize: number): Promise<void> {
    if ((await this.photos.usedBytes(userId)) + byteSize > this.quotaBytes) throw photoErrors.quotaExceeded();
  }

  /** Variants of the same bytes are one file. */
  private async lay({ width, height, placeholder, ...variants }: DecodedImage, hash: string): Promise<ReadPhoto> {
    const keys = new Map<Buffer, string>();
    const dispose = () => this.storage.discard([...keys.values()]);
    try {
      for (const bytes of new Set(Object.values(variants))) keys.set(bytes, (await this.storage.add(bytes)).key);
    } catch (error) {
      await dispose().catch(() => undefined);
      throw error;
    }
    const keyOf = (bytes: Buffer) => keys.get(bytes) ?? '';
    const byteSize = [...keys.keys()].reduce((sum, bytes) => sum + bytes.length, 0);
    const { thumb, medium, large } = variants;
    const files = { thumbKey: keyOf(thumb), mediumKey: keyOf(medium), largeKey: keyOf(large) };
    return {
      image: { id: newId(), hash, width, height, placeholder, byteSize, ...files, isNew: true },
      fingerprint: hash,
      dispose,
    };
  }
}
