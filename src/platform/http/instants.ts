import { Transform } from 'class-transformer';
import { IsDate } from 'class-validator';
import { isDate } from '../clock/calendar.js';

/** RFC 3339 §5.6, with the zone that it demands and a year of four digits; hours to 23, whatever the day. */
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Turns a moment such as `2026-11-22T14:00:00Z` into a `Date`; anything else is left to {@link IsInstant}, which refuses it. */
export const ToInstant = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (toInstant(value) ?? value) : value));

export const IsInstant = () => IsDate({ message: 'must be a moment with its zone, such as 2026-11-22T14:00:00.000Z' });

function toInstant(text: string): Date | undefined {
  const [, day] = INSTANT.exec(text) ?? [];
  return day !== undefined && isDate(day) ? new Date(text) : undefined;
}
