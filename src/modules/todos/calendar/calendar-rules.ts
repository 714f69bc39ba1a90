import ICAL from 'ical.js';
import { instantOf } from '../../../platform/clock/calendar.js';
import type { TodoRow } from '../todo-columns.js';
import { utc } from './calendar-times.js';

/**
 * The rule as it goes on from the present slot. A COUNT that began earlier becomes the UNTIL at which it ends, or what is left
 * of it; UNTIL is a day or a moment, as the todo is due on a day or at a time (RFC 5545 §3.3.10).
 */
export function ruleFrom(todo: TodoRow): ICAL.Recur | undefined {
  const { recurrenceRule, recurrenceEnd, recurrenceRecorded, dueTime, dueTimezone } = todo;
  if (recurrenceRule === null) return undefined;
  const parts = recurrenceRule.split(';');
  const count = Number(parts.find((part) => part.startsWith('COUNT='))?.slice('COUNT='.length) ?? 0);
  const rule = ICAL.Recur.fromString(parts.filter((part) => !/^(COUNT|UNTIL)=/.test(part)).join(';'));
  if (recurrenceEnd !== null) {
    const date = recurrenceEnd.slice(0, 10);
    const isTimed = dueTime !== null && dueTimezone !== null;
    rule.until = isTimed ? utc(instantOf(date, recurrenceEnd.slice(11), dueTimezone)) : ICAL.Time.fromDateString(date);
  } else if (count > 0) {
    rule.count = Math.max(1, count - recurrenceRecorded);
  }
  return rule;
}
