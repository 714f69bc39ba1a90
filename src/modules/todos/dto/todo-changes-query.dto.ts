import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class TodoChangesQuery {
  /**
   * `token` of the previous answer; everything when left out.
   * @example "p3nKx0ZQm1_8Wc4TqvLr2iI0MiI"
   */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  since?: string;

  /**
   * How many changes at most.
   * @example 100
   */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;
}
