import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { postErrors } from '../post.errors.js';
import { PostPage } from '../post.view.js';
import { ReactionsService } from './reactions.service.js';

@ApiTags('posts')
@Controller()
export class ReactionsController {
  constructor(private readonly reactions: ReactionsService) {}

  /** Like a post */
  @Put('posts/:id/like')
  @HttpCode(204)
  @Problems(postErrors.notFound, postErrors.notPublished, postErrors.authorGone)
  like(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.reactions.like(user, id);
  }

  /** Take a like back */
  @Delete('posts/:id/like')
  @HttpCode(204)
  @Problems(postErrors.notFound)
  unlike(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.reactions.unlike(user, id);
  }

  /** Keep a post as a bookmark, which nobody else sees */
  @Put('posts/:id/bookmark')
  @HttpCode(204)
  @Problems(postErrors.notFound, postErrors.authorGone)
  addBookmark(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.reactions.addBookmark(user, id);
  }

  /** Take a bookmark away */
  @Delete('posts/:id/bookmark')
  @HttpCode(204)
  @Problems(postErrors.notFound)
  removeBookmark(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.reactions.removeBookmark(user, id);
  }

  /**
   * My bookmarks
   *
   * The latest first. A post that was withdrawn or deleted is left out for as long as it is.
   */
  @Get('users/me/bookmarks')
  @Problems(httpErrors.invalidCursor)
  listBookmarked(@CurrentUser() user: SignedInUser, @Query() query: PageQuery): Promise<PostPage> {
    return this.reactions.listBookmarked(user, query);
  }
}
