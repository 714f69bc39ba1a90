import { buildMessage, ValidateBy } from 'class-validator';
import { isDate } from '../../../platform/clock/calendar.js';

/** `YYYY-MM-DD` of a day that exists, in the years 1000 to 9999. */
export const IsCalendarDate = () =>
  ValidateBy({
    name: 'isCalendarDate',
    validator: {
      validate: isCalendarDate,
      defaultMessage: buildMessage(() => 'must be a date that exists, as YYYY-MM-DD'),
    },
  });

export const NeedsTime = () =>
  ValidateBy({
    name: 'needsTime',
    validator: {
      validate: (_, args) => (args?.object as { time?: unknown }).time != null,
      defaultMessage: buildMessage(() => 'goes only together with a time'),
    },
  });

export function isCalendarDate(value: unknown): boolean {
  return typeof value === 'string' && isDate(value) && !value.startsWith('0');
}
