/**
 * Where the avatar's bytes are: a route of the photos room, which stands above this one and is not imported. Whose avatar a photo
 * is is seen there, by everybody.
 */
export function avatarUrlOf(avatarPhotoId: string | null): string | null {
  return avatarPhotoId === null ? null : `/api/v1/photos/${avatarPhotoId}/thumb.webp`;
}
