import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { PhotosService, type PhotoUse, PhotoUses } from '../../photos/index.js';
import { PostPhotosRepository } from './post-photos.repository.js';
import type { PostPhotoRow } from './post-photos.columns.js';

/** Which photos a post is to show; absent keeps. */
export interface PhotoChoice {
  photoIds?: string[];
  coverPhotoId?: string | null;
}

const NOT_YOURS = { code: 'posts.photo_not_yours', detail: 'is not the id of a photo of your own' };

/** Photos in posts. */
@Injectable()
export class PostPhotosService implements PhotoUse {
  readonly isUsed = sql`exists (select from post_photos where post_photos.photo_id = photos.id)`;
  readonly isShown = sql`
    exists (
      select from post_photos join posts on posts.id = post_photos.post_id
      where post_photos.photo_id = photos.id and posts.status = 'published'
    )`;

  constructor(
    private readonly posts: PostPhotosRepository,
    private readonly photos: PhotosService,
    uses: PhotoUses,
  ) {
    uses.add(this);
  }

  /**
   * Gives a post of the author's its photos, in the running transaction. Before the post's own row is changed, so that what that
   * change answers with has them; nothing happens to a post that is not there, which is for the change to say.
   *
   * @returns what it shows now, null if nothing.
   * @throws `http.validation_failed` for a photo that is not the author's own, or was deleted a moment ago.
   */
  async choose(authorId: string, postId: string, choice: PhotoChoice): Promise<PostPhotoRow[] | null> {
    const { photoIds, coverPhotoId } = choice;
    if (photoIds === undefined && coverPhotoId === undefined) return null;
    if (!(await this.posts.holdPost(authorId, postId))) return null;
    await this.holdPhotos(authorId, choice);
    if (photoIds !== undefined) await this.posts.setPhotos(postId, photoIds);
    if (coverPhotoId !== undefined) await this.posts.setCover(postId, coverPhotoId);
    return this.posts.list(postId);
  }

  async release(ownerId: string, photoId: string): Promise<void> {
    await this.posts.takeOut(ownerId, photoId);
  }

  private async holdPhotos(authorId: string, { photoIds = [], coverPhotoId }: PhotoChoice): Promise<void> {
    const cover = coverPhotoId ?? undefined;
    const wanted = new Set([...photoIds, ...(cover === undefined ? [] : [cover])].map((id) => id.toLowerCase()));
    const own = new Set(await this.photos.hold(authorId, [...wanted]));
    const errors = photoIds.flatMap((id, index) =>
      own.has(id.toLowerCase()) ? [] : [{ pointer: `/photoIds/${index}`, ...NOT_YOURS }],
    );
    if (cover !== undefined && !own.has(cover.toLowerCase())) errors.push({ pointer: '/coverPhotoId', ...NOT_YOURS });
    if (errors.length > 0) throw httpErrors.validationFailed({ errors });
  }
}
