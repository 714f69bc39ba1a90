import ICAL from 'ical.js';
import type { TodoRow } from '../todo-columns.js';
import { addTime, type CalendarTime, utc } from './calendar-times.js';
import { ruleFrom } from './calendar-rules.js';

/** Ours are 1 to 4; RFC 5545 §3.8.1.9 has 1 to 9, of which 5 is the middle, and none for what has none. */
const PRIORITIES = new Map([
  [1, 1],
  [2, 5],
  [3, 9],
]);

/** Which no client writes with sense, and which other programs stumble over (RFC 5545 §3.3.11 allows none but the tab). */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** What iCalendar has no word for, in names of our own (§3.8.8.2), for who takes such a file back. */
export const OUR_LIST = 'x-kitchen-list';
export const OUR_ANCHOR = 'x-kitchen-anchor';

/** A VTODO (RFC 5545 §3.6.2), and another one for an occurrence that is due at another time than its rule says. */
export function toTodos(todo: TodoRow, listName?: string): ICAL.Component[] {
  const component = described('vtodo', todo);
  const { completedAt, parentId, recurrenceAnchor } = todo;
  component.addPropertyWithValue('status', completedAt === null ? 'NEEDS-ACTION' : 'COMPLETED');
  if (completedAt !== null) {
    component.addPropertyWithValue('completed', utc(completedAt));
    component.addPropertyWithValue('percent-complete', 100);
  }
  if (parentId !== null) component.addPropertyWithValue('related-to', parentId);
  if (listName !== undefined) addText(component, OUR_LIST, listName);
  if (recurrenceAnchor === 'completion') addText(component, OUR_ANCHOR, recurrenceAnchor);
  return withTimes('vtodo', component, todo, (target, time) => addTime(target, 'due', time));
}

/** What todos and events have in common. The same bytes as long as the todo is the same, so `DTSTAMP` is its last change. */
export function described(kind: 'vtodo' | 'vevent', todo: TodoRow): ICAL.Component {
  const { id, title, notes, labels, version, createdAt, updatedAt } = todo;
  const component = new ICAL.Component(kind);
  const priority = PRIORITIES.get(todo.priority);
  component.addPropertyWithValue('uid', id);
  component.addPropertyWithValue('dtstamp', utc(updatedAt));
  component.addPropertyWithValue('created', utc(createdAt));
  component.addPropertyWithValue('last-modified', utc(updatedAt));
  component.addPropertyWithValue('sequence', version - 1);
  component.addPropertyWithValue('summary', plain(title));
  if (notes) component.addPropertyWithValue('description', plain(notes));
  if (priority !== undefined) component.addPropertyWithValue('priority', priority);
  if (labels.length > 0) {
    const categories = new ICAL.Property('categories', component);
    categories.setValues(labels.map(plain));
    component.addProperty(categories);
  }
  return component;
}

/** Says when it is, and by which rule it comes back: from the present slot on, what was before it is done or skipped. */
export function withTimes(
  kind: 'vtodo' | 'vevent',
  component: ICAL.Component,
  todo: TodoRow,
  addEnd: (target: ICAL.Component, time: CalendarTime) => void,
): ICAL.Component[] {
  const { dueDate, dueTime: time, dueTimezone: timezone, recurrenceSlot, completedAt } = todo;
  if (dueDate === null) return [component];
  const due = { date: dueDate, time, timezone };
  const rule = completedAt === null ? ruleFrom(todo) : undefined;
  if (rule === undefined || recurrenceSlot === null) {
    if (kind === 'vevent') addTime(component, 'dtstart', due);
    addEnd(component, due);
    return [component];
  }
  const slot = { date: recurrenceSlot.slice(0, 10), time: time === null ? null : recurrenceSlot.slice(11), timezone };
  addTime(component, 'dtstart', slot);
  addEnd(component, slot);
  component.addPropertyWithValue('rrule', rule);
  if (slot.date === due.date && slot.time === due.time) return [component];
  const moved = described(kind, todo);
  addTime(moved, 'recurrence-id', slot);
  addTime(moved, 'dtstart', due);
  addEnd(moved, due);
  return [component, moved];
}

/** Properties of our own have no type of value that would be known. */
function addText(component: ICAL.Component, name: string, text: string): void {
  const property = new ICAL.Property(name, component);
  property.resetType('text');
  property.setValue(plain(text));
  component.addProperty(property);
}

function plain(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '');
}
