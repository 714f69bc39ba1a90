import { IsOptional, IsString, IsUUID, Length, MaxLength, ValidateIf } from 'class-validator';
import { IsIanaTimeZone } from '../../../platform/clock/iana-time-zone.rule.js';
import { Tidy } from '../../../platform/http/transforms.js';

/** Absent keeps, `null` clears where a field can be empty. */
export class UpdateAccountDto {
  /** @example "Ada Lovelace" */
  @ValidateIf((_, value) => value !== undefined)
  @Tidy()
  @IsString()
  @Length(1, 80)
  displayName?: string;

  /** @example "Writes programs for machines that do not exist yet." */
  @IsOptional()
  @Tidy()
  @IsString()
  @MaxLength(1000)
  bio?: string | null;

  /**
   * One of my own photos, which everybody sees then.
   * @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10"
   */
  @IsOptional()
  @IsUUID()
  avatarPhotoId?: string | null;

  /**
   * IANA time zone.
   * @example "Europe/London"
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsIanaTimeZone()
  timezone?: string;
}
