import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Clock } from '../../platform/clock/clock.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { Problem } from '../../platform/errors/problem.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { CommentPeriod } from './comment-period.js';
import type { PublicationDto } from './dto/publication.dto.js';
import { mayEdit, PostAccess } from './post-access.js';
import { postErrors } from './post.errors.js';
import { toPost } from './post.mapper.js';
import { PostPublicationRepository, type Wanted } from './post-publication.repository.js';
import { PostScheduleService } from './post-schedule.service.js';
import type { PostView } from './post.view.js';
import { PostsRepository } from './posts.repository.js';
import { RevisionsRepository } from './revisions/revisions.repository.js';
import { requireFuture } from './publish-at.js';

/** Drafts become public, now or at a time, and may be taken back. All of it can be repeated without effect. */
@Injectable()
export class PostPublicationService {
  constructor(
    private readonly publication: PostPublicationRepository,
    private readonly posts: PostsRepository,
    private readonly access: PostAccess,
    private readonly schedule: PostScheduleService,
    private readonly revisions: RevisionsRepository,
    private readonly period: CommentPeriod,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws `posts.not_found`, `posts.not_yours`, `http.precondition_failed`; with a time, `posts.already_published`, and
   * `http.validation_failed` for one that is past
   */
  async publish(
    author: SignedInUser,
    id: string,
    { publishAt }: PublicationDto,
    expected: ExpectedVersions,
  ): Promise<PostView> {
    if (!publishAt) return this.change(author, id, { status: 'published' }, expected);
    requireFuture(publishAt, this.clock.now());
    return this.change(author, id, { status: 'scheduled', publishAt }, expected);
  }

  /** @throws `posts.not_found`, `posts.not_yours`, `http.precondition_failed` */
  async unpublish(author: SignedInUser, id: string, expected: ExpectedVersions): Promise<PostView> {
    return this.change(author, id, { status: 'draft' }, expected);
  }

  @Transactional()
  protected async change(
    author: SignedInUser,
    id: string,
    wanted: Wanted,
    expected: ExpectedVersions,
  ): Promise<PostView> {
    const post = await this.publication.change(author.id, id, wanted, expected);
    if (!post) throw await this.explainRefusal(author, id, wanted, expected);
    await this.posts.indexTags(id);
    if (post.status === 'published') await this.revisions.seal(id);
    if (wanted.publishAt) await this.schedule.publishLater(id, wanted.publishAt);
    return toPost(post, author, this.period);
  }

  private async explainRefusal(
    author: SignedInUser,
    id: string,
    { status }: Wanted,
    expected: ExpectedVersions,
  ): Promise<Problem> {
    const post = await this.posts.findById(author.id, id);
    const isAtVersion = post !== undefined && (expected === undefined || expected.includes(post.version));
    const isTooLate = isAtVersion && mayEdit(author, post) && status === 'scheduled' && post.status === 'published';
    return isTooLate ? postErrors.alreadyPublished() : this.access.explainRefusal(author, id, mayEdit);
  }
}
