import { readAs } from '../../../platform/http/read-as.js';
import { tidy } from '../../../platform/http/text.js';
import { DraftContentDto } from '../dto/todo-import.dto.js';
import type { FileReport } from './file-report.js';
import type { DraftContent, TodoDraft } from './todo-draft.js';

const LONGEST_TITLE = 500;
const LONGEST_NOTES = 20_000;
const LONGEST_LABEL = 50;
const MOST_LABELS = 20;
const MOST_REMINDERS = 10;

/**
 * What of a draft a client could have said as well, by the rules of `POST /todos`. What is too long is cut, what is wrong left
 * out, and both told.
 *
 * @returns undefined without a title: then there is no todo.
 */
export async function checkDraft(
  { content, line, text }: TodoDraft,
  report: FileReport,
): Promise<DraftContentDto | undefined> {
  const tell = (reason: string) => report.add(line, text, reason);
  const fitting = fit(content, tell);
  if (fitting.title !== '') return check(fitting, tell);
  tell('it has no title; left out');
  return undefined;
}

function fit(content: DraftContent, tell: (reason: string) => void): DraftContent {
  const [title, notes] = [tidy(content.title.replaceAll(/\s+/g, ' ')), content.notes ?? ''];
  const [labels = [], reminders = []] = [content.labels?.map(tidy), content.reminders];
  const goodLabels = labels.filter(({ length }) => length > 0 && length <= LONGEST_LABEL).slice(0, MOST_LABELS);
  if (title.length > LONGEST_TITLE) tell(`its title is longer than ${LONGEST_TITLE} characters; cut`);
  if (notes.length > LONGEST_NOTES) tell(`its notes are longer than ${LONGEST_NOTES} characters; cut`);
  if (goodLabels.length < labels.length)
    tell(`labels are up to ${MOST_LABELS}, of up to ${LONGEST_LABEL} characters; others left out`);
  if (reminders.length > MOST_REMINDERS) tell(`it has more than ${MOST_REMINDERS} reminders; others left out`);
  return {
    ...content,
    title: cut(title, LONGEST_TITLE),
    ...(notes !== '' && { notes: cut(notes, LONGEST_NOTES) }),
    labels: goodLabels,
    reminders: reminders.slice(0, MOST_REMINDERS),
  };
}

async function check(
  content: Partial<DraftContent>,
  tell: (reason: string) => void,
): Promise<DraftContentDto | undefined> {
  const read = await readAs(DraftContentDto, content, 'left out');
  if (!Array.isArray(read)) return read.instance;
  for (const { pointer, detail } of read) tell(`${pointer.slice(1)} ${detail}; left out`);
  const wrong = new Set(read.map(({ pointer }) => pointer.split('/')[1]));
  const rest = Object.fromEntries(Object.entries(content).filter(([name]) => !wrong.has(name)));
  return wrong.has('title') || wrong.size === 0 ? undefined : check(rest, tell);
}

/** No half of a surrogate pair stays behind. */
function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
