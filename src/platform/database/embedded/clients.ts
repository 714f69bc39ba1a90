import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ifMissing } from './missing-file.js';
import { isMarkAlive, markOfThisProcess } from './process-mark.js';

const CLOSING = '.closing';

/** Longer than stopping a server may take; a process that is suspended meanwhile is not waited for any longer. */
const CLOSING_MS = 20_000;

/**
 * One use of the server by one process, written down as a file, so that the last one to leave stops the server.
 *
 * No lock is needed, nor can one go stale: who comes writes its file and then looks for somebody closing; who leaves
 * announces that it is closing and then looks for others. Of two who meet, at least one sees the other: the one who leaves
 * then gives up stopping, the one who comes waits until that is settled.
 */
export class Client {
  private constructor(
    private readonly directory: string,
    private readonly mark: string,
  ) {}

  /** Registers, and resolves once nobody is about to stop the server. */
  static async register(directory: string): Promise<Client> {
    await mkdir(directory, { recursive: true });
    const client = new Client(directory, await markOfThisProcess());
    await writeFile(join(directory, client.mark), '', { flag: 'wx' });
    const deadline = Date.now() + CLOSING_MS;
    while ((await client.others()).closing > 0 && Date.now() < deadline) await sleep(50);
    return client;
  }

  /** Leaves, and calls `stopServer` first if nobody else uses the server. */
  async leave(stopServer: () => Promise<void>): Promise<void> {
    const closing = join(this.directory, this.mark + CLOSING);
    await writeFile(closing, '').catch(ifMissing(undefined));
    await rm(join(this.directory, this.mark), { force: true });
    try {
      if ((await this.others()).using === 0) await stopServer();
    } finally {
      await rm(closing, { force: true });
    }
  }

  /** Counts the living, and clears away what the dead have left. */
  private async others(): Promise<{ using: number; closing: number }> {
    const count = { using: 0, closing: 0 };
    for (const name of await readdir(this.directory).catch(ifMissing([]))) {
      const mark = name.replace(CLOSING, '');
      if (mark === this.mark) continue;
      const isAlive = await isMarkAlive(mark);
      if (isAlive) count[name === mark ? 'using' : 'closing'] += 1;
      else if (isAlive === false) await rm(join(this.directory, name), { force: true });
    }
    return count;
  }
}
