import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/load-config.js';
import type { Quota } from '../../../platform/limits/quota.js';
import { Quotas } from '../../../platform/limits/quotas.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';

const WINDOW_SECONDS = 60;

/** Slows down who writes more than a conversation needs: in all, and under one post. */
@Injectable()
export class CommentFlood {
  private readonly everywhere: Quota;
  private readonly underOnePost: Quota;

  constructor(
    config: Config,
    private readonly quotas: Quotas,
  ) {
    const windowSeconds = WINDOW_SECONDS;
    this.everywhere = { name: 'comments', requests: config.get('COMMENTS_PER_MINUTE'), windowSeconds };
    this.underOnePost = { name: 'comments-here', requests: config.get('COMMENTS_PER_POST_AND_MINUTE'), windowSeconds };
  }

  /** Whether anything is counted. */
  get isOn(): boolean {
    return this.everywhere.requests > 0 || this.underOnePost.requests > 0;
  }

  /**
   * Counts a comment, in the transaction that stores it: what is not stored does not count.
   *
   * @throws `http.too_many_requests`
   */
  async admit(author: SignedInUser, postId: string): Promise<void> {
    const all = [
      { quota: this.everywhere, whom: author.id },
      { quota: this.underOnePost, whom: `${author.id} ${postId}` },
    ];
    await this.quotas.takeAll(all.filter(({ quota: { requests } }) => requests > 0));
  }
}
