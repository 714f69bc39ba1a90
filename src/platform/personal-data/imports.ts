import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { Config } from '../config/load-config.js';
import { Database } from '../database/database.js';
import { despiteDeadlocks } from '../database/despite-deadlocks.js';
import { sql } from '../database/sql.js';
import type { ReceivedFile } from '../http/uploads/receive-form.js';
import type { PreparedUpload, UploadReader } from '../http/uploads/upload.decorators.js';
import { importErrors } from './import.errors.js';
import type { ImportReport } from './import.view.js';
import { ImportArchive } from './import-archive.js';
import { type ImportPart, PersonalData } from './personal-data.js';
import { RunningImport } from './running-import.js';

const MEGABYTE = 1_000_000;
/** For everything but photos. */
const MAX_OTHER_BYTES = 64 * MEGABYTE;
/** What was read of an archive stays in memory until it is stored. */
const MAX_PREPARED = 3;

/** An archive that was read and found good. */
export interface PreparedImport extends PreparedUpload {
  readonly parts: readonly ImportPart[];
  readonly notTaken: readonly string[];
  /** The account had something in it, so nothing was read. */
  readonly isRefused?: boolean;
}

/**
 * Takes exports back (docs/adr/0049). First all is read, checked, rendered and laid ready, without a transaction; then it is
 * stored in one, which holds the account's row, so that nothing else comes to be there meanwhile.
 */
@Injectable()
export class Imports implements UploadReader {
  readonly maxBytes: number;
  private readonly oneAtATime = pLimit(1);
  private prepared = 0;

  constructor(
    private readonly personalData: PersonalData,
    private readonly database: Database,
    config: Config,
  ) {
    this.maxBytes = config.get('PHOTO_QUOTA_MB') * MEGABYTE + MAX_OTHER_BYTES;
  }

  /**
   * An archive for an account with something in it is not read, and refused only by {@link store}: it may have been imported a
   * moment ago, and be sent again under its `Idempotency-Key`.
   *
   * @throws what is wrong with the archive, or with something in it.
   */
  async read({ path, hash }: ReceivedFile, userId: string): Promise<PreparedImport> {
    if (!(await this.personalData.isEmpty(userId))) {
      return { parts: [], notTaken: [], fingerprint: hash, isRefused: true, dispose: () => Promise.resolve() };
    }
    if (this.prepared >= MAX_PREPARED) throw importErrors.busy({ headers: { 'retry-after': '30' } });
    this.prepared++;
    const parts: ImportPart[] = [];
    const dispose = async () => {
      this.prepared--;
      for (const part of parts) await part.dispose?.();
    };
    try {
      const notTaken = await this.oneAtATime(() => this.prepare(path, userId, parts));
      return { parts, notTaken, fingerprint: hash, dispose };
    } catch (error) {
      await dispose().catch(() => undefined);
      throw error;
    }
  }

  /** All or nothing. @throws `imports.account_not_empty`; the database decides, so of parallel imports one is stored. */
  async store(userId: string, { parts, notTaken, isRefused = false }: PreparedImport): Promise<ImportReport> {
    if (isRefused) throw importErrors.accountNotEmpty();
    return despiteDeadlocks(() =>
      this.database.transaction(async () => {
        // Whatever else would come to be the member's refers to this row, and so waits.
        await this.database.execute(sql`select from users where id = ${userId} for update`);
        await this.requireEmpty(userId);
        const running = new RunningImport(userId);
        for (const part of parts) await part.store(running);
        for (const file of notTaken) running.skip(file, 'it cannot be imported');
        return running.report();
      }),
    );
  }

  private async requireEmpty(userId: string): Promise<void> {
    if (!(await this.personalData.isEmpty(userId))) throw importErrors.accountNotEmpty();
  }

  private async prepare(path: string, userId: string, parts: ImportPart[]): Promise<string[]> {
    const archive = await ImportArchive.open(path);
    try {
      if (!archive.has('account.json')) throw importErrors.notReadable({ detail: 'There is no account.json in it.' });
      for (const source of this.personalData.importSources()) parts.push(await source.prepareImport(archive, userId));
      return archive.paths().filter((file) => file.endsWith('.json') && !this.personalData.takes(file));
    } finally {
      archive.close();
    }
  }
}
