import type { Answer } from './api.js';
import type { Member } from './app.js';

/** A calendar with these lines in it. */
export const calendarOf = (...lines: (string | string[])[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//tests', lines, 'END:VCALENDAR', ''].flat(2).join('\r\n');

export const vtodo = (...lines: (string | string[])[]) => ['BEGIN:VTODO', lines, 'END:VTODO'].flat(2);

export const todoistOf = (...rows: string[]) =>
  [
    'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT',
    ...rows,
  ].join('\r\n');

/** Sends a file as the body itself. */
export function sendFile(
  owner: Pick<Member, 'api'>,
  file: string,
  { query = '', headers = {}, type }: { query?: string; headers?: Record<string, string>; type?: string } = {},
): Promise<Answer> {
  const seen = file.includes('BEGIN:') ? 'text/calendar' : 'text/csv';
  return owner.api.send('POST', `/todos/imports${query}`, file, { 'content-type': type ?? seen, ...headers });
}
