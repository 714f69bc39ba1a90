import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { postErrors } from '../post.errors.js';
import { PostView } from '../post.view.js';
import { TrashService } from './trash.service.js';
import { EmptiedTrash, TrashPage } from './trash.view.js';

@ApiTags('posts')
@Controller()
export class TrashController {
  constructor(private readonly trash: TrashService) {}

  /**
   * My deleted posts
   *
   * The latest first. They are restored with `POST /api/v1/posts/{id}/restoration`, and gone for good 30 days after they were deleted.
   */
  @Get('users/me/trash')
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() author: SignedInUser, @Query() query: PageQuery): Promise<TrashPage> {
    return this.trash.list(author, query);
  }

  /** Empty my trash */
  @Delete('users/me/trash')
  async empty(@CurrentUser() author: SignedInUser): Promise<EmptiedTrash> {
    return { deletedCount: await this.trash.empty(author) };
  }

  /**
   * Delete a post in my trash for good
   *
   * Its comments, likes and history go with it. Its addresses stay reserved.
   */
  @Delete('users/me/trash/:id')
  @HttpCode(204)
  @Problems(postErrors.notFound)
  purge(@CurrentUser() author: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.trash.purge(author, id);
  }

  /**
   * Take a post out of the trash
   *
   * It is again what it was, at the same address, with its comments and likes; one whose time to be published has passed
   * meanwhile is a draft. What a moderator deleted only moderators can restore.
   */
  @Post('posts/:id/restoration')
  @HttpCode(200)
  @Problems(postErrors.notFound, postErrors.notInTrash, postErrors.removedByModerator)
  restore(@CurrentUser() viewer: SignedInUser, @Param() { id }: IdParam): Promise<PostView> {
    return this.trash.restore(viewer, id);
  }
}
