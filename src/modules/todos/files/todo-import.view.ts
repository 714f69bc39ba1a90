/** A line of a file that became no todo, or of which something was left out. */
export class UnreadLine {
  /**
   * Counted from 1. Of something that goes over several lines, the first one.
   * @example 14
   */
  line!: number;
  /**
   * Its beginning.
   * @example "RRULE:FREQ=SECONDLY"
   */
  text!: string;
  /**
   * Why, and what became of it.
   * @example "the rule must have a FREQ: one of DAILY, WEEKLY, MONTHLY, YEARLY; left out"
   */
  reason!: string;
}

/** What became of a file. */
export class TodoImportView {
  /** @example 42 */
  todosCreated!: number;
  /**
   * Those that the file names and that you did not have.
   * @example 2
   */
  listsCreated!: number;
  /** @example 1 */
  notUnderstoodCount!: number;
  /** The first thousand of them, in the order of the lines. */
  notUnderstood!: UnreadLine[];
}
