import { Injectable } from '@nestjs/common';
import type { Problem } from '../../../platform/errors/problem.js';
import { Pages } from '../../../platform/http/page.js';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { mayEdit, PostAccess } from '../post-access.js';
import { postErrors } from '../post.errors.js';
import type { PostView } from '../post.view.js';
import { PostsRepository } from '../posts.repository.js';
import { PostsService } from '../posts.service.js';
import { toRevision, toRevisionSummary } from './revision.mapper.js';
import type { RevisionPage, RevisionView } from './revision.view.js';
import { type RevisionRow, RevisionsRepository } from './revisions.repository.js';

/** The history of a post, for its author's eyes: drafts were not written for others (docs/adr/0035). */
@Injectable()
export class RevisionsService {
  constructor(
    private readonly revisions: RevisionsRepository,
    private readonly posts: PostsService,
    private readonly postRows: PostsRepository,
    private readonly access: PostAccess,
    private readonly pages: Pages,
  ) {}

  /** The latest first. @throws `posts.not_found`, `posts.not_yours` */
  async list(author: SignedInUser, postId: string, query: PageQuery): Promise<RevisionPage> {
    const page = await this.pages.read({
      name: `revisions:${postId}`,
      query,
      read: (count, after: readonly [number] | undefined) => this.revisions.list(author.id, postId, count, after?.[0]),
      keyOf: ({ number }) => [number] as const,
      toItem: toRevisionSummary,
    });
    if (page.items.length === 0) throw await this.explainRefusal(author, postId);
    return page;
  }

  /** @throws `posts.not_found`, `posts.not_yours`, `posts.revision_not_found` */
  async get(author: SignedInUser, postId: string, number: number): Promise<RevisionView> {
    return toRevision(await this.find(author, postId, number));
  }

  /**
   * Makes the post say again what it said then, as a new revision; nothing of its history is lost. What it says already stays.
   *
   * @throws `posts.not_found`, `posts.not_yours`, `posts.revision_not_found`
   */
  async restore(author: SignedInUser, postId: string, number: number): Promise<PostView> {
    const { title, body, excerpt, tags } = await this.find(author, postId, number);
    return this.posts.restoreRevision(author, postId, { title, body, excerpt, tags }, number);
  }

  private async find(author: SignedInUser, postId: string, number: number): Promise<RevisionRow> {
    const revision = await this.revisions.find(author.id, postId, number);
    if (!revision) throw await this.explainRefusal(author, postId);
    return revision;
  }

  private async explainRefusal(author: SignedInUser, postId: string): Promise<Problem> {
    const post = await this.postRows.findById(author.id, postId);
    if (post && mayEdit(author, post)) return postErrors.revisionNotFound();
    return this.access.explainRefusal(author, postId, mayEdit);
  }
}
