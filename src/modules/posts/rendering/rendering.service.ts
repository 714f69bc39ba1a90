import { Injectable } from '@nestjs/common';
import { Problem } from '../../../platform/errors/problem.js';
import { Log } from '../../../platform/logging/log.js';
import type { PreviewDto } from '../dto/preview.dto.js';
import { PostTexts } from '../post-texts.js';
import { type OutdatedPost, RenderingRepository } from './rendering.repository.js';
import type { PostPreview } from './post-preview.view.js';

const BATCH = 50;

/** Markdown as it will look, and as it looks since the renderer was changed. */
@Injectable()
export class RenderingService {
  constructor(
    private readonly rendering: RenderingRepository,
    private readonly texts: PostTexts,
    private readonly log: Log,
  ) {}

  /** Nothing is stored. @throws `http.validation_failed` for a text that is too complex. */
  async preview({ body }: PreviewDto): Promise<PostPreview> {
    const { html, opening: excerpt, readingMinutes } = await this.texts.from(body);
    return { html, excerpt, readingMinutes };
  }

  /**
   * Renders again what an earlier version of the renderer did. May be broken off and begun again, and run while others write.
   * What the new one refuses stays as it is.
   *
   * @returns how many were rendered, and how many refused.
   */
  async rerender(): Promise<{ rendered: number; refused: number }> {
    const counts = { rendered: 0, refused: 0 };
    let batch: OutdatedPost[] = [];
    do {
      batch = await this.rendering.listOutdated(BATCH, batch.at(-1)?.id);
      for (const post of batch) counts[await this.renderAgain(post)]++;
    } while (batch.length === BATCH);
    return counts;
  }

  private async renderAgain(post: OutdatedPost): Promise<'rendered' | 'refused'> {
    try {
      await this.rendering.update(post, await this.texts.from(post.body, post.id));
      return 'rendered';
    } catch (error) {
      if (!(error instanceof Problem) || error.definition.status !== 422) throw error;
      this.log.warn({ postId: post.id }, 'the renderer refuses this post now; its HTML stays as it was');
      return 'refused';
    }
  }
}
