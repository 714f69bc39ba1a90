import type { SPAN_KINDS } from './quick/quick-text.js';
import { type DueView, type RecurrenceView, TodoView } from './todo.view.js';

/** A part of the text, and what it was understood as. */
export class UnderstoodPart {
  /** @example "priority" */
  kind!: (typeof SPAN_KINDS)[number];
  /** @example "!1" */
  text!: string;
  /**
   * Where it begins, in UTF-16 code units as JavaScript counts them.
   * @example 34
   */
  start!: number;
  /**
   * Where what follows begins.
   * @example 36
   */
  end!: number;
}

/** The todo, and what of the text was understood; the rest is its title. */
export class QuickTodoView extends TodoView {
  understood!: UnderstoodPart[];
}

/** What would be written down. */
export class QuickTodoPreview {
  /** @example "Pay rent" */
  title!: string;
  /** Null for the inbox. */
  listId!: string | null;
  /** @example 1 */
  priority!: number;
  /** @example ["bank"] */
  labels!: string[];
  due!: DueView | null;
  recurrence!: RecurrenceView | null;
  understood!: UnderstoodPart[];
}
