import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { RevisionParam } from '../dto/revision-param.dto.js';
import { postErrors } from '../post.errors.js';
import { PostView } from '../post.view.js';
import { RevisionPage, RevisionView } from './revision.view.js';
import { RevisionsService } from './revisions.service.js';

@ApiTags('posts')
@Controller('posts/:id/revisions')
export class RevisionsController {
  constructor(private readonly revisions: RevisionsService) {}

  /**
   * What my post said, the latest first
   *
   * Each edit of title, text, excerpt or tags makes a revision. Saves of what is not public within ten minutes go into one.
   */
  @Get()
  @Problems(postErrors.notFound, postErrors.notYours, httpErrors.invalidCursor)
  list(
    @CurrentUser() author: SignedInUser,
    @Param() { id }: IdParam,
    @Query() query: PageQuery,
  ): Promise<RevisionPage> {
    return this.revisions.list(author, id, query);
  }

  /** One revision of my post, with its text */
  @Get(':number')
  @Problems(postErrors.notFound, postErrors.notYours, postErrors.revisionNotFound)
  get(@CurrentUser() author: SignedInUser, @Param() { id, number }: RevisionParam): Promise<RevisionView> {
    return this.revisions.get(author, id, number);
  }

  /**
   * Make my post say again what it said then
   *
   * That is a new revision: nothing of the history is lost. A post that is published stays so.
   */
  @Post(':number/restoration')
  @HttpCode(200)
  @Problems(postErrors.notFound, postErrors.notYours, postErrors.revisionNotFound)
  restore(@CurrentUser() author: SignedInUser, @Param() { id, number }: RevisionParam): Promise<PostView> {
    return this.revisions.restore(author, id, number);
  }
}
