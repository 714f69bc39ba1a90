export class TagView {
  /** @example "mathematics" */
  tag!: string;
  /**
   * How many published posts have it.
   * @example 12
   */
  postCount!: number;
}

export class TagPage {
  items!: TagView[];
  nextCursor!: string | null;
}
