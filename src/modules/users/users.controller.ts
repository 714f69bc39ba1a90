import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ExpectedVersions, IfMatch } from '../../platform/http/if-match.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { KeptForGuests } from '../../platform/public-answers/public-answer.decorator.js';
import { CurrentUser, OptionalAuth } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { UpdateAccountDto } from './dto/update-account.dto.js';
import { UsernameParam } from './dto/username-param.dto.js';
import { userErrors } from './user.errors.js';
import { OwnAccount, UserProfile } from './user.view.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  /** My account */
  @Get('me')
  getOwn(@CurrentUser() user: SignedInUser): Promise<OwnAccount> {
    return this.users.getOwn(user.id);
  }

  /** Change my profile */
  @Patch('me')
  @Problems(userErrors.avatarNotYours, httpErrors.preconditionFailed)
  update(
    @CurrentUser() user: SignedInUser,
    @Body() changes: UpdateAccountDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<OwnAccount> {
    return this.users.update(user.id, changes, expected);
  }

  /** A member's public profile */
  @Get(':username')
  @OptionalAuth()
  @KeptForGuests()
  @Problems(userErrors.notFound)
  getProfile(
    @CurrentUser() viewer: SignedInUser | undefined,
    @Param() { username }: UsernameParam,
  ): Promise<UserProfile> {
    return this.users.getProfile(viewer, username);
  }
}
