import { type PhotoView, toPhoto } from '../../photos/index.js';
import type { PostPhotoRow } from './post-photos.columns.js';

/** The photos of a post, and its cover: the author's own choice, or the first of them. */
export function toPhotos(rows: readonly PostPhotoRow[] | null): { photos: PhotoView[]; coverPhoto: PhotoView | null } {
  const shown = rows ?? [];
  const cover = shown.find(({ isCover }) => isCover) ?? shown[0];
  return {
    photos: shown.filter(({ position }) => position !== null).map((row) => toPhoto(row)),
    coverPhoto: cover ? toPhoto(cover) : null,
  };
}
