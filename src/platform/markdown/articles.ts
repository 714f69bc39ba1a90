import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import pLimit from 'p-limit';
import { httpErrors } from '../errors/http.errors.js';
import type { Article } from './article.js';
import type { ArticleRequest } from './article.worker.js';
import { tooComplex } from './markdown.js';

/** No text that somebody means takes a tenth of this, on a busy machine either. */
const MAX_MILLIS = 3_000;
/** To load what the thread needs takes time of its own, for which no text is to blame. */
const START_MILLIS = 15_000;
const MAX_WAITING = 100;
const MAX_HEAP_MEGABYTES = 192;

/**
 * Renders articles in a thread of its own, one at a time: however long a text takes that was written to take long, requests go
 * on being answered, and when it takes too long the thread is ended and the text refused (docs/adr/0035).
 */
@Injectable()
export class Articles implements OnModuleDestroy {
  private readonly oneAtATime = pLimit(1);
  private worker: Worker | undefined;

  /** See `renderArticle`. @throws `http.validation_failed` for a text that is too complex; 503 when too many are waiting. */
  async read(source: string, idPrefix: string): Promise<Article> {
    if (this.oneAtATime.pendingCount >= MAX_WAITING) throw httpErrors.unavailable({ headers: { 'retry-after': '5' } });
    const article = await this.oneAtATime(() => this.render({ source, idPrefix }));
    if (!article) throw tooComplex();
    return article;
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker?.terminate();
  }

  private async render(request: ArticleRequest): Promise<Article | undefined> {
    const worker = this.worker ?? (await this.start());
    // With a request under way the process must not end; without one the thread must not keep it.
    worker.ref();
    worker.postMessage(request);
    try {
      const [article] = (await once(worker, 'message', { signal: AbortSignal.timeout(MAX_MILLIS) })) as [
        Article | undefined,
      ];
      return article;
    } catch {
      // Out of time, out of memory, or broken: the next text gets a new thread.
      this.worker = undefined;
      await worker.terminate();
      return undefined;
    } finally {
      worker.unref();
    }
  }

  /** @returns the thread once it is ready for a text. */
  private async start(): Promise<Worker> {
    const worker = new Worker(new URL('./article.worker.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MEGABYTES },
    });
    this.worker = worker;
    try {
      await once(worker, 'message', { signal: AbortSignal.timeout(START_MILLIS) });
      return worker;
    } catch (cause) {
      this.worker = undefined;
      await worker.terminate();
      throw httpErrors.unavailable({ cause, headers: { 'retry-after': '5' } });
    }
  }
}
