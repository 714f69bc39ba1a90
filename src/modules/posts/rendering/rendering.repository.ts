import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, sql } from '../../../platform/database/sql.js';
import { RENDERER_VERSION } from '../../../platform/markdown/renderer-version.js';
import type { Post } from '../post.entity.js';
import type { PostText } from '../post-texts.js';

export type OutdatedPost = Pick<Post, 'id' | 'body' | 'version'>;

@Injectable()
export class RenderingRepository {
  constructor(private readonly database: Database) {}

  /** Posts that another version of the renderer rendered, those in the trash too, by id. */
  async listOutdated(count: number, afterId: string | undefined): Promise<OutdatedPost[]> {
    return this.database.many<OutdatedPost>(sql`
      select id, body, version from posts
      where renderer_version <> ${RENDERER_VERSION} ${afterId === undefined ? empty : sql`and id > ${afterId}`}
      order by id ${limit(count)}`);
  }

  /** It is no edit. A post that was edited meanwhile was rendered with that, and is left alone. */
  async update({ id, version }: OutdatedPost, { html, opening, readingMinutes }: PostText): Promise<void> {
    await this.database.execute(sql`
      update posts
      set html = ${html}, opening = ${opening}, reading_minutes = ${readingMinutes}, renderer_version = ${RENDERER_VERSION}
      where id = ${id} and version = ${version}`);
  }
}
