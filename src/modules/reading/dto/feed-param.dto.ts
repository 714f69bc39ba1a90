import { IsIn, IsUUID, Matches } from 'class-validator';
import { FEED_FORMATS } from '../feeds/feed-formats.js';

export class PostsFeedParam {
  /** @example "posts.atom" */
  @IsIn(FEED_FORMATS.map((format) => `posts.${format}`))
  file!: string;
}

export class CommentsFeedParam {
  @IsUUID()
  id!: string;

  /** @example "comments.atom" */
  @IsIn(FEED_FORMATS.map((format) => `comments.${format}`))
  file!: string;
}

export class SitemapParam {
  /** @example "posts-1.xml" */
  @Matches(/^posts-[1-9]\d{0,4}\.xml$/)
  file!: string;
}
