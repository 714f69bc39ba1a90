import { IsString, Length, ValidateIf } from 'class-validator';
import { Tidy } from '../../../platform/http/transforms.js';
import { MAX_COMMENT_LENGTH } from './create-comment.dto.js';

export class UpdateCommentDto {
  /**
   * Markdown.
   * @example "I *entirely* agree."
   */
  @ValidateIf((_, value) => value !== undefined)
  @Tidy()
  @IsString()
  @Length(1, MAX_COMMENT_LENGTH)
  body?: string;
}
