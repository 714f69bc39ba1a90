import { IsString, MaxLength } from 'class-validator';

export class PostParam {
  /**
   * The id or the slug, a current or an earlier one.
   * @example "notes-on-the-analytical-engine"
   */
  @IsString()
  @MaxLength(200)
  idOrSlug!: string;
}
