import { Problem } from '../../../platform/errors/problem.js';
import type { ImportedItem } from '../../../platform/personal-data/import-archive.js';
import type { ImportedListDto, ImportedOccurrenceDto } from '../dto/imported-todo.dto.js';
import { toReminders } from '../reminders/reminder.js';
import { beginRecurrence, NO_RECURRENCE, type RecurrenceColumns } from '../todo-recurrence.js';
import { type DueColumns, NEVER_DUE, toDueColumns } from '../todo-due.js';
import type { PlacedTodo } from './imported-tree.js';
import type { ImportedListRow, ImportedOccurrenceRow, ImportedTodoRow } from './todo-import.repository.js';

/** Finds the new id of one that is known to have one. */
export type NewIdOf = (oldId: string) => string;

const LOWEST_PRIORITY = 4;

export function toListRow({ item }: ImportedItem<ImportedListDto>, newIdOf: NewIdOf): ImportedListRow {
  const { id, name, color, isInbox, isArchived, position, createdAt, updatedAt, deletedAt = null } = item;
  return {
    ...{ id: newIdOf(id), name, color: color?.toLowerCase() ?? null, isInbox, isArchived, position },
    ...{ deletedAt, createdAt, updatedAt },
  };
}

/** @param listDeletedAt when its list was put into the trash, if it was. */
export function toTodoRow(
  { item, depth }: PlacedTodo,
  newIdOf: NewIdOf,
  { timezone, listDeletedAt }: { timezone: string; listDeletedAt: Date | null },
): ImportedTodoRow {
  const { title, notes = null, completedAt = null, deletedAt = null, position, createdAt, updatedAt } = item;
  const due = item.due ? toDueColumns(item.due, timezone) : NEVER_DUE;
  return {
    ...{ id: newIdOf(item.id), listId: newIdOf(item.listId), parentId: item.parentId ? newIdOf(item.parentId) : null },
    ...{ depth, title, notes, completedAt, priority: item.priority ?? LOWEST_PRIORITY, labels: item.labels ?? [] },
    ...{
      ...due,
      ...recurrenceOf(item, due, timezone),
      reminders: toReminders(item.reminders ?? []),
      position,
      deletedAt,
    },
    isDeletedWithList: deletedAt !== null && listDeletedAt?.getTime() === deletedAt.getTime(),
    ...{ createdAt, updatedAt },
  };
}

export function toOccurrenceRow(
  { outcome, due, recordedAt }: ImportedOccurrenceDto,
  todoId: string,
  newId: string,
  timezone: string,
): ImportedOccurrenceRow {
  const { dueTime, dueTimezone } = toDueColumns(due, timezone);
  const slot = `${due.date}T${dueTime ?? '00:00'}`;
  return { id: newId, todoId, outcome, dueDate: due.date, dueTime, dueTimezone, slot, recordedAt };
}

/** The series begins anew with the due date; one that is over by then goes on no more. */
function recurrenceOf({ recurrence }: PlacedTodo['item'], due: DueColumns, timezone: string): RecurrenceColumns {
  if (!recurrence) return NO_RECURRENCE;
  try {
    return beginRecurrence(recurrence, due, timezone);
  } catch (error) {
    if (error instanceof Problem) return NO_RECURRENCE;
    throw error;
  }
}
