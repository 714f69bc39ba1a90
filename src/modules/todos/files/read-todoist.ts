import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { todoErrors } from '../todo.errors.js';
import type { FileReport } from './file-report.js';
import { type Importer, MAX_TODOS, type TodoDraft } from './todo-draft.js';
import { type SpokenDates, spokenDates } from './todoist-dates.js';

const COLUMNS = [
  ...['TYPE', 'CONTENT', 'DESCRIPTION', 'PRIORITY', 'INDENT', 'RESPONSIBLE'],
  ...['DATE', 'TIMEZONE', 'DURATION', 'DEADLINE'],
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

const CHUNK_LENGTH = 64 * 1024;
const MAX_RECORD_LENGTH = 300_000;
/** Rows with which others behind them are lost. */
const SWALLOWING = ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'];
const ROWS_IN_A_ROW = 50;
const LABEL = /(?<=^|\s)@([\p{L}\p{N}][\p{L}\p{N}_-]{0,49})(?=$|\s)/gu;
/** Of a task that only heads others. */
const HEADING = /^\* /;
const LONGEST_LABEL = 50;

/** Where we are in a file. */
interface Place {
  section?: string;
  /** The tasks above what comes next, the outermost first. */
  above: TodoDraft[];
}

/**
 * The tasks of a project that Todoist exported. Sections become labels, comments go into the notes of their task, and dates are
 * understood as in `POST /todos/quick`.
 *
 * @throws `todos.file_not_readable`, `todos.file_too_large`
 */
export async function readTodoist(file: string, importer: Importer, report: FileReport): Promise<TodoDraft[]> {
  const drafts: TodoDraft[] = [];
  const place: Place = { above: [] };
  const dates = spokenDates(importer);
  let count = 0;
  for await (const { row, line } of rowsOf(file, report)) {
    if (++count % ROWS_IN_A_ROW === 0) await setImmediate();
    const { TYPE: type = '', CONTENT: content = '' } = row;
    if (type === 'task') {
      if (drafts.length >= MAX_TODOS) throw todoErrors.fileTooLarge();
      const draft = toDraft(row, line, dates, report);
      put(draft, row.INDENT, line, place, report);
      drafts.push(draft);
    } else if (type === 'section') Object.assign(place, { section: content.slice(0, LONGEST_LABEL), above: [] });
    else if (type === 'note') addNote(drafts.at(-1), content, line, report);
    else if (type !== 'meta' && Object.values(row).some((cell) => cell !== '')) {
      report.add(line, `${type},${content}`, 'TYPE is none of task, section and note; left out');
    }
  }
  return drafts;
}

async function* rowsOf(file: string, report: FileReport): AsyncIterable<{ row: Row; line: number }> {
  const chunks = Readable.from(chunksOf(file));
  const [header = ''] = file.split('\n', 1);
  let lines: string[] | undefined;
  const parser = parse({
    ...{ delimiter: header.split(';').length > header.split(',').length ? ';' : ',', info: true },
    ...{ relax_column_count: true, skip_empty_lines: true, max_record_size: MAX_RECORD_LENGTH },
    skip_records_with_error: true,
    on_skip: (error) => {
      const line = Number(error?.['lines'] ?? 0);
      if (error && SWALLOWING.includes(error.code)) throw error;
      report.add(line, (lines ??= file.split('\n'))[line - 1] ?? '', 'it is no row of a CSV file; left out');
      return undefined;
    },
  });
  let names: (string | undefined)[] | undefined;
  let end = 0;
  try {
    for await (const { record, info } of chunks.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      const line = end + 1;
      end = info.lines;
      if (names) yield { row: toRow(names, record), line };
      else names = record.map((name) => COLUMNS.find((known) => known === name.trim().toUpperCase()));
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw todoErrors.fileNotReadable({ cause: error, detail: `It is no CSV file from line ${end + 1} on.` });
  }
}

function* chunksOf(file: string): Iterable<string> {
  for (let start = 0; start < file.length; start += CHUNK_LENGTH) yield file.slice(start, start + CHUNK_LENGTH);
}

function toRow(names: readonly (string | undefined)[], record: readonly string[]): Row {
  return Object.fromEntries(names.flatMap((name, at) => (name ? [[name, record[at]?.trim() ?? '']] : [])));
}

function toDraft(row: Row, line: number, dates: SpokenDates, report: FileReport): TodoDraft {
  const { CONTENT: content = '', DESCRIPTION: notes = '', PRIORITY: priority = '', DEADLINE: deadline = '' } = row;
  const labels = [...content.matchAll(LABEL)].map(([, name = '']) => name);
  const title = content.replaceAll(LABEL, '').replace(HEADING, '').replaceAll(/\s+/g, ' ').trim() || content;
  const tell = (reason: string) => report.add(line, content, reason);
  if (priority !== '' && !/^[1-4]$/.test(priority)) tell('PRIORITY is none from 1 to 4; the lowest one was taken');
  if (row.RESPONSIBLE) tell('RESPONSIBLE has no place in todos of one’s own; left out');
  if (row.DURATION && row.DURATION !== 'None') tell('DURATION has no place in a todo here; left out');
  const said = row.DATE === '' || row.DATE === undefined ? deadline : row.DATE;
  if (deadline !== '' && said !== deadline) tell('DEADLINE has no place beside DATE; left out');
  const spoken = said === '' ? undefined : dates(said, row.TIMEZONE ?? '', tell);
  return {
    ...{ line, text: content },
    content: {
      ...{ title, labels, priority: /^[1-4]$/.test(priority) ? Number(priority) : 4 },
      ...(notes !== '' && { notes }),
      ...spoken,
    },
  };
}

/** Under the task that is one level up; under the last one that there is, where a level was left out. */
function put(draft: TodoDraft, indent: string | undefined, line: number, place: Place, report: FileReport): void {
  const level = indent ? Number(indent) : 1;
  const isLevel = Number.isInteger(level) && level >= 1;
  if (!isLevel || level > place.above.length + 1) {
    report.add(line, draft.text, 'INDENT is no level that there is here; the nearest one was taken');
  }
  const depth = isLevel ? Math.min(level - 1, place.above.length) : 0;
  const parent = place.above[depth - 1];
  place.above = [...place.above.slice(0, depth), draft];
  draft.key = String(line);
  if (parent?.key !== undefined) draft.parentKey = parent.key;
  if (place.section) draft.content.labels = [...new Set([place.section, ...(draft.content.labels ?? [])])];
}

function addNote(task: TodoDraft | undefined, text: string, line: number, report: FileReport): void {
  if (!task) report.add(line, text, 'there is no task above this note; left out');
  else task.content.notes = [task.content.notes, text].filter(Boolean).join('\n\n');
}
