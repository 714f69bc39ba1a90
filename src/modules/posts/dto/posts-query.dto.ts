import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { SearchText } from '../../../platform/search/search-text.rule.js';
import { NormaliseTag } from './post-fields.js';

const SORTS = ['newest', 'oldest'] as const;
export type PostSort = (typeof SORTS)[number];

export class PostsQuery extends PageQuery {
  /**
   * Only posts with this tag.
   * @example "mathematics"
   */
  @IsOptional()
  @NormaliseTag()
  @IsString()
  @MaxLength(100)
  tag?: string;

  /**
   * Only posts of the member with this username.
   * @example "ada"
   */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  author?: string;

  @IsOptional()
  @SearchText('What to look for. The posts that match best come first, whatever `sort` says.')
  q?: string;

  /** By when they were published. */
  @IsIn(SORTS)
  sort: PostSort = 'newest';
}
