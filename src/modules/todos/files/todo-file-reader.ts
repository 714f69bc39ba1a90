import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { Clock } from '../../../platform/clock/clock.js';
import { isStorable } from '../../../platform/http/text.js';
import type { ReceivedFile } from '../../../platform/http/uploads/receive-form.js';
import type { PreparedUpload, UploadReader } from '../../../platform/http/uploads/upload.decorators.js';
import { uploadErrors } from '../../../platform/http/uploads/upload.errors.js';
import { UsersService } from '../../users/index.js';
import { Positions } from '../positions.js';
import { todoErrors } from '../todo.errors.js';
import { FileReport } from './file-report.js';
import { readCalendar } from './read-calendar.js';
import { type FileTodoRow, toRows } from './todo-file-rows.js';

/** What was understood of a file, and what was not. */
export interface ReadTodoFile extends PreparedUpload {
  readonly rows: readonly FileTodoRow[];
  readonly report: FileReport;
}

const MAX_BYTES = 10 * 1024 * 1024;
/** What was read of a file stays in memory until it is stored. */
const MAX_PREPARED = 3;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads files of other programs: iCalendar, and what Todoist exports. What it is, is seen in it. */
@Injectable()
export class TodoFileReader implements UploadReader {
  readonly maxBytes = MAX_BYTES;
  private readonly oneAtATime = pLimit(1);
  private prepared = 0;

  constructor(
    private readonly positions: Positions,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /** @throws `todos.file_not_readable`, `todos.file_too_large`, `uploads.busy` */
  async read({ path, hash }: ReceivedFile, userId: string): Promise<ReadTodoFile> {
    if (this.prepared >= MAX_PREPARED) throw uploadErrors.busy({ headers: { 'retry-after': '5' } });
    this.prepared++;
    const dispose = () => {
      this.prepared--;
      return Promise.resolve();
    };
    try {
      const understood = await this.oneAtATime(async () => this.understand(decode(await readFile(path)), userId));
      return { ...understood, fingerprint: hash, dispose };
    } catch (error) {
      await dispose();
      throw error;
    }
  }

  private async understand(file: string, userId: string): Promise<Pick<ReadTodoFile, 'rows' | 'report'>> {
    const importer = { timezone: await this.users.timezoneOf(userId), now: this.clock.now() };
    const report = new FileReport();
    const isCalendar = /^\s*BEGIN:VCALENDAR\s/i.test(file);
    if (!isCalendar && !isTodoist(file)) throw todoErrors.fileNotReadable();
    // What understands its dates is loaded with the first of them, as for quick todos.
    const read = isCalendar ? readCalendar : (await import('./read-todoist.js')).readTodoist;
    const drafts = await read(file, importer, report);
    return { rows: await toRows(drafts, importer, this.positions, report), report };
  }
}

/** Whether a text begins with the names of Todoist's columns. */
function isTodoist(file: string): boolean {
  const [header = ''] = file.split('\n', 1);
  const names = header
    .toUpperCase()
    .split(/[;,]/)
    .map((name) => name.replaceAll('"', '').trim());
  return names.includes('TYPE') && names.includes('CONTENT');
}

/** Lines end with `\n`, whatever ended them. */
function decode(bytes: Buffer): string {
  try {
    const text = utf8.decode(bytes);
    if (isStorable(text)) return text.replaceAll(/\r\n?/g, '\n');
  } catch (cause) {
    throw todoErrors.fileNotReadable({ cause, detail: 'It must be text in UTF-8.' });
  }
  throw todoErrors.fileNotReadable({ detail: 'It has a NUL character in it, which is no text.' });
}
