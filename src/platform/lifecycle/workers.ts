import cluster, { type Worker } from 'node:cluster';
import type { Log } from '../logging/log.js';

/** The pause before a place is filled again doubles from death to death, until a worker has lived for so long. */
const [FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS, GOOD_LIFE_MILLIS] = [200, 30_000, 60_000];
/** So many deaths in a row before any worker has ever served: there is something wrong that time does not mend. */
const HOPELESS = 5;

interface Options {
  count: number;
  /** What workers are told beside what this process was. */
  environment: Record<string, string>;
  log: Log;
  /** Called when no worker comes up. */
  giveUp: (reason: Error) => void;
}

/** Processes that serve the same port. One that dies is replaced; when we stop, all are asked to and waited for. */
export class Workers {
  private isStopping = false;
  private hasServed = false;
  private deathsInARow = 0;
  private readonly ends = new Set<Promise<number>>();

  constructor(private readonly options: Options) {}

  start(): void {
    for (let place = 1; place <= this.options.count; place++) this.fill(place);
  }

  /** @throws when one of them did not end in order. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
    const codes = await Promise.all(this.ends);
    if (codes.some((code) => code !== 0)) throw new Error(`Workers ended with ${codes.join(', ')}.`);
  }

  private fill(place: number): void {
    if (this.isStopping) return;
    const born = performance.now();
    const worker = cluster.fork({ ...this.options.environment, KITCHEN_WORKER: String(place) });
    worker.once('listening', () => (this.hasServed = true));
    const end = endOf(worker);
    this.ends.add(end);
    void end.then((code) => {
      this.ends.delete(end);
      if (!this.isStopping) this.replace(place, code, performance.now() - born);
    });
  }

  private replace(place: number, code: number, livedMillis: number): void {
    const { log, giveUp } = this.options;
    this.deathsInARow = livedMillis > GOOD_LIFE_MILLIS ? 1 : this.deathsInARow + 1;
    if (!this.hasServed && this.deathsInARow >= HOPELESS) {
      giveUp(new Error('No worker comes up: the log says why.'));
      return;
    }
    const pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** (this.deathsInARow - 1));
    log.error({ worker: place, code, pauseMillis: pause }, 'a worker has died; another one takes its place');
    setTimeout(() => {
      this.fill(place);
    }, pause);
  }
}

/** @returns its exit code. One that was asked to stop before it could listen for that has nothing to put in order. */
function endOf(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    worker.once('exit', (code: number | null, signal: string | null) => {
      resolve(code ?? (signal === 'SIGTERM' ? 0 : 128));
    });
  });
}
