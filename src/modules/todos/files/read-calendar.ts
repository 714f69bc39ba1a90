import { setImmediate } from 'node:timers/promises';
import { OUR_ANCHOR, OUR_LIST } from '../calendar/calendar-todos.js';
import { todoErrors } from '../todo.errors.js';
import type { Due } from '../todo-due.js';
import { componentsOf } from './calendar-components.js';
import { type CalendarTodo, readCalendarTodo } from './calendar-todo.js';
import { dueOf, momentOf } from './calendar-values.js';
import type { FileReport } from './file-report.js';
import { type Importer, MAX_TODOS, type TodoDraft } from './todo-draft.js';

const TODOS_IN_A_ROW = 50;
/** What says nothing of todos, and is in every file. */
const SILENT = ['VTIMEZONE'];
const LOWEST_PRIORITY = 4;
const NO_TIME = 'it is no day and no time; left out';

/**
 * The todos of an iCalendar file (RFC 5545), in its order.
 *
 * @throws `todos.file_not_readable`, `todos.file_too_large`
 */
export async function readCalendar(file: string, importer: Importer, report: FileReport): Promise<TodoDraft[]> {
  const drafts: TodoDraft[] = [];
  const putOff: CalendarTodo[] = [];
  let count = 0;
  for await (const component of componentsOf(file, report)) {
    if (++count % TODOS_IN_A_ROW === 0) await setImmediate();
    const { line, text } = component.begin;
    if (SILENT.includes(component.name)) continue;
    if (component.name !== 'VTODO') {
      report.add(line, text, 'only VTODO is a todo; left out');
      continue;
    }
    if (drafts.length + putOff.length >= MAX_TODOS) throw todoErrors.fileTooLarge();
    const todo = readCalendarTodo(component, report);
    if (todo.dates.has('RECURRENCE-ID')) putOff.push(todo);
    else drafts.push(toDraft(todo, importer, report));
  }
  const byKey = new Map(drafts.map((draft) => [draft.key, draft]));
  for (const todo of putOff) putOffOne(todo, byKey.get(textIn(todo, 'UID')), importer, report);
  return drafts;
}

function toDraft(todo: CalendarTodo, importer: Importer, report: FileReport): TodoDraft {
  const { begin, labels, reminders, rule } = todo;
  const due = readDue(todo, importer, rule !== undefined, report);
  const anchor = textIn(todo, OUR_ANCHOR.toUpperCase()) === 'completion' ? 'completion' : 'due';
  const [key, parentKey, listName] = [
    textIn(todo, 'UID'),
    textIn(todo, 'RELATED-TO'),
    textIn(todo, OUR_LIST.toUpperCase()),
  ];
  const notes = todo.notes.filter((note) => note !== '').join('\n\n');
  const completedAt = completionOf(todo, importer, report);
  const createdAt = momentOf(todo.dates.get('CREATED')?.text ?? '');
  const recurs = rule !== undefined && completedAt === undefined;
  return {
    ...{ line: begin.line, text: textIn(todo, 'SUMMARY') ?? begin.text },
    ...(key !== undefined && { key }),
    ...(parentKey !== undefined && { parentKey }),
    ...(listName !== undefined && { listName }),
    ...(completedAt && { completedAt }),
    ...(createdAt && { createdAt }),
    content: {
      ...{ title: textIn(todo, 'SUMMARY') ?? '', priority: priorityOf(todo, report), labels, reminders },
      ...(notes !== '' && { notes }),
      ...(due && { due }),
      ...(recurs && { recurrence: { rule: rule.text, anchor } }),
    },
  };
}

function readDue(todo: CalendarTodo, importer: Importer, comesBack: boolean, report: FileReport): Due | undefined {
  const said = todo.dates.get('DUE') ?? todo.dates.get('DTSTART');
  if (!said) return undefined;
  const read = dueOf(said, importer, comesBack);
  if (!read) report.add(said.line, said.text, NO_TIME);
  if (read?.isZoneUnknown) report.add(said.line, said.text, 'its time zone is not known; yours was taken');
  return read?.due;
}

/** Ours are 1 to 4, RFC 5545 §3.8.1.9 has 1 to 9, and 0 for none. */
function priorityOf(todo: CalendarTodo, report: FileReport): number {
  const said = todo.texts.get('PRIORITY');
  const number = Number(said?.text ?? 0);
  if (said && !/^[0-9]$/.test(said.text)) {
    report.add(said.line.line, said.line.text, 'it is none from 0 to 9; the lowest one was taken');
    return LOWEST_PRIORITY;
  }
  return number === 0 ? LOWEST_PRIORITY : number < 5 ? 1 : number === 5 ? 2 : 3;
}

/** When it was done, if it is; now, where the file does not say, or says something that is yet to come. */
function completionOf(todo: CalendarTodo, { now }: Importer, report: FileReport): Date | undefined {
  const [status, at] = [todo.texts.get('STATUS'), todo.dates.get('COMPLETED')];
  const word = status?.text.toUpperCase();
  if (status && word === 'CANCELLED')
    report.add(status.line.line, status.line.text, 'what was called off counts as done');
  const isDone = word === 'COMPLETED' || word === 'CANCELLED' || (word === undefined && at !== undefined);
  if (!isDone) return undefined;
  const moment = at && momentOf(at.text);
  if (at && !moment) report.add(at.line, at.text, 'it is no moment in UTC; now was taken');
  return moment && moment < now ? moment : now;
}

/** An occurrence that is due at another time than its rule says: the present one may be, others are not known here. */
function putOffOne(todo: CalendarTodo, series: TodoDraft | undefined, importer: Importer, report: FileReport): void {
  const { begin, dates } = todo;
  const slot = dates.get('RECURRENCE-ID');
  const read = slot && dueOf(slot, importer, true);
  const due = readDue(todo, importer, true, report);
  const present = series?.content.recurrence ? series.content.due : undefined;
  const isPresent = present !== undefined && read?.due.date === present.date && read.due.time === present.time;
  if (series && due && isPresent) series.putOffTo = due;
  else report.add(begin.line, slot?.text ?? begin.text, 'only the present occurrence can be put off; left out');
}

function textIn(todo: CalendarTodo, name: string): string | undefined {
  return todo.texts.get(name)?.text;
}
