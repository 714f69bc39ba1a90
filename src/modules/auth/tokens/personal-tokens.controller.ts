import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { Location } from '../../../platform/http/location.decorator.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { ShownOnce } from '../../../platform/idempotency/shown-once.decorator.js';
import { CurrentSession } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { stepUpErrors } from '../step-up/step-up.errors.js';
import { CreateTokenDto } from './dto/create-token.dto.js';
import { NewPersonalTokenView, PersonalTokenPage, PersonalTokenView } from './personal-token.view.js';
import { PersonalTokensService } from './personal-tokens.service.js';
import { tokenErrors } from './token.errors.js';

@ApiTags('auth')
@Controller('auth/tokens')
export class PersonalTokensController {
  constructor(private readonly tokens: PersonalTokensService) {}

  /** My personal access tokens, newest first */
  @Get()
  list(@CurrentSession() user: SessionUser, @Query() query: PageQuery): Promise<PersonalTokenPage> {
    return this.tokens.list(user, query);
  }

  /**
   * Make a personal access token
   *
   * A key for a program of yours: it acts for you within its scopes, until it expires or is revoked. It can never touch the
   * security of your account, and has none of a moderator’s or admin’s rights. The token is in this answer and nowhere else.
   */
  @Post()
  @Location('/api/v1/auth/tokens/{id}')
  @ShownOnce('token')
  @Problems(tokenErrors.tooManyTokens, stepUpErrors.stepUpRequired)
  create(@CurrentSession() user: SessionUser, @Body() wanted: CreateTokenDto): Promise<NewPersonalTokenView> {
    return this.tokens.create(user, wanted);
  }

  /** One of my personal access tokens */
  @Get(':id')
  @Problems(tokenErrors.tokenNotFound)
  get(@CurrentSession() user: SessionUser, @Param() { id }: IdParam): Promise<PersonalTokenView> {
    return this.tokens.get(user, id);
  }

  /** Revoke a personal access token */
  @Delete(':id')
  @HttpCode(204)
  @Problems(tokenErrors.tokenNotFound)
  revoke(@CurrentSession() user: SessionUser, @Param() { id }: IdParam): Promise<void> {
    return this.tokens.revoke(user, id);
  }
}
