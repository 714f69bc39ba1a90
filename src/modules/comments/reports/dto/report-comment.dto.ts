import { IsString, Length } from 'class-validator';
import { Tidy } from '../../../../platform/http/transforms.js';

export class ReportCommentDto {
  /**
   * What is wrong with it, for the moderators to read.
   * @example "Advertises something under every post."
   */
  @Tidy()
  @IsString()
  @Length(1, 1000)
  reason!: string;
}
