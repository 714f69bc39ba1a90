import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Article } from './article.js';
import type { ArticleRequest } from './article.worker.js';

/** Of the thread's own time, however busy the machine is. No text that somebody means takes a tenth of it. */
const MAX_CPU_MILLIS = 3_000;
/** Of the clock on the wall, loading what the thread needs included. Past it the machine is to blame, and not the text. */
const MAX_MILLIS = 15_000;
const LOOK_EVERY_MILLIS = 250;
const MAX_HEAP_MEGABYTES = 192;

export type Outcome = Article | 'too complex' | 'busy';

/** A thread that renders one text after the other, until one is too much for it. */
export class ArticleThread {
  /** Nothing comes of it any more: the next text needs a new one. */
  isOver = false;

  private readonly worker = new Worker(new URL('./article.worker.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MEGABYTES },
  });
  private readonly loaded = once(this.worker, 'message').then(
    () => 'loaded' as const,
    () => 'busy' as const,
  );

  constructor() {
    // Out of memory, or broken. Who waits for an answer hears of it as well.
    this.worker.on('error', () => (this.isOver = true));
  }

  async render(request: ArticleRequest): Promise<Outcome> {
    const over = new AbortController();
    const { signal } = over;
    const tooLate = setTimeout(MAX_MILLIS, 'busy' as const, { signal, ref: false });
    // With a request under way the process must not end; without one the thread must not keep it.
    this.worker.ref();
    try {
      // One that is slow to load goes on loading, for whoever asks next.
      if ((await Promise.race([this.loaded, tooLate])) === 'busy') return 'busy';
      const outcome = await Promise.race([this.answerTo(request, signal), this.overwork(signal), tooLate]);
      if (outcome === 'busy') await this.end();
      return outcome;
    } finally {
      over.abort();
      this.worker.unref();
    }
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.worker.terminate();
  }

  private async answerTo(request: ArticleRequest, signal: AbortSignal): Promise<Outcome> {
    this.worker.postMessage(request);
    try {
      const [article] = (await once(this.worker, 'message', { signal })) as [Article | undefined];
      return article ?? 'too complex';
    } catch {
      return 'too complex';
    }
  }

  /** Ends the thread once it has computed for as long as it may. */
  private async overwork(signal: AbortSignal): Promise<Outcome> {
    try {
      const before = await this.worker.cpuUsage();
      let used = 0;
      while (used < MAX_CPU_MILLIS) {
        await setTimeout(LOOK_EVERY_MILLIS, undefined, { signal });
        const { user, system } = await this.worker.cpuUsage(before);
        used = (user + system) / 1_000;
      }
    } catch {
      // Answered, or gone: it cannot be asked any more.
    }
    if (!signal.aborted) await this.end();
    return 'too complex';
  }
}
