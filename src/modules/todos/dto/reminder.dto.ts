import { IsInt, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import { ToInstant } from '../../../platform/http/instants.js';

const FOUR_WEEKS_MINUTES = 4 * 7 * 24 * 60;
const [EARLIEST, LATEST] = [Date.UTC(1970, 0), Date.UTC(9999, 0)];

/** At a moment, or so long before it is due: one of the two. */
export class ReminderDto {
  /**
   * A moment.
   * @example "2026-11-24T08:30:00.000Z"
   */
  @ToInstant()
  @IsMomentUnlessRelative()
  at?: Date;

  /**
   * Minutes before it is due, up to four weeks; before 09:00 where you are when the whole day is meant. It waits while there is
   * no due date.
   * @example 30
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsInt()
  @Min(0)
  @Max(FOUR_WEEKS_MINUTES)
  minutesBefore?: number;
}

function IsMomentUnlessRelative() {
  return ValidateBy({
    name: 'isMomentUnlessRelative',
    validator: {
      validate: (value, args) => {
        const isRelative = (args?.object as ReminderDto).minutesBefore !== undefined;
        if (value === undefined) return isRelative;
        return !isRelative && value instanceof Date && value.getTime() >= EARLIEST && value.getTime() < LATEST;
      },
      defaultMessage: () =>
        'must be a moment with its zone, such as 2026-11-22T14:00:00.000Z, and goes not together with minutesBefore',
    },
  });
}
