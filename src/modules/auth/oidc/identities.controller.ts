import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { Location } from '../../../platform/http/location.decorator.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { IgnoresIdempotencyKey } from '../../../platform/idempotency/ignores-idempotency-key.decorator.js';
import { CurrentSession, Public } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { authErrors } from '../auth.errors.js';
import { RedeemSignInDto } from './dto/redeem-sign-in.dto.js';
import { IdentitiesService } from './identities.service.js';
import { IdentityPage, IdentityView, ProviderList } from './identity.view.js';
import { stepUpErrors } from '../step-up/step-up.errors.js';
import { oidcErrors } from './oidc.errors.js';
import { Providers } from './providers/providers.js';

@ApiTags('auth')
@Controller('auth')
export class IdentitiesController {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly providers: Providers,
  ) {}

  /** With which accounts elsewhere one can sign in */
  @Get('providers')
  @Public()
  listProviders(): ProviderList {
    return this.providers.list();
  }

  /** Accounts elsewhere that I sign in with, in the order in which they were linked */
  @Get('identities')
  list(@CurrentSession() user: SessionUser, @Query() query: PageQuery): Promise<IdentityPage> {
    return this.identities.list(user, query);
  }

  /**
   * Link an account elsewhere to mine
   *
   * Begins like signing in with it; here the code is redeemed. Takes my `password`, if I have one. I am told by mail.
   */
  @Post('identities')
  @IgnoresIdempotencyKey()
  @Location('/api/v1/auth/identities')
  @Problems(
    oidcErrors.invalidSignInCode,
    oidcErrors.identityTaken,
    oidcErrors.tooManyIdentities,
    authErrors.wrongPassword,
    authErrors.tooManyAttempts,
    authErrors.busy,
    stepUpErrors.stepUpRequired,
  )
  link(@CurrentSession() user: SessionUser, @Body() wanted: RedeemSignInDto): Promise<IdentityView> {
    return this.identities.linkMine(user, wanted);
  }

  /** Unlink an account elsewhere */
  @Delete('identities/:id')
  @HttpCode(204)
  @Problems(oidcErrors.identityNotFound, oidcErrors.lastSignInMethod, stepUpErrors.stepUpRequired)
  unlink(@CurrentSession() user: SessionUser, @Param() { id }: IdParam): Promise<void> {
    return this.identities.unlink(user, id);
  }
}
