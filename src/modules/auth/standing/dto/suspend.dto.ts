import { IsOptional, IsString, Length } from 'class-validator';
import { IsInstant, ToInstant } from '../../../../platform/http/instants.js';
import { Tidy } from '../../../../platform/http/transforms.js';

export class SuspendDto {
  /**
   * Why; the member reads it.
   * @example "Advertising in comments, after two warnings."
   */
  @Tidy()
  @IsString()
  @Length(1, 500)
  reason!: string;

  /**
   * Until when, in the future; without end when left out.
   * @example "2027-01-31T12:00:00.000Z"
   */
  @IsOptional()
  @ToInstant()
  @IsInstant()
  until?: Date | null;
}
