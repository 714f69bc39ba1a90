import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { type ExpectedVersions, IfMatch } from '../../../platform/http/if-match.decorator.js';
import { Location } from '../../../platform/http/location.decorator.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { RateLimit } from '../../../platform/limits/rate-limit.decorator.js';
import { CurrentSession } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { Clients } from '../clients.js';
import { quotas } from '../limits/quotas.js';
import { oidcErrors } from '../oidc/oidc.errors.js';
import { stepUpErrors } from '../step-up/step-up.errors.js';
import { RegisterPasskeyDto } from './dto/register-passkey.dto.js';
import { RenamePasskeyDto } from './dto/rename-passkey.dto.js';
import { passkeyErrors } from './passkey.errors.js';
import { PasskeyCreationOptions } from './passkey-options.view.js';
import { PasskeyPage, PasskeyView } from './passkey.view.js';
import { PasskeysService } from './passkeys.service.js';

@ApiTags('auth')
@Controller('auth/passkeys')
export class PasskeysController {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly clients: Clients,
  ) {}

  /** My passkeys, newest first */
  @Get()
  list(@CurrentSession() user: SessionUser, @Query() query: PageQuery): Promise<PasskeyPage> {
    return this.passkeys.list(user, query);
  }

  /**
   * Options for `navigator.credentials.create()`, to make a passkey
   *
   * Good for five minutes, and one passkey.
   */
  @Post('registration-options')
  @HttpCode(200)
  @RateLimit(quotas.passkeyOptions)
  @Problems(stepUpErrors.stepUpRequired)
  creationOptions(@CurrentSession() user: SessionUser): Promise<PasskeyCreationOptions> {
    return this.passkeys.creationOptions(user);
  }

  /**
   * Register a passkey
   *
   * Takes what `navigator.credentials.create()` gave, by its `toJSON()`. It signs in without a password and without a code.
   */
  @Post()
  @RateLimit(quotas.passkey)
  @Location('/api/v1/auth/passkeys/{id}')
  @Problems(
    passkeyErrors.passkeyNotRegistered,
    passkeyErrors.passkeyOrigin,
    passkeyErrors.passkeyKnown,
    passkeyErrors.tooManyPasskeys,
  )
  register(
    @CurrentSession() user: SessionUser,
    @Body() wanted: RegisterPasskeyDto,
    @Req() request: FastifyRequest,
  ): Promise<PasskeyView> {
    return this.passkeys.register(user, wanted, this.clients.of(request));
  }

  /** One of my passkeys */
  @Get(':id')
  @Problems(passkeyErrors.passkeyNotFound)
  get(@CurrentSession() { id: userId }: SessionUser, @Param() { id }: IdParam): Promise<PasskeyView> {
    return this.passkeys.get(userId, id);
  }

  /** Give a passkey another name */
  @Patch(':id')
  @Problems(passkeyErrors.passkeyNotFound)
  rename(
    @CurrentSession() user: SessionUser,
    @Param() { id }: IdParam,
    @Body() { name }: RenamePasskeyDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<PasskeyView> {
    return this.passkeys.rename(user, id, name, expected);
  }

  /**
   * Remove a passkey
   *
   * The only way into the account that is left stays. What the device keeps of it must be removed there.
   */
  @Delete(':id')
  @HttpCode(204)
  @Problems(passkeyErrors.passkeyNotFound, oidcErrors.lastSignInMethod, stepUpErrors.stepUpRequired)
  remove(
    @CurrentSession() user: SessionUser,
    @Param() { id }: IdParam,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.passkeys.remove(user, id, expected);
  }
}
