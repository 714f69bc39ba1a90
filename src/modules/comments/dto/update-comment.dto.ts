import { IsString, Length, ValidateIf } from 'class-validator';
import { Trim } from '../../../platform/http/transforms.js';
import { MAX_COMMENT_LENGTH } from './create-comment.dto.js';

export class UpdateCommentDto {
  /**
   * Markdown.
   * @example "I *entirely* agree."
   */
  @ValidateIf((_, value) => value !== undefined)
  @Trim()
  @IsString()
  @Length(1, MAX_COMMENT_LENGTH)
  body?: string;
}
