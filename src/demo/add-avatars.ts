import { UsersService } from '../modules/users/index.js';
import type { DemoPicture } from './album.js';
import type { Seeding } from './seeding.js';

export function portraitOf(username: string): DemoPicture {
  return { kind: 'portrait', name: username, alt: `A drawn face, which stands for ${username}` };
}

/** Gives everybody a face. */
export async function addAvatars({ app, album, cast }: Seeding): Promise<void> {
  for (const [username, { id }] of cast) {
    const avatarPhotoId = await album.add(id, portraitOf(username));
    await app.get(UsersService).update(id, { avatarPhotoId }, undefined);
  }
}
