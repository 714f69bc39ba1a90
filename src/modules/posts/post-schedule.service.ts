import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Config } from '../../platform/config/load-config.js';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { PostPublicationRepository } from './post-publication.repository.js';
import { PostsRepository } from './posts.repository.js';
import { RevisionsRepository } from './revisions/revisions.repository.js';

export const PUBLICATIONS = 'post-publications';

/** Nobody waits for a publication in this process, so it has to look by itself. */
const POLL_SECONDS = 1;

/**
 * Publishes what is due. A job says when to look, and the post itself whether to publish: one that was rescheduled, withdrawn,
 * deleted or published meanwhile is not due, so jobs need not be cancelled, and may come twice. Where a job was lost, a look at
 * the start and every quarter of an hour finds the post.
 */
@Injectable()
export class PostScheduleService implements OnApplicationBootstrap {
  constructor(
    private readonly publication: PostPublicationRepository,
    private readonly posts: PostsRepository,
    private readonly revisions: RevisionsRepository,
    private readonly jobs: Jobs,
    private readonly config: Config,
    housekeeping: Housekeeping,
  ) {
    jobs.work<{ postId: string }>(PUBLICATIONS, ({ postId }) => this.publishIfDue(postId), {
      pollSeconds: POLL_SECONDS,
    });
    housekeeping.add('scheduled posts that no job had published', () => this.publishOverdue());
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.isServing) await this.publishOverdue();
  }

  /** In the running transaction, which has set the post's `publish_at`. */
  async publishLater(postId: string, publishAt: Date): Promise<void> {
    await this.jobs.enqueue(PUBLICATIONS, { postId }, { startAfter: publishAt });
  }

  @Transactional()
  protected async publishIfDue(postId: string): Promise<void> {
    if (!(await this.publication.publishIfDue(postId))) return;
    await this.posts.indexTags(postId);
    await this.revisions.seal(postId);
  }

  private async publishOverdue(): Promise<number> {
    const due = await this.publication.listOverdue();
    for (const id of due) await this.publishIfDue(id);
    return due.length;
  }
}
