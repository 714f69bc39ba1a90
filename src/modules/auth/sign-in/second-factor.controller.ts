import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { RateLimit } from '../../../platform/limits/rate-limit.decorator.js';
import { Public } from '../../../platform/security/access.decorators.js';
import { authErrors } from '../auth.errors.js';
import { Clients } from '../clients.js';
import { DEVICE_TOKEN } from '../devices/device-token.header.js';
import { quotas } from '../limits/quotas.js';
import { SignInView } from '../session.view.js';
import { SecondFactorDto } from './dto/second-factor.dto.js';
import { signInErrors } from './sign-in.errors.js';
import { SignIns } from './sign-ins.service.js';

@ApiTags('auth')
@Public()
@Controller('auth/login/second-factor')
export class SecondFactorController {
  constructor(
    private readonly signIns: SignIns,
    private readonly clients: Clients,
  ) {}

  /**
   * Log in: the second factor
   *
   * Takes the `challenge` of the 401 `auth.second_factor_required` and a code of the authenticator app, or a recovery code.
   */
  @Post()
  @HttpCode(200)
  @RateLimit(quotas.secondFactor)
  @ApiHeader(DEVICE_TOKEN)
  @Problems(
    signInErrors.invalidCode,
    signInErrors.invalidChallenge,
    signInErrors.tooManyCodes,
    authErrors.suspended,
    authErrors.invalidCredentials,
  )
  complete(@Body() proof: SecondFactorDto, @Req() request: FastifyRequest): Promise<SignInView> {
    return this.signIns.complete(proof, this.clients.of(request));
  }
}
