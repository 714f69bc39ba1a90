import { mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries, installedPackage } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

describe('the PostgreSQL package', () => {
  let home: string;
  let farm: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kitchen-binaries-'));
    farm = join(home, 'farm');
    await mkdir(join(home, 'native', 'lib'), { recursive: true });
    await writeFile(join(home, 'native', 'lib', 'libsoup.so.6.2'), '');
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  async function listLink(target: string): Promise<void> {
    const links = [{ source: 'native/lib/libsoup.so.6.2', target }];
    await writeFile(join(home, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  }

  it('is asked for by name when it is not installed, and DATABASE_URL is offered instead', () => {
    const missing = () => installedPackage('win32', 'mips');
    expect(missing).toThrow(EmbeddedPostgresError);
    expect(missing).toThrow(/@embedded-postgres\/windows-mips.*\n.*DATABASE_URL/);
  });

  it('gets the library links that its install script would have made', async () => {
    await listLink('native/lib/libsoup.so.6');
    const { environment } = await findBinaries(farm, home);

    expect(await readlink(join(home, 'native', 'lib', 'libsoup.so.6'))).toBe('libsoup.so.6.2');
    expect(environment).not.toHaveProperty('LD_LIBRARY_PATH');
    expect(await readdir(home)).not.toContain('farm');
  });

  it('is left alone where it cannot be written to: the links are then made elsewhere', async () => {
    await listLink('native/read-only/libsoup.so.6');
    await mkdir(farm);
    await writeFile(join(farm, 'kept'), '');
    const { environment } = await findBinaries(farm, home);

    expect(await readlink(join(farm, 'libsoup.so.6'))).toBe(join(home, 'native', 'lib', 'libsoup.so.6.2'));
    const path = environment[process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'];
    expect(path).toBe(`${farm}:${join(home, 'native', 'lib')}`);
  });

  it('is not shown the environment, which may hold secrets', async () => {
    const { environment } = await findBinaries(farm, home);
    expect(Object.keys(environment)).toEqual(['PATH', 'LC_ALL']);
  });
});
