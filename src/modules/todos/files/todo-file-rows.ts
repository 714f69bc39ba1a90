import { setImmediate } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { Problem } from '../../../platform/errors/problem.js';
import { tidy } from '../../../platform/http/text.js';
import type { DraftContentDto } from '../dto/todo-import.dto.js';
import type { ImportedTodoRow } from '../importing/todo-import.repository.js';
import type { Positions } from '../positions.js';
import { InvalidRule, isSlow } from '../recurrence-rule.js';
import { toReminders } from '../reminders/reminder.js';
import { type DueColumns, NEVER_DUE, toDueColumns } from '../todo-due.js';
import { beginRecurrence, NO_RECURRENCE, type RecurrenceColumns } from '../todo-recurrence.js';
import { checkDraft } from './check-draft.js';
import type { FileReport } from './file-report.js';
import { type PlacedDraft, placeDrafts } from './place-drafts.js';
import type { Importer, TodoDraft } from './todo-draft.js';

/** A todo that is ready to be stored, but for its list. */
export type FileTodoRow = Omit<ImportedTodoRow, 'listId'> & { listName: string | undefined };

const ROWS_IN_A_ROW = 50;
/** Reckoning one takes as long as reading hundreds of todos. */
const MOST_SLOW_RULES = 50;
const LONGEST_NAME = 100;

/** Makes rows of what is sound in a file, those above before those below them; the event loop gets its turn between them. */
export async function toRows(
  drafts: readonly TodoDraft[],
  importer: Importer,
  positions: Positions,
  report: FileReport,
): Promise<FileTodoRow[]> {
  const checked = new Map<TodoDraft, DraftContentDto & { id: string; position: string }>();
  for (const [index, draft] of drafts.entries()) {
    if (index % ROWS_IN_A_ROW === 0) await setImmediate();
    const content = await checkDraft(draft, report);
    if (content) checked.set(draft, Object.assign(content, { id: newId(), position: positions.next() }));
  }
  const rows: FileTodoRow[] = [];
  const slow = { left: MOST_SLOW_RULES };
  for (const placed of placeDrafts([...checked.keys()], report)) {
    if (rows.length % ROWS_IN_A_ROW === 0) await setImmediate();
    const { draft, parent, depth } = placed;
    const content = checked.get(draft);
    if (!content) continue;
    if (content.recurrence && isSlow(content.recurrence.rule)) await setImmediate();
    const tell = (reason: string) => report.add(draft.line, draft.text, reason);
    const [id, parentId] = [content.id, parent ? (checked.get(parent.draft)?.id ?? null) : null];
    rows.push({
      ...{ id, parentId, depth, position: content.position, listName: listNameOf(placed, tell) },
      ...{
        title: content.title,
        notes: content.notes ?? null,
        priority: content.priority ?? 4,
        labels: content.labels ?? [],
      },
      ...scheduleOf(draft, content, importer, slow, tell),
      reminders: toReminders(content.reminders ?? []),
      ...timesOf(draft, importer),
      ...{ deletedAt: null, isDeletedWithList: false },
    });
  }
  return rows;
}

/** Trees are in one list: that of the todo at the top. */
function listNameOf({ draft, parent }: PlacedDraft, tell: (reason: string) => void): string | undefined {
  if (parent) return listNameOf(parent, () => undefined);
  const name = tidy(draft.listName ?? '');
  if (name.length > LONGEST_NAME)
    tell(`the name of its list is longer than ${LONGEST_NAME} characters; put into the inbox`);
  return name === '' || name.length > LONGEST_NAME ? undefined : name;
}

function scheduleOf(
  { putOffTo }: TodoDraft,
  { due, recurrence }: DraftContentDto,
  { timezone }: Importer,
  slow: { left: number },
  tell: (reason: string) => void,
): DueColumns & RecurrenceColumns {
  const columns = due ? toDueColumns(due, timezone) : NEVER_DUE;
  const once = { ...columns, ...NO_RECURRENCE };
  if (!recurrence) return once;
  try {
    if (isSlow(recurrence.rule) && slow.left-- <= 0)
      throw new InvalidRule('is one of too many that take long to reckon');
    const recurs = beginRecurrence(recurrence, columns, timezone);
    return { ...columns, ...recurs, ...(putOffTo && toDueColumns(putOffTo, timezone)) };
  } catch (error) {
    const detail = error instanceof Problem ? error.details.errors?.[0]?.detail : undefined;
    if (detail === undefined && !(error instanceof InvalidRule)) throw error;
    tell(`the rule ${detail ?? (error as Error).message}; left out`);
    return once;
  }
}

/** No past moment may be in the future. */
function timesOf({ completedAt, createdAt }: TodoDraft, { now }: Importer) {
  return {
    completedAt: completedAt ?? null,
    createdAt: createdAt && createdAt < now ? createdAt : now,
    updatedAt: now,
  };
}
