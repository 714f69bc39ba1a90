import { execFile, type SpawnOptions } from 'node:child_process';
import { lchown, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Whom PostgreSQL runs as. It refuses to be root, so root lends it another account, or (where that account cannot reach the
 * files, as in a home directory of mode 0700) a user namespace in which root has no name: `unshare -U`.
 */
export interface Account {
  name: string;
  uid?: number;
  gid?: number;
  isNamespace?: boolean;
}

const OURSELVES: Account = { name: 'this user' };
const NAMESPACE: Account = { name: 'root in a user namespace', isNamespace: true, uid: 0, gid: 0 };

/** The accounts to try for a new data directory, best first. */
export async function accounts(): Promise<Account[]> {
  if (process.geteuid?.() !== 0) return [OURSELVES];
  // initdb looks its account up by name, so one that the system does not list would not do.
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(passwd) ?? [];
  return uid === undefined ? [NAMESPACE] : [{ name: 'nobody', uid: Number(uid), gid: Number(gid) }, NAMESPACE];
}

/** The accounts to try for an existing data directory: first its owner. */
export async function accountsFor(cluster: string): Promise<Account[]> {
  const all = await accounts();
  if (all.includes(OURSELVES)) return all;
  const { uid, gid } = await stat(cluster);
  const owner = uid === 0 ? NAMESPACE : { name: `uid ${uid}`, uid, gid };
  return [owner, ...all.filter((account) => account.uid !== uid)];
}

/** Gives a directory and all that is in it to `account`. */
export async function giveTo({ uid, gid }: Account, directory: string): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  if ((await stat(directory)).uid === uid) return;
  for (const entry of await readdir(directory, { recursive: true })) await lchown(join(directory, entry), uid, gid);
  await lchown(directory, uid, gid);
}

/** What to spawn so that `program` runs as `account`; the process id is the program's own in any case. */
export function programAs({ uid, gid, isNamespace }: Account, program: string, args: string[]) {
  if (isNamespace) return { file: 'unshare', args: ['-U', program, ...args], options: {} satisfies SpawnOptions };
  return { file: program, args, options: { uid, gid } satisfies SpawnOptions };
}

/** Runs one of PostgreSQL's programs as `account` to its end, and throws what it says if it fails. */
export async function runProgramAs(
  account: Account,
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const command = programAs(account, program, args);
  try {
    await run(command.file, command.args, { ...command.options, env, cwd: '/' });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(stderr?.trim() || message, { cause: error });
  }
}
