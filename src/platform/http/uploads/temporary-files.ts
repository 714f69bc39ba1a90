import { randomUUID } from 'node:crypto';
import { access, constants, lstat, mkdir, readdir, rm } from 'node:fs/promises';
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

/** What a disk says while it is full, may not be written to, or this process has as many files open as it may. */
const NOT_NOW = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE']);

/** Whether it is the disk's doing, or that of who has set it up, that a file could not be kept: answered with 503. */
export function isDiskUnavailable(error: unknown): boolean {
  const { code, path } = error as { code?: unknown; path?: unknown };
  if (typeof code !== 'string') return false;
  // Only a write to an open file tells no path; one of ours is new, so it is the folder that is missing or forbidden.
  return NOT_NOW.has(code) || (typeof path === 'string' && path.startsWith(join(tmpdir(), 'kitchen-')));
}

/**
 * Sees to the folder of temporary files at the start. What was left in it by processes that were killed is removed; what a request
 * may still be about is younger.
 */
@Injectable()
export class LeftFiles implements OnApplicationBootstrap {
  constructor(private readonly log: Log) {}

  async onApplicationBootstrap(): Promise<void> {
    try {
      await mkdir(tmpdir(), { recursive: true });
      await access(tmpdir(), constants.W_OK);
      await this.removeLeft();
    } catch (error) {
      // All else works without it.
      this.log.error({ err: error }, `no file can be written in ${tmpdir()}: uploads, imports and exports are refused`);
    }
  }

  private async removeLeft(): Promise<void> {
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
