/** A word that todos are marked with. It is there as long as a todo has it. */
export class TodoLabelView {
  /** @example "errand" */
  label!: string;
  /**
   * How many open todos have it.
   * @example 3
   */
  openCount!: number;
  /**
   * How many todos that are done have it. What is in the trash is not counted.
   * @example 12
   */
  doneCount!: number;
}

export class TodoLabelPage {
  items!: TodoLabelView[];
  nextCursor!: string | null;
}
