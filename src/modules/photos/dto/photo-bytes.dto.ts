import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, IsUUID, Length, Max, Min, ValidateIf } from 'class-validator';
import { VARIANT_NAMES, type Variant } from '../variants.js';

export class PhotoBytesParam {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  @IsUUID()
  id!: string;

  /** At most 320, 960 or 1920 pixels wide. */
  @IsIn(VARIANT_NAMES)
  variant!: Variant;
}

/** What signed addresses carry. One without the other is of no use. */
export class PhotoBytesQuery {
  /**
   * Until when the address works, in seconds since 1970.
   * @example 1764000000
   */
  @ValidateIf(({ expires, signature }: PhotoBytesQuery) => expires !== undefined || signature !== undefined)
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000_000_000)
  expires?: number;

  /** @example "kO5GZ3k7L2m0cE1v9QnX8sT4uY6wA1bD3fH5jK7mN9p" */
  @ValidateIf(({ expires, signature }: PhotoBytesQuery) => expires !== undefined || signature !== undefined)
  @IsString()
  @Length(1, 100)
  signature?: string;
}
