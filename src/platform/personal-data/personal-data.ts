import { Injectable } from '@nestjs/common';

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

/**
 * Locks what will go when an account goes, in the running transaction and in the order in which the room's own writes lock. To
 * delete it is not needed: what belongs to a member refers to `users` by a foreign key that says what becomes of it.
 */
type HoldForErasure = (userId: string) => Promise<void>;

/** Where rooms say what they keep of a member, so that nobody needs to know all of them. They do so before the application starts. */
@Injectable()
export class PersonalData {
  private readonly sources: ExportSource[] = [];
  private readonly holds: HoldForErasure[] = [];

  onExport(source: ExportSource): void {
    this.sources.push(source);
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

  async holdForErasure(userId: string): Promise<void> {
    for (const hold of this.holds) await hold(userId);
  }
}
