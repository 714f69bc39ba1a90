/** What a post said at a time, without its text. */
export class RevisionSummary {
  /**
   * From 1, without gaps.
   * @example 3
   */
  number!: number;
  /** @example "Notes on the Analytical Engine" */
  title!: string;
  /** The author's own; `null` where the beginning of the text stood in. */
  excerpt!: string | null;
  /** @example ["engines", "mathematics"] */
  tags!: string[];
  /** The revision whose words these are again, if it was restored. */
  restoredFrom!: number | null;
  createdAt!: Date;
  /** When it was last written into: quick saves of what is not public go into one revision. */
  savedAt!: Date;
}

/** What a post said at a time. */
export class RevisionView extends RevisionSummary {
  /**
   * Markdown.
   * @example "The engine *weaves algebraical patterns*."
   */
  body!: string;
}

export class RevisionPage {
  items!: RevisionSummary[];
  nextCursor!: string | null;
}
