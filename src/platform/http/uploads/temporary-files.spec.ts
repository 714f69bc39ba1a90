import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../logging/log.js';
import { LeftFiles, temporaryPath } from './temporary-files.js';

const NOT_OURS = 'kitchen-upload-of-somebody-else';

describe('files that killed processes have left', () => {
  const before = process.env['TMPDIR'];
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kitchen-left-'));
    process.env['TMPDIR'] = directory;
  });
  afterEach(async () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await rm(directory, { recursive: true });
  });

  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  async function file(path: string, hours: number): Promise<string> {
    await writeFile(path, 'bytes');
    await utimes(path, hoursAgo(hours), hoursAgo(hours));
    return path.slice(directory.length + 1);
  }
  const removeLeft = () => new LeftFiles(createLog('silent')).onApplicationBootstrap();

  it('are removed at the start, once no request can be about them any more', async () => {
    await file(temporaryPath('upload'), 1.1);
    await file(temporaryPath('import'), 48);
    const young = [await file(temporaryPath('upload'), 0.9), await file(temporaryPath('import'), 0)];

    await removeLeft();
    expect((await readdir(directory)).sort()).toEqual(young.sort());
  });

  it('are looked for in a folder that is made if there is none', async () => {
    process.env['TMPDIR'] = join(directory, 'a', 'b');
    await removeLeft();
    await file(temporaryPath('upload'), 0);
  });

  it('stop no start where there can be no folder', async () => {
    await file(join(directory, 'file'), 0);
    process.env['TMPDIR'] = join(directory, 'file');
    await expect(removeLeft()).resolves.toBeUndefined();
  });

  it('are nothing that only looks like them', async () => {
    const other = await file(join(directory, NOT_OURS), 48);
    const folder = temporaryPath('upload');
    await mkdir(folder);
    await utimes(folder, hoursAgo(48), hoursAgo(48));
    await symlink(join(directory, other), temporaryPath('upload'));

    await removeLeft();
    expect(await readdir(directory)).toHaveLength(3);
  });
});
