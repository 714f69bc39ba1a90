import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { limit, sql } from '../../platform/database/sql.js';
import { PhotoUses } from './photo-uses.js';

const PATIENCE = sql`interval '7 days'`;

/** What the sweep asks; whoever takes a photo into use says so itself: `PhotosRepository.hold`. */
@Injectable()
export class PhotoSweepRepository {
  constructor(
    private readonly database: Database,
    private readonly uses: PhotoUses,
  ) {}

  /** Begins the time of photos that have fallen out of use, and ends it for those in use. */
  async noteUse(): Promise<void> {
    await this.database.execute(sql`
      update photos set unused_since = now() where unused_since is null and not ${this.uses.isUsed}`);
    await this.database.execute(sql`
      update photos set unused_since = null
      where unused_since < now() - ${PATIENCE} and ${this.uses.isUsed}`);
  }

  /** Locks some that may go; those that somebody is just taking into use are passed over. */
  async holdUnused(count: number): Promise<string[]> {
    const held = await this.database.many<{ id: string }>(sql`
      select id from photos where unused_since < now() - ${PATIENCE} and not ${this.uses.isUsed}
      order by id ${limit(count)} for update skip locked`);
    return held.map(({ id }) => id);
  }

  /** Deletes those of the locked ones that are still unused, which only now is certain. */
  async delete(ids: readonly string[]): Promise<number> {
    return this.database.execute(
      sql`delete from photos where id = any(${ids}::uuid[]) and unused_since is not null and not ${this.uses.isUsed}`,
    );
  }
}
