import { hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { PhotoReader, PhotosService } from '../modules/photos/index.js';
import { UsersService } from '../modules/users/index.js';
import { chance } from './chance.js';
import { drawDish, drawLandscape, drawPortrait } from './draw-picture.js';
import type { DemoPost } from './demo-post.js';
import type { Seeding } from './seeding.js';

/** Gives everybody a face. */
export async function addAvatars({ app, cast }: Seeding): Promise<void> {
  for (const [username, { id }] of cast) {
    const avatarPhotoId = await savePhoto(
      app,
      id,
      await drawPortrait(username),
      `A drawn face, which stands for ${username}`,
    );
    await app.get(UsersService).update(id, { avatarPhotoId }, undefined);
  }
}

/** Drawing and encoding takes its time, so that a third of the posts must do without. */
const SHARE = 0.33;

/** Draws what a post is about, if that is to be seen. @returns the ids of its photos. */
export async function addPhotosOf({ app }: Seeding, ownerId: string, { title, tags }: DemoPost): Promise<string[]> {
  if (chance('has a photo', title) > SHARE) return [];
  if (tags.includes('recipes'))
    return [await savePhoto(app, ownerId, await drawDish(title), `A plate of what “${title}” makes`)];
  if (!tags.includes('gardening') && !tags.includes('travel')) return [];
  return [await savePhoto(app, ownerId, await drawLandscape(title), 'Hills under a low sun')];
}

/** By the same way as an upload: it is read, decoded and kept. */
async function savePhoto(app: INestApplication, ownerId: string, bytes: Buffer, alt: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kitchen-demo-'));
  try {
    const path = join(folder, 'photo.jpg');
    await writeFile(path, bytes);
    const file = { path, byteSize: bytes.length, hash: hash('sha256', bytes) };
    const read = await app.get(PhotoReader).read(file, ownerId);
    return (await app.get(PhotosService).create(ownerId, read, alt)).id;
  } finally {
    await rm(folder, { recursive: true });
  }
}
