/** What a text will look like. */
export class PostPreview {
  /**
   * Safe to put into a page.
   * @example "<p>The engine <em>weaves algebraical patterns</em>.</p>"
   */
  html!: string;
  /** What stands in for an excerpt: the beginning of the text. */
  excerpt!: string;
  /** @example 3 */
  readingMinutes!: number;
}
