import { IsOptional, IsString, Length } from 'class-validator';
import { Transform } from 'class-transformer';
import { tidy } from '../../../platform/http/text.js';

export class FeedQuery {
  /** Only posts of this member. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  author?: string;

  /** Only posts with this tag. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? tidy(value.toLowerCase()) : value))
  @IsString()
  @Length(1, 100)
  tag?: string;
}
