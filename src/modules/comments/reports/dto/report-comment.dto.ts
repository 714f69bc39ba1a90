import { IsString, Length } from 'class-validator';
import { Trim } from '../../../../platform/http/transforms.js';

export class ReportCommentDto {
  /**
   * What is wrong with it, for the moderators to read.
   * @example "Advertises something under every post."
   */
  @Trim()
  @IsString()
  @Length(1, 1000)
  reason!: string;
}
