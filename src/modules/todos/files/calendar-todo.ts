import ICAL from 'ical.js';
import type { ReminderDto } from '../dto/reminder.dto.js';
import { OUR_ANCHOR, OUR_LIST } from '../calendar/calendar-todos.js';
import type { ContentLine } from './content-lines.js';
import { boundaryOf, type RawComponent } from './calendar-components.js';
import { type DatedLine, momentOf, plainValueOf, propertyOf, textOf } from './calendar-values.js';
import type { FileReport } from './file-report.js';

/** What a VTODO (RFC 5545 §3.6.2) says, each with the line that says it. */
export interface CalendarTodo {
  begin: ContentLine;
  texts: Map<string, { line: ContentLine; text: string }>;
  dates: Map<string, DatedLine>;
  notes: string[];
  labels: string[];
  reminders: ReminderDto[];
  rule?: { line: ContentLine; text: string };
}

/** Of each there is one, and the first counts. */
const TEXTS = ['UID', 'SUMMARY', 'PRIORITY', 'STATUS', OUR_LIST.toUpperCase(), OUR_ANCHOR.toUpperCase()];
const DATES = ['DUE', 'DTSTART', 'COMPLETED', 'CREATED', 'RECURRENCE-ID'];
/** What goes into the notes, and what it is called there. */
const NOTES: Record<string, string> = { DESCRIPTION: '', COMMENT: '', LOCATION: 'Location: ', URL: 'Link: ' };
/** What says nothing of a todo of one's own. */
const IGNORED = ['DTSTAMP', 'LAST-MODIFIED', 'SEQUENCE', 'CLASS', 'ORGANIZER', 'PERCENT-COMPLETE', 'REQUEST-STATUS'];
const NO_PLACE = 'it has no place in a todo here; left out';
const MINUTE_SECONDS = 60;
const FOUR_WEEKS_MINUTES = 4 * 7 * 24 * 60;

/** Reads a VTODO line by line, so that one that is wrong does not take the others along. */
export function readCalendarTodo({ begin, lines }: RawComponent, report: FileReport): CalendarTodo {
  const todo: CalendarTodo = { begin, texts: new Map(), dates: new Map(), notes: [], labels: [], reminders: [] };
  const nested: string[] = [];
  for (const line of lines) {
    const boundary = boundaryOf(line);
    if (boundary?.kind === 'BEGIN') nested.push(boundary.name);
    if (boundary?.kind === 'BEGIN' && boundary.name !== 'VALARM') report.add(line.line, line.text, NO_PLACE);
    if (boundary?.kind === 'END') nested.pop();
    if (boundary) continue;
    const reason = nested.length === 0 ? readLine(todo, line) : nested.join() === 'VALARM' ? readAlarm(todo, line) : '';
    if (reason) report.add(line.line, line.text, reason);
  }
  return todo;
}

/** @returns why it was left out, if it was. */
function readLine(todo: CalendarTodo, line: ContentLine): string | undefined {
  const name = /^[A-Za-z0-9-]+(?=[;:])/.exec(line.text)?.[0].toUpperCase();
  if (name === undefined) return 'it is no line of a calendar; left out';
  if (IGNORED.includes(name)) return undefined;
  const isOurs = TEXTS.includes(name) || DATES.includes(name) || Object.hasOwn(NOTES, name);
  const isKnown = isOurs || ['CATEGORIES', 'RELATED-TO', 'RRULE'].includes(name);
  if (!isKnown) return name.startsWith('X-') ? undefined : NO_PLACE;
  if (line.isTooLong) return 'it is too long; left out';
  const isTwice = todo.texts.has(name) || todo.dates.has(name) || (name === 'RRULE' && todo.rule !== undefined);
  if (isTwice) return 'it is there twice; the first one counts';
  try {
    return take(todo, name, line);
  } catch {
    return 'it cannot be read; left out';
  }
}

function take(todo: CalendarTodo, name: string, line: ContentLine): string | undefined {
  if (name === 'RRULE') {
    // The library reads the rule, and drops what it does not know.
    todo.rule = { line, text: plainValueOf(line.text) };
    return undefined;
  }
  const property = propertyOf(line.text);
  if (DATES.includes(name)) todo.dates.set(name, { line: line.line, text: line.text, property });
  else if (name === 'PRIORITY') todo.texts.set(name, { line, text: plainValueOf(line.text) });
  else if (name === 'CATEGORIES') todo.labels.push(...property.getValues().map(String));
  else if (name === 'RELATED-TO') {
    const kind = property.getFirstParameter('reltype') as string | undefined;
    if (kind && kind.toUpperCase() !== 'PARENT') return 'only parents are known here; left out';
    todo.texts.set(name, { line, text: textOf(property) });
  } else if (Object.hasOwn(NOTES, name)) {
    const text = `${NOTES[name] ?? ''}${textOf(property)}`;
    if (name === 'DESCRIPTION') todo.notes.unshift(text);
    else todo.notes.push(text);
  } else todo.texts.set(name, { line, text: textOf(property) });
  return undefined;
}

/** When a VALARM (§3.6.6) goes off; how, is not asked: reminders are mails. */
function readAlarm(todo: CalendarTodo, line: ContentLine): string | undefined {
  if (!/^TRIGGER[;:]/i.test(line.text)) return undefined;
  const refused = 'no mail can come at that time; left out';
  try {
    const trigger = propertyOf(line.text);
    const at = momentOf(line.text);
    if (at) todo.reminders.push({ at });
    const value = trigger.getFirstValue();
    if (at) return undefined;
    if (!(value instanceof ICAL.Duration)) return refused;
    const minutesBefore = Math.round(-value.toSeconds() / MINUTE_SECONDS);
    if (!(minutesBefore >= 0 && minutesBefore <= FOUR_WEEKS_MINUTES)) return refused;
    todo.reminders.push({ minutesBefore: Math.abs(minutesBefore) });
    return undefined;
  } catch {
    return refused;
  }
}
