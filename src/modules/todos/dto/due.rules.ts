import { buildMessage, ValidateBy } from 'class-validator';

const DATE = /^[1-9]\d{3}-\d{2}-\d{2}$/;

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
  if (typeof value !== 'string' || !DATE.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  // 30 February is read as 2 March.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}
