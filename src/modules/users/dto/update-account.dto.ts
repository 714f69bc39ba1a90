import { IsOptional, IsString, Length, MaxLength, ValidateIf } from 'class-validator';
import { IsIanaTimeZone } from '../../../platform/clock/iana-time-zone.rule.js';
import { Trim } from '../../../platform/http/transforms.js';

/** Absent keeps, `null` clears where a field can be empty. */
export class UpdateAccountDto {
  /** @example "Ada Lovelace" */
  @ValidateIf((_, value) => value !== undefined)
  @Trim()
  @IsString()
  @Length(1, 80)
  displayName?: string;

  /** @example "Writes programs for machines that do not exist yet." */
  @IsOptional()
  @Trim()
  @IsString()
  @MaxLength(1000)
  bio?: string | null;

  /**
   * IANA time zone.
   * @example "Europe/London"
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsIanaTimeZone()
  timezone?: string;
}
