import { hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { PhotoReader, PhotosService, type ReadPhoto } from '../modules/photos/index.js';
import { drawPicture, type PictureKind } from './draw-picture.js';

/** A picture of the demo: what is drawn, and what its description says. */
export interface DemoPicture {
  kind: PictureKind;
  /** Each has another one, and each name always the same picture. */
  name: string;
  alt: string;
}

/**
 * Pictures that are drawn and laid down before the seeding begins: a bucket takes no part in a transaction, so bytes are added
 * before it and kept by it, as those of an upload are. What was not kept is taken back.
 */
export class Album {
  private constructor(
    private readonly photos: PhotosService,
    private readonly read: ReadonlyMap<string, ReadPhoto>,
  ) {}

  static async draw(app: INestApplication, pictures: readonly DemoPicture[]): Promise<Album> {
    const [reader, folder] = [app.get(PhotoReader), await mkdtemp(join(tmpdir(), 'kitchen-demo-'))];
    const read = new Map<string, ReadPhoto>();
    try {
      for (const { kind, name } of pictures) {
        const bytes = await drawPicture(kind, name);
        const path = join(folder, 'picture.jpg');
        await writeFile(path, bytes);
        read.set(name, await reader.lookAt({ path, byteSize: bytes.length, hash: hash('sha256', bytes) }));
      }
      return new Album(app.get(PhotosService), read);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  /** Makes a picture a photo of this member's, in the running transaction. @returns its id. */
  async add(ownerId: string, { name, alt }: DemoPicture): Promise<string> {
    const photo = this.read.get(name);
    if (!photo) throw new Error(`There is no picture called ${name}.`);
    return (await this.photos.create(ownerId, photo, alt)).id;
  }

  async close(): Promise<void> {
    for (const photo of this.read.values()) await photo.dispose();
  }
}
