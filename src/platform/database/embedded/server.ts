import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import type { ClusterFiles } from './cluster-files.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { endServer } from './end-server.js';
import { launch } from './launch.js';
import { preferredPort, rememberPort } from './loopback-port.js';
import { removeStaleState, serverState } from './postmaster-file.js';
import { birthOf, isRunning } from './process-table.js';
import { type ServerSettings, serverArguments } from './settings.js';
import { answers } from './superuser.js';

/** Recovery after a crash, or orphaned backends that are busy, may well take a while. */
const START_MS = 60_000;

/** The one server of a data directory, whichever process started it. */
export class Server {
  /** Process id, and TCP port of 127.0.0.1; 0 until it was first seen running. */
  pid = 0;
  port = 0;
  private birth: string | undefined;

  constructor(
    private readonly files: ClusterFiles,
    private readonly binaries: Binaries,
    private readonly settings: ServerSettings,
  ) {}

  /**
   * Adopts the running server, or starts it. PostgreSQL's own lock on the data directory decides between processes that do
   * so at once, and the losers adopt the winner's.
   *
   * @throws EmbeddedPostgresError if it does not come up.
   */
  async ensureRunning(signal?: AbortSignal): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline) {
      signal?.throwIfAborted();
      const found = await serverState(this.files.cluster);
      if (found.state === 'ready' && (await answers(found.port, this.files))) return this.adopt(found);
      if (found.state === 'stale') await removeStaleState(this.files.cluster);
      if (found.state === 'absent') await this.start(deadline);
      else await sleep(25);
    }
    const problem = `PostgreSQL in ${this.files.cluster} did not get ready within ${START_MS / 1000} s.`;
    throw new EmbeddedPostgresError(`${problem} Its log is ${this.files.log}`);
  }

  async isAlive(): Promise<boolean> {
    // Elsewhere than on Linux a process's birth is too dear to be asked for again and again.
    return process.platform === 'linux' ? (await birthOf(this.pid)) === this.birth : isRunning(this.pid);
  }

  /** Ends all sessions and the server; resolves when its process is gone. */
  async shutDown(): Promise<void> {
    const found = await serverState(this.files.cluster);
    if ('pid' in found && found.pid !== undefined) await endServer(found.pid, this.binaries.pgCtl);
    // Its file is gone where somebody removed the data directory under it.
    else if (this.pid !== 0 && (await this.isAlive())) await endServer(this.pid, this.binaries.pgCtl);
  }

  private async adopt({ pid, port }: { pid: number; port: number }): Promise<void> {
    this.birth = await birthOf(pid);
    this.pid = pid;
    this.port = port;
    await rememberPort(this.files.port, port);
  }

  /** Returns when a server is up, or when this one ended for a reason that will pass. */
  private async start(deadline: number): Promise<void> {
    // Once a port was given out to connection pools, it is kept.
    const port = this.port || (await preferredPort(this.files.port));
    const launched = await launch(this.files, this.binaries, serverArguments(this.files.cluster, port, this.settings));
    while (!launched.end && !(await this.isReady()) && Date.now() < deadline) await sleep(15);
    if (!launched.end) return;
    const { isPassing, log } = launched.end;
    if (!isPassing) throw new EmbeddedPostgresError(`PostgreSQL in ${this.files.cluster} did not start:\n${log}`);
    await sleep(200);
  }

  private async isReady(): Promise<boolean> {
    return (await serverState(this.files.cluster)).state === 'ready';
  }
}
