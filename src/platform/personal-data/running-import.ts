import type { ImportReport, SkippedItems } from './import.view.js';

/** What of an archive is one thing or another: the file that it came from. */
export type ImportedFile = string;

/** An import in its transaction: whose it is, which new ids things got, and what it comes to. */
export class RunningImport {
  private readonly ids = new Map<ImportedFile, Map<string, string>>();
  private readonly imported: Record<string, number> = {};
  private readonly skipped = new Map<string, SkippedItems>();

  constructor(readonly userId: string) {}

  /** Remembers under which id a thing is kept here that had another one in the archive. */
  rename(file: ImportedFile, oldId: string, newId: string): void {
    const known = this.ids.get(file) ?? new Map<string, string>();
    this.ids.set(file, known.set(oldId.toLowerCase(), newId));
  }

  /** @returns undefined for what was not in the archive, or was skipped. */
  newIdOf(file: ImportedFile, oldId: string): string | undefined {
    return this.ids.get(file)?.get(oldId.toLowerCase());
  }

  count(file: ImportedFile, count: number): void {
    this.imported[file] = (this.imported[file] ?? 0) + count;
  }

  skip(file: ImportedFile, reason: string, count = 1): void {
    if (count === 0) return;
    const key = `${file} ${reason}`;
    const before = this.skipped.get(key)?.count ?? 0;
    this.skipped.set(key, { file, reason, count: before + count });
  }

  report(): ImportReport {
    return { imported: this.imported, skipped: [...this.skipped.values()] };
  }
}
