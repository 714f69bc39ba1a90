import { buildMessage, IsOptional, ValidateBy } from 'class-validator';
import type { NamedOccurrence } from '../todo-recurrence.service.js';
import { isCalendarDate } from './due.rules.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

const IsOccurrence = () =>
  ValidateBy({
    name: 'isOccurrence',
    validator: {
      validate: (value) => typeof value === 'string' && isOccurrence(value),
      defaultMessage: buildMessage(() => 'must be a date, or a date and time as YYYY-MM-DDTHH:MM'),
    },
  });

export class OccurrenceQuery {
  /**
   * The occurrence of a recurring todo that is meant, by its due date, with the time (`2026-11-24T14:30`) where there are
   * several a day. A repeat for the same one changes nothing. Without it, the one is meant that the request finds.
   * @example "2026-11-24"
   */
  @IsOptional()
  @IsOccurrence()
  occurrence?: string;
}

export function namedOccurrence({ occurrence }: OccurrenceQuery): NamedOccurrence | undefined {
  if (occurrence === undefined) return undefined;
  const [date = '', time] = occurrence.split('T');
  return { date, ...(time !== undefined && { time }) };
}

function isOccurrence(value: string): boolean {
  const [date, time, ...rest] = value.split('T');
  return isCalendarDate(date) && (time === undefined || TIME.test(time)) && rest.length === 0;
}
