import { Injectable } from '@nestjs/common';
import { type NewestComment, NewestCommentsRepository } from './newest-comments.repository.js';

/** What was last said under a post, for feeds. */
@Injectable()
export class NewestCommentsService {
  constructor(private readonly comments: NewestCommentsRepository) {}

  /** Those that everybody may read, the newest first. Whether the post is everybody's to see is for the caller to ask. */
  async list(postId: string, count: number): Promise<NewestComment[]> {
    return this.comments.list(postId, count);
  }
}
