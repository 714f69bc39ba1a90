import { Transform } from 'class-transformer';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Makes a moment of a date, its first or its last millisecond (UTC). Anything else is left to `ToInstant`. */
export const DateAsMoment = (edge: 'first' | 'last') =>
  Transform(({ value }: { value: unknown }) => {
    if (typeof value !== 'string' || !DATE.test(value)) return value;
    return edge === 'first' ? `${value}T00:00:00.000Z` : `${value}T23:59:59.999Z`;
  });
