import { versioned } from '../../platform/http/version.js';
import type { TodoRow } from './todo-columns.js';
import type { TodoListView } from './todo-list.view.js';
import type { TodoListRow } from './todo-lists.repository.js';
import type { OccurrenceView } from './todo-occurrence.view.js';
import type { OccurrenceRow } from './todo-occurrences.repository.js';
import type { TrashedTodoListRow } from './todo-list-trash.repository.js';
import { DAYS_IN_TRASH, type TrashedTodoRow } from './todo-trash.repository.js';
import type { TrashedTodoListView, TrashedTodoView } from './todo-trash.view.js';
import type { DueView, RecurrenceView, TodoView } from './todo.view.js';

const DAY_MILLIS = 24 * 60 * 60 * 1000;

export function toTodoView(todo: TodoRow): TodoView {
  const { version, id, listId, parentId, title, notes, completedAt, priority, labels, position } = todo;
  const { subtaskCounts, createdAt, updatedAt } = todo;
  return versioned(version, {
    id,
    listId,
    parentId,
    title,
    notes,
    isDone: completedAt !== null,
    completedAt,
    priority,
    labels,
    due: toDueView(todo),
    recurrence: toRecurrenceView(todo),
    reminders: todo.reminders.map((reminder) => ('at' in reminder ? { at: new Date(reminder.at) } : reminder)),
    position,
    subtaskCounts,
    createdAt,
    updatedAt,
  });
}

export function toOccurrenceView(occurrence: OccurrenceRow): OccurrenceView {
  const { id, outcome, recordedAt } = occurrence;
  return { id, outcome, due: toDueView(occurrence), recordedAt };
}

function toRecurrenceView({ recurrenceRule: rule, recurrenceAnchor: anchor }: TodoRow): RecurrenceView | null {
  return rule === null || anchor === null ? null : { rule, anchor };
}

type DueRow = Pick<TodoRow, 'dueDate' | 'dueTime' | 'dueTimezone'>;

function toDueView(due: DueRow & { dueDate: string }): DueView;
function toDueView(due: DueRow): DueView | null;
function toDueView({ dueDate, dueTime, dueTimezone }: DueRow): DueView | null {
  if (dueDate === null) return null;
  if (dueTime === null || dueTimezone === null) return { date: dueDate };
  return { date: dueDate, time: dueTime, timezone: dueTimezone };
}

export function toTodoListView(list: TodoListRow): TodoListView {
  const { version, id, name, color, isInbox, isArchived, position, createdAt, updatedAt } = list;
  return versioned(version, { id, name, color, isInbox, isArchived, position, createdAt, updatedAt });
}

export function toTrashedTodoView(todo: TrashedTodoRow): TrashedTodoView {
  return Object.assign(toTodoView(todo), inTrash(todo));
}

export function toTrashedTodoListView(list: TrashedTodoListRow): TrashedTodoListView {
  return Object.assign(toTodoListView(list), { todoCount: list.todoCount, ...inTrash(list) });
}

function inTrash({ deletedAt }: { deletedAt: Date }) {
  return { deletedAt, purgeAt: new Date(deletedAt.getTime() + DAYS_IN_TRASH * DAY_MILLIS) };
}
