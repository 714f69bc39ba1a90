import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import { Storage } from '../../platform/storage/storage.js';
import { PhotoSweepRepository } from './photo-sweep.repository.js';

/** Deletes photos that nothing has used for 7 days: uploads that were thought better of. */
@Injectable()
export class PhotoSweep {
  constructor(
    private readonly photos: PhotoSweepRepository,
    private readonly storage: Storage,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add('photos that nothing uses', () => this.sweep());
  }

  /** @returns how many photos were deleted; at most 100 at once. */
  async sweep(): Promise<number> {
    await this.photos.noteUse();
    return this.deleteSome();
  }

  @Transactional()
  protected async deleteSome(): Promise<number> {
    const count = await this.photos.delete(await this.photos.holdUnused(100));
    if (count > 0) await this.storage.collectAfterCommit();
    return count;
  }
}
