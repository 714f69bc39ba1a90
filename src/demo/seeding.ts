import type { INestApplication } from '@nestjs/common';
import type { SignedInUser } from '../platform/security/signed-in-user.js';
import type { Album } from './album.js';

/** What every step of a seeding works with. */
export interface Seeding {
  app: INestApplication;
  album: Album;
  /** The one moment that everything is told from. */
  now: Date;
  /** Those of the demo's members who have joined, by username, as the rooms know them when they do something. */
  cast: ReadonlyMap<string, SignedInUser>;
}
