import { createWriteStream, type ReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { sql } from '../database/sql.js';
import { httpErrors } from '../errors/http.errors.js';
import { exportErrors } from './export.errors.js';
import { exportReadme } from './export.readme.js';
import { type ExportFile, PersonalData } from './personal-data.js';
import { RunningExportsRepository } from './running-exports.repository.js';
import { writeArchive } from './write-archive.js';

/** For so long at most an export holds its transaction, and the connection under it. */
const MAX_MILLIS = 60_000;

/** A ZIP that is ready. Whoever takes it reads the stream, or destroys it; then nothing is left of it. */
export interface FinishedExport {
  stream: ReadStream;
  byteSize: number;
  createdAt: Date;
}

/**
 * Makes exports. One is first written to a file without a name, in one transaction that sees one state of the database, and then
 * handed on from there: the connection is held for as long as we take, not for as long as the member's line takes, and what
 * goes wrong is an answer and not half a file.
 */
@Injectable()
export class Exports {
  /** Here; the others wait without a connection. */
  private readonly oneAtATime = pLimit(1);

  constructor(
    private readonly personalData: PersonalData,
    private readonly running: RunningExportsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws `exports.under_way` until the member's last one was read to its end or dropped; 503 when it takes too long. */
  async make(userId: string): Promise<FinishedExport> {
    const id = await this.running.begin(userId);
    if (id === undefined) throw exportErrors.underWay({ headers: { 'retry-after': '10' } });
    try {
      const finished = await this.oneAtATime(() => this.write(userId));
      finished.stream.once('close', () => void this.end(id));
      return finished;
    } catch (error) {
      await this.end(id);
      throw error;
    }
  }

  private async write(userId: string): Promise<FinishedExport> {
    const file = await openNameless();
    const createdAt = this.clock.now();
    try {
      await this.database.transaction(() => this.fill(file, userId, createdAt));
      const { size: byteSize } = await file.stat();
      return { stream: file.createReadStream({ start: 0 }), byteSize, createdAt };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  private async fill(file: FileHandle, userId: string, mtime: Date): Promise<void> {
    await this.database.execute(sql`set transaction isolation level repeatable read, read only`);
    const tooLong = new AbortController();
    const timer = setTimeout(() => {
      tooLong.abort(httpErrors.unavailable({ headers: { 'retry-after': '60' } }));
    }, MAX_MILLIS);
    try {
      // By its number: a stream of the handle's own would keep that from being closed later.
      const target = createWriteStream('', { fd: file.fd, autoClose: false });
      await writeArchive(this.filesOf(userId, mtime), target, { mtime, signal: tooLong.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  private async *filesOf(userId: string, createdAt: Date): AsyncIterable<ExportFile> {
    yield { path: 'README.txt', content: [exportReadme(this.personalData.contents(), createdAt)] };
    yield* this.personalData.exportFor(userId);
  }

  /** One that cannot be said to have ended now ends by its time. */
  private async end(id: string): Promise<void> {
    await this.running.end(id).catch(() => undefined);
  }
}

/** A file that is in no folder any more when it is written: however the process ends, it goes with it. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'kitchen-export-'));
  try {
    return await open(join(folder, 'export.zip'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
