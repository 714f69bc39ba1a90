import { IsOptional, Matches, ValidateIf } from 'class-validator';
import { IsIanaTimeZone } from '../../../platform/clock/iana-time-zone.rule.js';
import { IsCalendarDate, NeedsTime } from './due.rules.js';

/** A day, or a moment on it. */
export class DueDto {
  /**
   * Any day from the year 1000 to 9999.
   * @example "2026-11-24"
   */
  @IsCalendarDate()
  date!: string;

  /**
   * Hours and minutes; without it the whole day is meant.
   * @example "14:30"
   */
  @IsOptional()
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'must be a time from 00:00 to 23:59' })
  time?: string | null;

  /**
   * IANA time zone that the time is meant in; yours when left out.
   * @example "Europe/London"
   */
  @IsOptional()
  @IsIanaTimeZone()
  @NeedsTime()
  timezone?: string | null;
}

/** What is left out stays as it is; `null` takes it away. */
export class DuePatchDto {
  /** @example "2026-11-25" */
  @ValidateIf((_, value) => value !== undefined)
  @IsCalendarDate()
  date?: string;

  /**
   * `null` makes it the whole day.
   * @example "14:30"
   */
  @IsOptional()
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'must be a time from 00:00 to 23:59' })
  time?: string | null;

  /**
   * IANA time zone that the time is meant in; `null` makes it yours.
   * @example "Europe/London"
   */
  @IsOptional()
  @IsIanaTimeZone()
  timezone?: string | null;
}
