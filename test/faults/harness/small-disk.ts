import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BLOCK = 64 * 1024;

/** A file system of a few megabytes, which can be filled to the last block. */
export interface SmallDisk {
  directory: string;
  fill(): Promise<void>;
  /** Takes away what {@link fill} has put there. */
  relieve(): Promise<void>;
  remove(): Promise<void>;
}

/** @returns why there is none, where this process may not mount one. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes root on Linux to mount a small disk';
  const mount = await mkdtemp(join(tmpdir(), 'kitchen-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'kitchen-faults', mount]);
  } catch (error) {
    await rmdir(mount);
    return `a small disk cannot be mounted here: ${String((error as { stderr?: unknown }).stderr)}`;
  }
  // PostgreSQL runs as somebody else, who has to get there.
  await chmod(mount, 0o755);
  const ballast = join(mount, 'ballast');
  return {
    directory: mount,
    async fill() {
      const { bavail, bsize } = await statfs(mount);
      const free = bavail * bsize;
      for (let part = 0, left = free; left > 0; part++, left -= BLOCK)
        await writeFile(`${ballast}-${part}`, Buffer.alloc(Math.min(left, BLOCK))).catch(() => (left = 0));
    },
    async relieve() {
      await run('sh', ['-c', `rm -f ${ballast}-*`]);
    },
    async remove() {
      await run('umount', ['--lazy', mount]);
      await rm(mount, { recursive: true, force: true });
    },
  };
}
