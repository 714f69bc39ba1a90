import { Injectable } from '@nestjs/common';
import { Articles } from '../../platform/markdown/articles.js';
import { RENDERER_VERSION } from '../../platform/markdown/renderer-version.js';
import { openingOf, readingMinutesOf } from './post.text.js';

/** A body, and everything that is worked out from it when it is written. */
export interface PostText {
  body: string;
  html: string;
  rendererVersion: number;
  /** Stands in for an excerpt. */
  opening: string;
  readingMinutes: number;
}

/** Whose ids a text has that is only looked at. */
const PREVIEW = 'preview';

@Injectable()
export class PostTexts {
  constructor(private readonly articles: Articles) {}

  /** @param postId makes the ids in the HTML the post's own. @throws `http.validation_failed` for a text that is too complex. */
  async from(body: string, postId: string = PREVIEW): Promise<PostText> {
    // The last part of a UUIDv7 is chance alone.
    const { html, text, wordCount } = await this.articles.read(body, postId.slice(-12));
    const [opening, readingMinutes] = [openingOf(text), readingMinutesOf(wordCount)];
    return { body, html, rendererVersion: RENDERER_VERSION, opening, readingMinutes };
  }
}
