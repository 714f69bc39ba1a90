import ICAL from 'ical.js';
import type { TodoRow } from '../todo-columns.js';
import { described, withTimes } from './calendar-todos.js';

const HALF_AN_HOUR = 'PT30M';

/** A VEVENT (RFC 5545 §3.6.1) for what is open and has a due date: of a whole day, or of half an hour. It keeps nobody from being free. */
export function toEvents(todo: TodoRow): ICAL.Component[] {
  if (todo.dueDate === null || todo.completedAt !== null) return [];
  return withTimes('vevent', described('vevent', todo), todo, (event, { time }) => {
    event.addPropertyWithValue('transp', 'TRANSPARENT');
    if (time !== null) event.addPropertyWithValue('duration', ICAL.Duration.fromString(HALF_AN_HOUR));
  });
}
