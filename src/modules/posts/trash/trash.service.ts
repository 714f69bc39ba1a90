import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { Housekeeping } from '../../../platform/jobs/housekeeping.js';
import type { ExpectedVersions } from '../../../platform/http/if-match.decorator.js';
import { Pages } from '../../../platform/http/page.js';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import { isModerator, type SignedInUser } from '../../../platform/security/signed-in-user.js';
import { CommentPeriod } from '../comment-period.js';
import { mayDelete, PostAccess } from '../post-access.js';
import { postErrors } from '../post.errors.js';
import type { PostKey } from '../post-lists.repository.js';
import { toPost } from '../post.mapper.js';
import { PostScheduleService } from '../post-schedule.service.js';
import type { PostView } from '../post.view.js';
import { PostsRepository } from '../posts.repository.js';
import { toTrashedPost } from './trash.mapper.js';
import { TrashRepository, type TrashViewer } from './trash.repository.js';
import type { TrashPage } from './trash.view.js';

const SWEPT_AT_ONCE = 100;

/** Deleted posts are nobody's to see, and can be restored for 30 days (docs/adr/0033). */
@Injectable()
export class TrashService {
  constructor(
    private readonly trash: TrashRepository,
    private readonly posts: PostsRepository,
    private readonly access: PostAccess,
    private readonly schedule: PostScheduleService,
    private readonly period: CommentPeriod,
    private readonly pages: Pages,
    private readonly audit: AuditTrail,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add('posts that were in the trash for 30 days', () => this.sweep());
  }

  /** @throws `posts.not_found`, `posts.not_yours`, `http.precondition_failed` */
  @Transactional()
  async put(viewer: SignedInUser, id: string, expected: ExpectedVersions): Promise<void> {
    const post = await this.trash.put(asked(viewer), id, expected);
    if (!post) throw await this.access.explainRefusal(viewer, id, mayDelete);
    await this.posts.indexTags(id);
    if (post.authorId === viewer.id) return;
    await this.audit.record('posts.deleted', { subjectId: post.authorId, details: { postId: id } });
  }

  /**
   * Gives a post back as it was, with its comments, likes and slugs. One whose time to be published has passed is a draft.
   *
   * @throws `posts.not_found`, `posts.not_in_trash`; `posts.removed_by_moderator` to its author
   */
  @Transactional()
  async restore(viewer: SignedInUser, id: string): Promise<PostView> {
    const post = await this.trash.restore(asked(viewer), id);
    if (!post) throw await this.explainWhyItStays(viewer, id);
    await this.posts.indexTags(id);
    if (post.publishAt) await this.schedule.publishLater(id, post.publishAt);
    if (post.trashedBy === 'moderator')
      await this.audit.record('posts.restored', { subjectId: post.authorId, details: { postId: id } });
    return toPost(post, viewer, this.period);
  }

  async list(author: SignedInUser, query: PageQuery): Promise<TrashPage> {
    return this.pages.read({
      name: 'posts:trash',
      query,
      read: (count, after: PostKey | undefined) => this.trash.list(author.id, count, after),
      keyOf: ({ id, trashedAt }): PostKey => [trashedAt.toISOString(), id],
      toItem: (post) => toTrashedPost(post, author),
    });
  }

  /** For good, with everything that hangs on it but its slugs, which stay reserved. @throws `posts.not_found` */
  async purge(author: SignedInUser, id: string): Promise<void> {
    if (!(await this.trash.purge(author.id, id))) throw postErrors.notFound();
  }

  /** {@link purge} of everything. @returns how many there were. */
  async empty(author: SignedInUser): Promise<number> {
    return this.trash.empty(author.id);
  }

  private async explainWhyItStays(viewer: SignedInUser, id: string): Promise<Error> {
    const trashed = await this.trash.find(id);
    if (trashed?.authorId === viewer.id) return postErrors.removedByModerator();
    const isThere = trashed === undefined && (await this.posts.findVisible(viewer.id, id)) !== undefined;
    return isThere ? postErrors.notInTrash() : postErrors.notFound();
  }

  /** In small pieces, so that none holds its locks for long. */
  private async sweep(): Promise<number> {
    let swept = 0;
    for (let latest = SWEPT_AT_ONCE; latest === SWEPT_AT_ONCE; swept += latest)
      latest = await this.trash.sweep(SWEPT_AT_ONCE);
    return swept;
  }
}

function asked(viewer: SignedInUser): TrashViewer {
  return { id: viewer.id, isModerator: isModerator(viewer) };
}
