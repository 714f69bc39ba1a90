import { Injectable } from '@nestjs/common';
import { join, type Sql, sql } from '../../platform/database/sql.js';

/** A room that shows photos. The conditions are on a row of `photos`, and name tables of that room only beside it. */
export interface PhotoUse {
  /** Whether something of the room refers to the photo. */
  readonly isUsed: Sql;
  /** Whether something of the room that everybody may see shows it. */
  readonly isShown: Sql;
  /** Takes a member's photo out of everything, in the running transaction. */
  release(ownerId: string, photoId: string): Promise<void>;
}

/** The documented read of another room's table: whose face it is, everybody sees. */
const IS_AVATAR = sql`exists (select from users where users.id = photos.owner_id and users.avatar_photo_id = photos.id)`;

/**
 * Where rooms that stand above this one say how they use photos, before the application starts. So a photo is as public as what
 * shows it, decided in the statement that reads it, and nothing has to be kept in step.
 */
@Injectable()
export class PhotoUses {
  private readonly uses: PhotoUse[] = [];

  add(use: PhotoUse): void {
    this.uses.push(use);
  }

  get isUsed(): Sql {
    return anyOf(this.uses.map(({ isUsed }) => isUsed));
  }

  get isPublic(): Sql {
    return anyOf(this.uses.map(({ isShown }) => isShown));
  }

  async release(ownerId: string, photoId: string): Promise<void> {
    for (const use of this.uses) await use.release(ownerId, photoId);
  }
}

function anyOf(conditions: readonly Sql[]): Sql {
  return sql`(${join([IS_AVATAR, ...conditions], ' or ')})`;
}
