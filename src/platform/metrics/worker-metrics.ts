import cluster, { type Worker } from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { AggregatorRegistry, type MetricObject } from 'prom-client';

/** For an answer of a worker that is frozen nobody waits longer than this; its figures are missing then. */
const PATIENCE_MILLIS = 1_000;

type Figures = MetricObject[];
type Message =
  | { kitchen: 'want all' | 'want'; question: string }
  | { kitchen: 'have'; question: string; figures: Figures }
  | { kitchen: 'have all'; question: string; all: Figures[] };

/**
 * In the process that looks after workers: whichever of them is asked for metrics is given those of all. Each keeps series of its
 * own (label `worker`): sums of gauges such as memory would set off alarms.
 */
export function collectForWorkers(): void {
  const open = new Map<string, { all: Figures[]; missing: number; finish: () => void }>();

  cluster.on('message', (asker: Worker, message: Message) => {
    if (message.kitchen === 'want all') {
      const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected() === true);
      const { question } = message;
      const all: Figures[] = [];
      const finish = () => {
        if (open.delete(question) && asker.isConnected()) tell(asker, { kitchen: 'have all', question, all });
      };
      open.set(question, { all, missing: workers.length, finish });
      setTimeout(finish, PATIENCE_MILLIS).unref();
      for (const worker of workers) if (worker) tell(worker, { kitchen: 'want', question });
    } else if (message.kitchen === 'have') {
      const collection = open.get(message.question);
      collection?.all.push(message.figures);
      if (collection && --collection.missing <= 0) collection.finish();
    }
  });
}

/** The figures of all workers in one text, seen from one of them. */
export class WorkerMetrics {
  private readonly waiting = new Map<string, (all: Figures[]) => void>();

  /** @param own tells this worker's figures. */
  constructor(own: () => Promise<Figures>) {
    process.on('message', (message: Message) => {
      if (message.kitchen === 'have all') this.waiting.get(message.question)?.(message.all);
      if (message.kitchen !== 'want') return;
      const { question } = message;
      void own().then(
        (figures) => process.send?.({ kitchen: 'have', question, figures } satisfies Message),
        () => undefined,
      );
    });
  }

  async expose(): Promise<string> {
    const question = randomUUID();
    const all = await new Promise<Figures[]>((resolve) => {
      this.waiting.set(question, resolve);
      process.send?.({ kitchen: 'want all', question } satisfies Message);
    });
    this.waiting.delete(question);
    // Series of different workers differ by a label, so what is called a sum here only puts them side by side.
    const sideBySide = all.map((figures) => figures.map((figure) => ({ ...figure, aggregator: 'sum' })));
    return AggregatorRegistry.aggregate(sideBySide).metrics();
  }
}

function tell(worker: Worker, message: Message): void {
  // One that has just ended needs no answer any more.
  worker.send(message, undefined, () => undefined);
}
