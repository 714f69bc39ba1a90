import { Type } from 'class-transformer';
import { IsInt, IsUUID, Max, Min } from 'class-validator';

export class RevisionParam {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  @IsUUID()
  id!: string;

  /** @example 3 */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  number!: number;
}
