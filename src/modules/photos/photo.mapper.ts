import { databaseTime } from '../../platform/clock/database-time.js';
import { versioned } from '../../platform/http/version.js';
import type { PhotoRow } from './photo.columns.js';
import { expiryOf, photoUrl } from './photo-urls.js';
import type { PhotoView, PhotoVariant } from './photo.view.js';
import { sizeOf, type Variant } from './variants.js';

export function toPhoto(row: PhotoRow, now = databaseTime()): PhotoView {
  const { id, alt, width, height, byteSize, placeholder, createdAt } = row;
  const urlSecret = row.urlSecret ?? undefined;
  const variant = (name: Variant): PhotoVariant => ({ url: photoUrl(id, name, urlSecret, now), ...sizeOf(name, row) });
  const variants = { thumb: variant('thumb'), medium: variant('medium'), large: variant('large') };
  return {
    ...{ id, url: variants.large.url, urlExpiresAt: urlSecret === undefined ? null : expiryOf(now) },
    ...{ alt, width, height, byteSize, placeholder, variants },
    createdAt: new Date(createdAt),
  };
}

/** As a resource of its own, which can be edited. */
export function toOwnPhoto({ version, ...row }: PhotoRow & { version: number }): PhotoView {
  return versioned(version, toPhoto(row));
}
