import type { UnreadLine } from './todo-import.view.js';

/** So many are told one by one; of a file that is something else altogether, more help nobody. */
const MOST_TOLD = 1000;
const LONGEST_TEXT = 200;

/** What of a file was not understood, in the order of its lines. */
export class FileReport {
  private readonly told: UnreadLine[] = [];
  private count = 0;

  /** @param text of the line, of which the beginning is told. */
  add(line: number, text: string, reason: string): void {
    this.count++;
    if (this.told.length < MOST_TOLD)
      this.told.push({ line, text: text.slice(0, LONGEST_TEXT).toWellFormed(), reason });
  }

  get notUnderstoodCount(): number {
    return this.count;
  }

  get notUnderstood(): UnreadLine[] {
    return this.told.toSorted((one, other) => one.line - other.line);
  }
}
