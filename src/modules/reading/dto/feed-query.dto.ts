import { IsOptional, IsString, Length } from 'class-validator';
import { Transform } from 'class-transformer';

export class FeedQuery {
  /** Only posts of this member. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  author?: string;

  /** Only posts with this tag. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.trim().toLowerCase().normalize('NFC') : value,
  )
  @IsString()
  @Length(1, 100)
  tag?: string;
}
