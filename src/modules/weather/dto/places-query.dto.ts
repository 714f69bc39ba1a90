import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Trim } from '../../../platform/http/transforms.js';

export class PlacesQuery {
  /**
   * A name, or its beginning, in any language and script; a state or country may follow after a comma.
   * @example "Paris, FR"
   */
  @Trim()
  @IsString()
  @Length(1, 100)
  q!: string;

  /** How many places at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 10;
}
