import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import pLimit from 'p-limit';
import { httpErrors } from '../errors/http.errors.js';
import type { Article } from './article.js';
import { ArticleThread, type Outcome } from './article-thread.js';
import { tooComplex } from './markdown.js';

const MAX_WAITING = 100;

/**
 * Renders articles in a thread of its own, one at a time: however long a text takes that was written to take long, requests go
 * on being answered, and when it takes too long the thread is ended and the text refused (docs/adr/0035).
 */
@Injectable()
export class Articles implements OnModuleDestroy {
  private readonly oneAtATime = pLimit(1);
  private thread: ArticleThread | undefined;

  /**
   * See `renderArticle`.
   *
   * @throws `http.validation_failed` for a text that is too complex; 503 when too many are waiting, or the machine is too busy.
   */
  async read(source: string, idPrefix: string): Promise<Article> {
    const outcome =
      this.oneAtATime.pendingCount >= MAX_WAITING ? 'busy' : await this.oneAtATime(() => this.render(source, idPrefix));
    if (outcome === 'busy') throw httpErrors.unavailable({ headers: { 'retry-after': '5' } });
    if (outcome === 'too complex') throw tooComplex();
    return outcome;
  }

  async onModuleDestroy(): Promise<void> {
    await this.thread?.end();
  }

  private async render(source: string, idPrefix: string): Promise<Outcome> {
    if (this.thread?.isOver !== false) this.thread = new ArticleThread();
    return this.thread.render({ source, idPrefix });
  }
}
