import { addDays, dateIn, instantOf, startOfDay } from '../../platform/clock/calendar.js';
import { httpErrors } from '../../platform/errors/http.errors.js';
import type { Todo } from './todo.entity.js';

/** When something is due, as clients say it. */
export interface Due {
  date: string;
  time?: string | null;
  timezone?: string | null;
}

export type DueColumns = Pick<Todo, 'dueDate' | 'dueTime' | 'dueTimezone' | 'dueAt'>;

export const NEVER_DUE: DueColumns = { dueDate: null, dueTime: null, dueTimezone: null, dueAt: 'infinity' };

/** A time without a time zone is the member's own. */
export function toDueColumns({ date, time, timezone }: Due, membersTimezone: string): DueColumns {
  if (time == null) return { ...NEVER_DUE, dueDate: date, dueAt: startOfDay(date, membersTimezone) };
  const dueTimezone = timezone ?? membersTimezone;
  return { dueDate: date, dueTime: time, dueTimezone, dueAt: instantOf(date, time, dueTimezone) };
}

/**
 * What a merge patch (RFC 7396) makes of a due date: what it leaves out stays. Taking the time away takes its time zone along,
 * which the client may never have given.
 *
 * @throws `http.validation_failed` when the result has no date, or a time zone without a time.
 */
export function mergeDue(current: Omit<DueColumns, 'dueAt'>, patch: Partial<Due>): Due {
  const date = patch.date ?? current.dueDate;
  const time = patch.time === undefined ? current.dueTime : patch.time;
  if (date === null) throw invalidDue('date', 'field.is_defined', 'is needed, there is no due date yet');
  if (time !== null)
    return { date, time, timezone: patch.timezone === undefined ? current.dueTimezone : patch.timezone };
  if (patch.timezone != null) throw invalidDue('timezone', 'field.needs_time', 'goes only together with a time');
  return { date };
}

/** What day it is for a member at a moment. */
export interface Today {
  now: Date;
  date: string;
  timezone: string;
}

export function todayIn(timezone: string, now: Date): Today {
  return { now, timezone, date: dateIn(timezone, now) };
}

/** The days from today on, as dates (both inclusive) and as moments (the last exclusive). */
export function daysFrom({ date, timezone }: Today, count: number) {
  return {
    first: date,
    last: addDays(date, count - 1),
    start: startOfDay(date, timezone),
    end: startOfDay(addDays(date, count), timezone),
  };
}

function invalidDue(field: string, code: string, detail: string) {
  return httpErrors.validationFailed({ errors: [{ pointer: `/due/${field}`, code, detail }] });
}
