import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import type { ServedFile } from '../../platform/http/files/served-file.js';
import { Storage } from '../../platform/storage/storage.js';
import { ImagesRepository, type VariantFile } from './images.repository.js';
import { isSignedBy, type Signature } from './photo-urls.js';
import { photoErrors } from './photo.errors.js';
import type { Variant } from './variants.js';

/** What an address shows never changes. Who may see it can: a signed one ends within two hours, and so does what was kept of it. */
const FOR_EVERYBODY = 'public, max-age=31536000, immutable';
const FOR_ITS_OWNER = 'private, max-age=3600';

/** Gives out the bytes of photos. */
@Injectable()
export class PhotoBytesService {
  constructor(
    private readonly images: ImagesRepository,
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  /** @throws `photos.not_found`, also for one that this viewer may not see. */
  async get(
    viewerId: string | undefined,
    photoId: string,
    variant: Variant,
    signature: Partial<Signature>,
  ): Promise<ServedFile> {
    const file = await this.images.findFile(photoId, variant);
    if (!file || !this.maySee(file, viewerId, photoId, signature)) throw photoErrors.notFound();
    return {
      mediaType: 'image/webp',
      byteSize: file.byteSize,
      etag: `"${file.key}"`,
      cacheControl: file.isPublic ? FOR_EVERYBODY : FOR_ITS_OWNER,
      open: (range) => this.storage.open(file, range),
    };
  }

  private maySee(
    { isPublic, ownerId, urlSecret }: VariantFile,
    viewerId: string | undefined,
    photoId: string,
    { expires, signature }: Partial<Signature>,
  ): boolean {
    if (isPublic || ownerId === viewerId) return true;
    if (expires === undefined || signature === undefined) return false;
    return isSignedBy(urlSecret, photoId, { expires, signature }, this.clock.now());
  }
}
