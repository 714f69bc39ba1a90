import { IsOptional, IsString, MaxLength } from 'class-validator';
import { TakesAnyQuery } from '../../../platform/http/query.decorators.js';
import { FeedQuery } from './feed-query.dto.js';

@TakesAnyQuery()
export class PostsPageQuery extends FeedQuery {
  /** Where the page before ended. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;
}
