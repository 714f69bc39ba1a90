import { parentPort } from 'node:worker_threads';
import { renderArticle } from './article.js';

/** What the thread is asked, one thing at a time; it answers with the article, or undefined for one that is too complex. */
export interface ArticleRequest {
  source: string;
  idPrefix: string;
}

parentPort?.on('message', ({ source, idPrefix }: ArticleRequest) => {
  parentPort?.postMessage(renderArticle(source, idPrefix));
});
// The first message says only that all is loaded.
parentPort?.postMessage('ready');
