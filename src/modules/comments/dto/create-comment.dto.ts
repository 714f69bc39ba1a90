import { IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { Tidy } from '../../../platform/http/transforms.js';

/** In characters, after white space was taken off both ends. */
export const MAX_COMMENT_LENGTH = 10_000;

export class CreateCommentDto {
  /**
   * Markdown.
   * @example "I *quite* agree."
   */
  @Tidy()
  @IsString()
  @Length(1, MAX_COMMENT_LENGTH)
  body!: string;

  /** The comment to reply to, under the same post. Without one, the comment stands at the top level. */
  @IsOptional()
  @IsUUID()
  parentId?: string | null;
}
