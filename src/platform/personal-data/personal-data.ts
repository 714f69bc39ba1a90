import { Injectable } from '@nestjs/common';
import type { ImportArchive } from './import-archive.js';
import type { RunningImport } from './running-import.js';

/** A file of an export. */
export interface ExportFile {
  /** Its name in the archive, with `/` between folders. */
  path: string;
  /** Bytes, or text that becomes UTF-8. Read once, from beginning to end, before the next file is asked for. */
  content: AsyncIterable<string | Uint8Array> | Iterable<string>;
}

/** What a room gives to members who take their data along. */
export interface ExportSource {
  /** Its files, or folders, each with a sentence for the member. */
  readonly contents: Readonly<Record<string, string>>;
  /**
   * The member's things in this room, read page by page while they are written. It runs in a transaction that sees one state of
   * the database. Nothing secret, and nothing that is only somebody else's.
   */
  exportFor(userId: string): AsyncIterable<ExportFile> | Iterable<ExportFile>;
}

/** What a room has read of an archive. */
export interface ImportPart {
  /** Stores it, in the running transaction, under ids of its own. It may be asked again when that was rolled back. */
  store(running: RunningImport): Promise<void>;
  /** Takes back what was laid ready and not stored. */
  dispose?(): Promise<void>;
}

/** What a room takes back of an export. */
export interface ImportSource {
  /** The files that it reads. Nothing in them is to be trusted: they may come from anywhere. */
  readonly takes: readonly string[];
  /** Files of other rooms that must be stored before. */
  readonly takesAfter?: readonly string[];
  /** Whether the member has nothing in this room, the trash included. */
  isEmpty(userId: string): Promise<boolean>;
  /** Reads and checks everything, by the rules of the routes, before there is a transaction. */
  prepareImport(archive: ImportArchive, userId: string): Promise<ImportPart>;
}

/**
 * Locks what will go when an account goes, in the running transaction and in the order in which the room's own writes lock. To
 * delete it is not needed: what belongs to a member refers to `users` by a foreign key that says what becomes of it.
 */
type HoldForErasure = (userId: string) => Promise<void>;

/** Where rooms say what they keep of a member, so that nobody needs to know all of them. They do so before the application starts. */
@Injectable()
export class PersonalData {
  private readonly sources: ExportSource[] = [];
  private readonly imports: ImportSource[] = [];
  private readonly holds: HoldForErasure[] = [];

  onExport(source: ExportSource): void {
    this.sources.push(source);
  }

  onImport(source: ImportSource): void {
    this.imports.push(source);
  }

  onErasure(hold: HoldForErasure): void {
    this.holds.push(hold);
  }

  /** What an export has in it, in order. */
  contents(): [path: string, about: string][] {
    return this.sources.flatMap(({ contents }) => Object.entries(contents));
  }

  async *exportFor(userId: string): AsyncIterable<ExportFile> {
    for (const source of this.sources) yield* source.exportFor(userId);
  }

  /** In the order in which they must store. */
  importSources(): ImportSource[] {
    const [waiting, ordered] = [new Set(this.imports), [] as ImportSource[]];
    while (waiting.size > 0) {
      const awaited = new Set([...waiting].flatMap(({ takes }) => takes));
      const ready = [...waiting].filter(({ takesAfter = [] }) => !takesAfter.some((file) => awaited.has(file)));
      if (ready.length === 0) throw new Error('Imports wait for each other.');
      for (const source of ready) waiting.delete(source);
      ordered.push(...ready);
    }
    return ordered;
  }

  takes(file: string): boolean {
    return this.imports.some(({ takes }) => takes.includes(file));
  }

  async isEmpty(userId: string): Promise<boolean> {
    for (const source of this.imports) if (!(await source.isEmpty(userId))) return false;
    return true;
  }

  async holdForErasure(userId: string): Promise<void> {
    for (const hold of this.holds) await hold(userId);
  }
}
