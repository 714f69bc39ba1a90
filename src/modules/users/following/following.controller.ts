import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { KeptForGuests } from '../../../platform/public-answers/public-answer.decorator.js';
import { CurrentUser, OptionalAuth } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { UsernameParam } from '../dto/username-param.dto.js';
import { userErrors } from '../user.errors.js';
import { FollowingService } from './following.service.js';
import { FollowPage } from './following.view.js';

@ApiTags('users')
@Controller('users/:username')
export class FollowingController {
  constructor(private readonly following: FollowingService) {}

  /**
   * Follow a member
   *
   * Their posts appear in `GET /api/v1/posts/feed`.
   */
  @Put('follow')
  @HttpCode(204)
  @Problems(userErrors.notFound, userErrors.cannotFollowSelf, userErrors.followsTooMany, userErrors.accountGone)
  follow(@CurrentUser() user: SignedInUser, @Param() { username }: UsernameParam): Promise<void> {
    return this.following.follow(user, username);
  }

  /** Follow a member no longer */
  @Delete('follow')
  @HttpCode(204)
  @Problems(userErrors.notFound)
  unfollow(@CurrentUser() user: SignedInUser, @Param() { username }: UsernameParam): Promise<void> {
    return this.following.unfollow(user, username);
  }

  /** Who follows a member, the latest first */
  @Get('followers')
  @OptionalAuth()
  @KeptForGuests()
  @Problems(userErrors.notFound, httpErrors.invalidCursor)
  listFollowers(
    @CurrentUser() viewer: SignedInUser | undefined,
    @Param() { username }: UsernameParam,
    @Query() query: PageQuery,
  ): Promise<FollowPage> {
    return this.following.listFollowers(viewer, username, query);
  }

  /** Whom a member follows, the latest first */
  @Get('following')
  @OptionalAuth()
  @KeptForGuests()
  @Problems(userErrors.notFound, httpErrors.invalidCursor)
  listFollowing(
    @CurrentUser() viewer: SignedInUser | undefined,
    @Param() { username }: UsernameParam,
    @Query() query: PageQuery,
  ): Promise<FollowPage> {
    return this.following.listFollowing(viewer, username, query);
  }
}
