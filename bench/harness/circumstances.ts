import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';

/** Where, when and of what figures were taken. Without that they mean nothing. */
export interface Circumstances {
  commit: string;
  date: string;
  machine: string;
  node: string;
  postgres: string;
}

export function circumstances(postgres: string): Circumstances {
  const [processor] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return {
    commit: commit(),
    date: new Date().toISOString().slice(0, 16) + 'Z',
    machine: `${cpus().length} × ${processor?.model.trim() ?? 'unknown'}, ${gigabytes} GB, ${type()} ${release().split('-')[0]}`,
    node: process.version,
    postgres,
  };
}

function commit(): string {
  const git = (...parameters: string[]) => execFileSync('git', parameters, { encoding: 'utf8' }).trim();
  const isChanged = git('status', '--porcelain', '--', 'src', 'package-lock.json') !== '';
  return git('rev-parse', '--short', 'HEAD') + (isChanged ? ' with uncommitted changes' : '');
}
