import { access, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** PostgreSQL's programs and the environment that they need to find their libraries. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** Sends signals on Windows, which has none of its own. */
  pgCtl: string;
  environment: NodeJS.ProcessEnv;
}

/** An entry of the package's `native/pg-symlinks.json`: npm packages cannot hold links, so an install script makes them. */
interface LibraryLink {
  source: string;
  target: string;
}

/**
 * PostgreSQL as npm installed it for this platform. Its library links are made here where they are missing, since install
 * scripts may be off: in the package if it can be written to, else in `libraries`.
 *
 * @throws EmbeddedPostgresError if the platform's package is not installed.
 */
export async function findBinaries(libraries: string, packageDirectory = installedPackage()): Promise<Binaries> {
  const program = (name: string) =>
    join(packageDirectory, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const isWhole = await linkLibraries(packageDirectory, libraries);
  // A library that is found through one of our links looks for others beside that link.
  const searchPath = [libraries, join(packageDirectory, 'native', 'lib')].join(':');
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    environment: {
      // Nothing of our own environment is passed on: it may hold secrets, and PG* variables would have an effect.
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C',
      ...(!isWhole && { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: searchPath }),
    },
  };
}

/**
 * Directory of the package with PostgreSQL for this platform.
 *
 * @throws EmbeddedPostgresError if it is not installed.
 */
export function installedPackage(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    const problem = `The embedded PostgreSQL needs the optional package ${name}, which is not installed (or does not exist for this platform).`;
    throw new EmbeddedPostgresError(problem, { cause });
  }
}

/** @returns whether the package has all its links; if not, `libraries` has them. */
async function linkLibraries(packageDirectory: string, libraries: string): Promise<boolean> {
  const list = await readFile(join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = (JSON.parse(list) as LibraryLink[]).map(({ source, target }) => ({
    source: join(packageDirectory, source),
    target: join(packageDirectory, target),
  }));
  const made = await Promise.all(links.map(({ source, target }) => link(relative(dirname(target), source), target)));
  if (made.every(Boolean)) return true;

  await mkdir(libraries, { recursive: true });
  for (const { source, target } of links) {
    const path = join(libraries, basename(target));
    // The package may have moved since the link was made.
    if (!(await exists(path))) await rm(path, { force: true });
    await link(source, path);
  }
  return false;
}

/** @returns whether the link is there now, made by us or by somebody else. */
async function link(source: string, target: string): Promise<boolean> {
  await symlink(source, target).catch(() => undefined);
  return exists(target);
}

async function exists(path: string): Promise<boolean> {
  return access(path)
    .then(() => true)
    .catch(() => false);
}
