import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { NormaliseTag } from './post-fields.js';

export class TagsQuery extends PageQuery {
  /**
   * Only tags that begin with this.
   * @example "math"
   */
  @IsOptional()
  @NormaliseTag()
  @IsString()
  @MaxLength(100)
  q?: string;
}
