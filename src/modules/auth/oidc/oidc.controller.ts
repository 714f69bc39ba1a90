import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { RateLimit } from '../../../platform/limits/rate-limit.decorator.js';
import { TakesAnyQuery } from '../../../platform/http/query.decorators.js';
import { Public } from '../../../platform/security/access.decorators.js';
import { authErrors } from '../auth.errors.js';
import { Clients } from '../clients.js';
import { quotas } from '../limits/quotas.js';
import { SignInView } from '../session.view.js';
import { signInErrors } from '../sign-in/sign-in.errors.js';
import { ProviderParam } from './dto/provider-param.dto.js';
import { RedeemSignInDto } from './dto/redeem-sign-in.dto.js';
import { StartQuery } from './dto/start-query.dto.js';
import { Navigate, type Navigation } from './navigation.interceptor.js';
import { OidcNavigation } from './oidc-navigation.service.js';
import { OidcSessions } from './oidc-sessions.service.js';
import { oidcErrors } from './oidc.errors.js';

@ApiTags('auth')
@Public()
@Controller('auth/oidc')
export class OidcController {
  constructor(
    private readonly navigation: OidcNavigation,
    private readonly sessions: OidcSessions,
    private readonly clients: Clients,
  ) {}

  /**
   * Redeem a sign-in with an account elsewhere
   *
   * Takes the `code` that the browser came back with and the `verifier` of the beginning; both are good once, for 60 seconds. An
   * address that is new here becomes an account, and one that has an account takes its `password` once to be linked.
   */
  @Post('session')
  @HttpCode(200)
  @RateLimit(quotas.oidcSession)
  @Problems(
    oidcErrors.invalidSignInCode,
    oidcErrors.addressUnproven,
    oidcErrors.linkPasswordRequired,
    oidcErrors.linkElsewhere,
    oidcErrors.tooManyIdentities,
    authErrors.wrongPassword,
    authErrors.tooManyAttempts,
    authErrors.invalidCredentials,
    authErrors.suspended,
    authErrors.busy,
    signInErrors.secondFactorRequired,
  )
  redeem(@Body() wanted: RedeemSignInDto, @Req() request: FastifyRequest): Promise<SignInView> {
    return this.sessions.redeem(wanted, this.clients.of(request));
  }

  /**
   * Sign in with an account elsewhere
   *
   * For browsers to go to, not to be fetched: it leads to the service, which leads back to `returnTo` with `#code=…`, or with
   * `#error=…`, which is the code of an error.
   */
  @Get(':provider')
  @HttpCode(303)
  @RateLimit(quotas.oidcStart)
  @ApiResponse({ status: 303, description: 'To the service, with a cookie that ties its answer to this browser' })
  @UseInterceptors(Navigate)
  @Problems(oidcErrors.providerUnknown, oidcErrors.providerUnavailable, httpErrors.tooManyRequests)
  start(
    @Param() { provider }: ProviderParam,
    @Query() query: StartQuery,
    @Req() request: FastifyRequest,
  ): Promise<Navigation> {
    return this.navigation.start(provider, query, request);
  }

  /**
   * Come back from there
   *
   * Where the service sends the browser: register this address there.
   */
  @Get(':provider/callback')
  @HttpCode(303)
  @ApiResponse({ status: 303, description: 'To `returnTo`, with `#code=…` or `#error=…`' })
  @UseInterceptors(Navigate)
  @TakesAnyQuery()
  @Problems(oidcErrors.providerUnknown, oidcErrors.signInNotStarted, oidcErrors.signInRefused)
  finish(@Param() { provider }: ProviderParam, @Req() request: FastifyRequest): Promise<Navigation> {
    return this.navigation.finish(provider, request);
  }
}
