import { IsString, Length, Matches } from 'class-validator';
import { MAX_BODY_LENGTH } from './post-fields.js';

export class PreviewDto {
  /**
   * Markdown.
   * @example "The engine *weaves algebraical patterns*."
   */
  @IsString()
  @Length(1, MAX_BODY_LENGTH)
  @Matches(/\S/, { message: 'body must not be blank' })
  body!: string;
}
