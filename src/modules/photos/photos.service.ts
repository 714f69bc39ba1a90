import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import { type ExpectedVersions, preconditionFailed } from '../../platform/http/if-match.decorator.js';
import { Pages } from '../../platform/http/page.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { storageErrors } from '../../platform/storage/storage.errors.js';
import { Storage } from '../../platform/storage/storage.js';
import { ImagesRepository } from './images.repository.js';
import { PhotoReader, type ReadPhoto } from './photo-reader.js';
import { photoErrors } from './photo.errors.js';
import { toOwnPhoto, toPhoto } from './photo.mapper.js';
import { PhotoUses } from './photo-uses.js';
import type { PhotoPage, PhotoView, SavedPhoto } from './photo.view.js';
import { type PhotoKey, PhotosRepository } from './photos.repository.js';

@Injectable()
export class PhotosService {
  constructor(
    private readonly photos: PhotosRepository,
    private readonly images: ImagesRepository,
    private readonly reader: PhotoReader,
    private readonly uses: PhotoUses,
    private readonly storage: Storage,
    private readonly pages: Pages,
  ) {}

  /**
   * Keeps what was read as a photo of the member's.
   *
   * @throws `photos.quota_exceeded`, exactly, however many uploads run at once; `photos.owner_gone`
   */
  @Transactional()
  async create(ownerId: string, { image }: ReadPhoto, alt: string | null = null): Promise<SavedPhoto> {
    await this.photos.lockQuota(ownerId);
    await this.reader.requireSpace(ownerId, image.byteSize);
    const photo = {
      id: newId(),
      ownerId,
      alt,
      byteSize: image.byteSize,
      urlSecret: randomBytes(16).toString('base64url'),
    };
    await this.photos.insert({ ...photo, imageId: await this.holdImage(image) });
    return Object.assign(await this.get(ownerId, photo.id), { message: 'Photo saved successfully' });
  }

  /** @throws `photos.not_found`, also for one that is not the viewer's and that nothing public shows. */
  async get(viewerId: string | undefined, id: string): Promise<PhotoView> {
    const photo = await this.photos.findVisible(viewerId, id);
    if (!photo) throw photoErrors.notFound();
    return toOwnPhoto(photo);
  }

  /** The member's photos, newest first. */
  async listOwned(ownerId: string, query: PageQuery): Promise<PhotoPage> {
    return this.pages.read({
      name: 'photos:own',
      query,
      read: (count, after: PhotoKey | undefined) => this.photos.listOwned(ownerId, count, after),
      keyOf: ({ id, createdAt }): PhotoKey => [new Date(createdAt).toISOString(), id],
      toItem: (photo) => toPhoto(photo),
    });
  }

  /** In bytes, of the files at the `url` of each of these photos that is there. */
  async byteLengths(ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const lengths = await this.photos.byteLengths(ids);
    return new Map(lengths.map(({ id, byteLength }) => [id, byteLength]));
  }

  /** @throws `photos.not_found`, `photos.not_yours`, `http.precondition_failed` */
  @Transactional()
  async update(
    owner: SignedInUser,
    id: string,
    changes: { alt?: string | null },
    expected: ExpectedVersions,
  ): Promise<PhotoView> {
    const isUpdated = await this.photos.update(owner.id, id, changes, expected);
    if (!isUpdated) throw await this.explainRefusal(owner.id, id);
    return this.get(owner.id, id);
  }

  /**
   * @param isForced also takes it out of everything that uses it.
   * @throws `photos.in_use`, `photos.not_found`, `photos.not_yours`, `http.precondition_failed`
   */
  @Transactional()
  async delete(owner: SignedInUser, id: string, isForced: boolean, expected: ExpectedVersions): Promise<void> {
    if (isForced) await this.uses.release(owner.id, id);
    const isDeleted = await this.photos.delete(owner.id, id, expected);
    if (!isDeleted) throw await this.explainRefusal(owner.id, id);
    await this.storage.collectAfterCommit();
  }

  /**
   * Takes hold of photos that something will refer to: until the running transaction ends they cannot be deleted.
   *
   * @returns the ids of those that are the owner's.
   */
  async hold(ownerId: string, ids: readonly string[]): Promise<string[]> {
    return this.photos.hold(ownerId, ids);
  }

  private async holdImage({ isNew, ...image }: ReadPhoto['image']): Promise<string> {
    if (!isNew) {
      // Its last photo went away after the file was looked at, so that there is nothing left of it.
      if (!(await this.images.hold(image.id))) throw storageErrors.unavailable();
      return image.id;
    }
    const added = image as Extract<ReadPhoto['image'], { isNew: true }>;
    const id = await this.images.insertOrHold(added);
    if (id === added.id) await this.storage.keep([added.thumbKey, added.mediumKey, added.largeKey]);
    return id;
  }

  private async explainRefusal(ownerId: string, id: string): Promise<Error> {
    const photo = await this.photos.findVisible(ownerId, id);
    if (!photo) return photoErrors.notFound();
    return photo.ownerId === ownerId ? preconditionFailed(toOwnPhoto(photo)) : photoErrors.notYours();
  }
}
