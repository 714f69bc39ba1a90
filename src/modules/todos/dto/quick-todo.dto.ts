import { IsOptional, IsString, Length, Matches, MaxDate, MinDate } from 'class-validator';
import { IsIanaTimeZone } from '../../../platform/clock/iana-time-zone.rule.js';
import { IsInstant, ToInstant } from '../../../platform/http/instants.js';
import { SOMETHING_TO_SEE } from '../../../platform/http/text.js';

/** A line of English. */
export class QuickTodoDto {
  /**
   * What is in "quotes" or behind a \ is taken as it is.
   * @example "Pay rent every month on the 1st 9am !1 #home @bank"
   */
  @IsString()
  @Length(1, 1000)
  @Matches(SOMETHING_TO_SEE, { message: 'must not be blank' })
  text!: string;

  /**
   * IANA time zone in which days and times are meant; yours when left out.
   * @example "Europe/London"
   */
  @IsOptional()
  @IsIanaTimeZone()
  timezone?: string | null;

  /**
   * The moment from which "tomorrow" is reckoned, in the years 2000 to 2199; now when left out. A client that was offline says when it was written.
   * @example "2026-11-24T10:00:00.000Z"
   */
  @IsOptional()
  @ToInstant()
  @IsInstant()
  @MinDate(new Date('2000-01-01T00:00:00Z'))
  @MaxDate(new Date('2200-01-01T00:00:00Z'))
  now?: Date | null;
}
