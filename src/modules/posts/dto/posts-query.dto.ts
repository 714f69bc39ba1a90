import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsInstant, ToInstant } from '../../../platform/http/instants.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { SearchText } from '../../../platform/search/search-text.rule.js';
import { DateAsMoment } from './date-bound.js';
import { NormaliseTag } from './post-fields.js';

const SORTS = ['newest', 'oldest', 'top'] as const;
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

  /**
   * Only posts that were published at this moment or later; a date is its beginning (UTC).
   * @example "2026-11-01T00:00:00.000Z"
   */
  @IsOptional()
  @DateAsMoment('first')
  @ToInstant()
  @IsInstant()
  from?: Date;

  /**
   * Only posts that were published at this moment or earlier; a date is its end (UTC).
   * @example "2026-11-30T23:59:59.999Z"
   */
  @IsOptional()
  @DateAsMoment('last')
  @ToInstant()
  @IsInstant()
  to?: Date;

  /**
   * By when they were published; `top`: by how many members like them, of as many the latest first. With `from` it is the top of
   * a month, or of a day. A post whose likes change while one pages through may be passed.
   */
  @IsIn(SORTS)
  sort: PostSort = 'newest';
}
