import { setImmediate } from 'node:timers/promises';
import { todoErrors } from '../todo.errors.js';
import { type ContentLine, contentLines } from './content-lines.js';
import type { FileReport } from './file-report.js';

/** A component right under a calendar (RFC 5545 §3.6), with its lines, those of what is nested in it between theirs. */
export interface RawComponent {
  name: string;
  /** Its first line, `BEGIN:…`. */
  begin: ContentLine;
  /** Without the first and the last one. */
  lines: ContentLine[];
}

const MAX_DEPTH = 10;
const MAX_LINES = 2000;
const MAX_LENGTH = 300_000;
const LINES_IN_A_ROW = 2000;

/** Which `BEGIN` or `END` a line is, if it is one. */
export function boundaryOf({ text }: ContentLine): { kind: 'BEGIN' | 'END'; name: string } | undefined {
  const found = /^(BEGIN|END):([A-Za-z0-9-]{1,100})\s*$/i.exec(text);
  return found ? { kind: found[1]?.toUpperCase() as 'BEGIN' | 'END', name: found[2]?.toUpperCase() ?? '' } : undefined;
}

/**
 * The components of all calendars in a file, one after the other; the event loop gets its turn between them.
 *
 * @throws `todos.file_not_readable` where something ends that has not begun, or does not end.
 */
export async function* componentsOf(file: string, report: FileReport): AsyncIterable<RawComponent> {
  const open: string[] = [];
  let component: (RawComponent & { length: number }) | undefined;
  let count = 0;
  for (const line of contentLines(file)) {
    if (++count % LINES_IN_A_ROW === 0) await setImmediate();
    const boundary = boundaryOf(line);
    if (boundary?.kind === 'BEGIN') open.push(boundary.name);
    if (open.length === 0) report.add(line.line, line.text, 'it is in no calendar; left out');
    if (open.length > MAX_DEPTH) throw broken(line, `is nested more than ${MAX_DEPTH} levels deep`);
    if (boundary?.kind === 'BEGIN' && open[0] !== 'VCALENDAR') throw broken(line, 'is in no calendar');
    if (boundary?.kind === 'BEGIN' && open.length === 2) {
      component = { name: boundary.name, begin: line, lines: [], length: 0 };
    } else if (boundary?.kind === 'END') {
      if (open.pop() !== boundary.name) throw broken(line, 'ends what has not begun');
      if (component && open.length === 1) {
        if (isSmall(component, report)) yield component;
        component = undefined;
      } else collect(component, line);
    } else collect(component, line);
  }
  if (open.length > 0) throw todoErrors.fileNotReadable({ detail: `It ends in the middle of ${open.at(-1)}.` });
}

function collect(component: (RawComponent & { length: number }) | undefined, line: ContentLine): void {
  if (!component) return;
  component.length += line.text.length;
  if (component.lines.length <= MAX_LINES && component.length <= MAX_LENGTH) component.lines.push(line);
}

function isSmall({ lines, length, begin }: RawComponent & { length: number }, report: FileReport): boolean {
  const isTooLarge = lines.length > MAX_LINES || length > MAX_LENGTH;
  if (isTooLarge) report.add(begin.line, begin.text, 'it is larger than a todo may be; left out');
  return !isTooLarge;
}

function broken({ line, text }: ContentLine, what: string) {
  return todoErrors.fileNotReadable({ detail: `Line ${line}, ${JSON.stringify(text.slice(0, 50))}, ${what}.` });
}
