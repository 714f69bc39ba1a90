import { IsOptional, IsString, MaxLength } from 'class-validator';
import { FeedQuery } from './feed-query.dto.js';

export class PostsPageQuery extends FeedQuery {
  /** Where the page before ended. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;
}
