import { randomUUID } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Log } from '../../logging/log.js';
import { LONGEST_REQUEST_MILLIS } from '../server-options.js';

const OURS = /^kitchen-(upload|import)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a file lies while it is looked at. Whoever takes such a path removes what is there. */
export function temporaryPath(kind: 'upload' | 'import'): string {
  return join(tmpdir(), `kitchen-${kind}-${randomUUID()}`);
}

/** Removes, at the start, what was left by processes that were killed. What a request may still be about is younger. */
@Injectable()
export class LeftFiles implements OnApplicationBootstrap {
  constructor(private readonly log: Log) {}

  async onApplicationBootstrap(): Promise<void> {
    const names = (await readdir(tmpdir())).filter((name) => OURS.test(name));
    const removed = await Promise.all(names.map((name) => this.removeIfLeft(join(tmpdir(), name))));
    const files = removed.filter(Boolean).length;
    if (files > 0) this.log.info({ files }, 'removed files that were left by processes that ended');
  }

  private async removeIfLeft(path: string): Promise<boolean> {
    try {
      const found = await lstat(path);
      if (!found.isFile() || Date.now() - found.mtimeMs < LONGEST_REQUEST_MILLIS) return false;
      await rm(path);
      return true;
    } catch {
      // Another process was faster, or it is somebody else's.
      return false;
    }
  }
}
