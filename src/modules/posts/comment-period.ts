import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/load-config.js';
import { type Sql, sql } from '../../platform/database/sql.js';
import type { Post } from './post.entity.js';

const DAY = 24 * 60 * 60 * 1000;

/** How long posts take comments. */
@Injectable()
export class CommentPeriod {
  private readonly days: number;

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.days = config.get('COMMENTS_CLOSE_AFTER_DAYS');
  }

  /** Whether comments can be written: the author wants them, and the post is not too old for new ones. */
  isOpen({ areCommentsOpen, publishedAt }: Pick<Post, 'areCommentsOpen' | 'publishedAt'>): boolean {
    if (!areCommentsOpen || this.days === 0 || publishedAt === null) return areCommentsOpen;
    return this.clock.now().getTime() < publishedAt.getTime() + this.days * DAY;
  }

  /** The same, as a condition of statements. */
  get whileOpen(): Sql {
    if (this.days === 0) return sql`are_comments_open`;
    const since = new Date(this.clock.now().getTime() - this.days * DAY);
    return sql`(are_comments_open and published_at > ${since})`;
  }
}
