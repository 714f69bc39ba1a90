import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A random secret of development, made once and kept in a file of mode 0600, so that sessions outlive a restart.
 * Two processes that start at once agree on one: the file appears whole or not at all, and the first link wins.
 */
export async function keptSecret(directory: string, name: string): Promise<string> {
  const path = join(directory, name);
  await mkdir(directory, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomBytes(48).toString('base64url'), { mode: 0o600 });
  await link(draft, path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(path, 'utf8');
}
