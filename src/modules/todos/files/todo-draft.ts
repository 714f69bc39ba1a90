import type { CreateTodoDto } from '../dto/create-todo.dto.js';
import type { Due } from '../todo-due.js';

/** What a client of `POST /todos` would say. */
export type DraftContent = Pick<CreateTodoDto, 'title' | 'notes' | 'priority' | 'labels' | 'reminders'> & {
  due?: Due;
  recurrence?: CreateTodoDto['recurrence'];
};

/** A todo as a file has it, not yet checked. */
export interface TodoDraft {
  /** Where it begins, and what stands there. */
  line: number;
  text: string;
  content: DraftContent;
  /** By which others in the file name it. */
  key?: string;
  parentKey?: string;
  /** The inbox when left out. */
  listName?: string;
  completedAt?: Date;
  createdAt?: Date;
  /** When the present occurrence is due, if that is not when the rule says. */
  putOffTo?: Due;
}

/** Whose file it is. */
export interface Importer {
  /** Of the member: of whatever says none. */
  timezone: string;
  now: Date;
}

/** More than any file has that somebody lives in. */
export const MAX_TODOS = 10_000;
