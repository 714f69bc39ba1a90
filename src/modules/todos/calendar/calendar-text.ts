import ICAL from 'ical.js';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { CalendarKind } from '../dto/todo-calendar.dto.js';
import type { TodoRow } from '../todo-columns.js';
import { toEvents } from './calendar-events.js';
import { toTodos } from './calendar-todos.js';

const LINE_BREAK = '\r\n';
const END = 'END:VCALENDAR';

/**
 * A calendar (RFC 5545 §3.4), read page by page; the time zones that it needs come last.
 *
 * @param listNames by their ids, of all lists but the inbox, whose todos say nothing of it.
 */
export async function* calendarText(
  pages: AsyncIterable<readonly TodoRow[]> | Iterable<readonly TodoRow[]>,
  kind: CalendarKind,
  listNames: ReadonlyMap<string, string>,
): AsyncIterable<string> {
  const toComponents = kind === 'events' ? toEvents : (todo: TodoRow) => toTodos(todo, listNames.get(todo.listId));
  const timezones = new Set<string>();
  yield openCalendar();
  for await (const todos of pages) {
    for (const component of todos.flatMap(toComponents)) {
      for (const zone of zonesOf(component)) timezones.add(zone);
      yield component.toString() + LINE_BREAK;
    }
  }
  for (const timezone of [...timezones].sort()) yield blockOf(timezone) + LINE_BREAK;
  yield END + LINE_BREAK;
}

function openCalendar(): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Kitchen//Todos//EN');
  calendar.addPropertyWithValue('x-wr-calname', 'Todos');
  return calendar.toString().slice(0, -END.length);
}

function zonesOf(component: ICAL.Component): string[] {
  return component
    .getAllProperties()
    .map((property) => property.getParameter('tzid'))
    .filter((zone) => typeof zone === 'string');
}

/** Its rules, under the name that the todos use: the library knows some of them by another one. */
function blockOf(timezone: string): string {
  const [block = ''] = tzlib_get_ical_block(timezone);
  return block.replace(/^TZID:.*$/m, `TZID:${timezone}`);
}
