import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { RateLimit } from '../../../platform/limits/rate-limit.decorator.js';
import { Public } from '../../../platform/security/access.decorators.js';
import { authErrors } from '../auth.errors.js';
import { Clients } from '../clients.js';
import { quotas } from '../limits/quotas.js';
import { SignInView } from '../session.view.js';
import { PasskeySignInDto } from './dto/passkey-sign-in.dto.js';
import { passkeyErrors } from './passkey.errors.js';
import { PasskeyRequestOptions } from './passkey-options.view.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';

@ApiTags('auth')
@Public()
@Controller('auth/login')
export class PasskeySignInController {
  constructor(
    private readonly passkeys: PasskeySignIn,
    private readonly clients: Clients,
  ) {}

  /**
   * Options for `navigator.credentials.get()`, to sign in by a passkey
   *
   * They name nobody: the browser asks which passkey to use. Good for five minutes, and one sign-in.
   */
  @Post('passkey-options')
  @HttpCode(200)
  @RateLimit(quotas.passkeyOptions)
  @Problems(httpErrors.validationFailed)
  options(): Promise<PasskeyRequestOptions> {
    return this.passkeys.options();
  }

  /**
   * Log in by a passkey
   *
   * Takes what `navigator.credentials.get()` gave, by its `toJSON()`. Counts as two factors: no code is asked for.
   */
  @Post('passkey')
  @HttpCode(200)
  @RateLimit(quotas.passkey)
  @Problems(passkeyErrors.passkeyRefused, passkeyErrors.passkeyOrigin, authErrors.suspended)
  signIn(@Body() { credential }: PasskeySignInDto, @Req() request: FastifyRequest): Promise<SignInView> {
    return this.passkeys.signIn(credential, this.clients.of(request));
  }
}
