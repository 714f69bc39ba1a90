import { IsString, MaxLength } from 'class-validator';

export class SlugParam {
  /** A current or an earlier one; the id will do, too. */
  @IsString()
  @MaxLength(200)
  slug!: string;
}
