import { Body, Controller, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { RateLimit } from '../../../platform/limits/rate-limit.decorator.js';
import { CurrentSession } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { authErrors } from '../auth.errors.js';
import { quotas } from '../limits/quotas.js';
import { passkeyErrors } from '../passkeys/passkey.errors.js';
import { PasskeyRequestOptions } from '../passkeys/passkey-options.view.js';
import { signInErrors } from '../sign-in/sign-in.errors.js';
import { totpErrors } from '../totp/totp.errors.js';
import { StepUpDto } from './dto/step-up.dto.js';
import { StepUpService } from './step-up.service.js';

@ApiTags('auth')
@Controller('auth/step-up')
export class StepUpController {
  constructor(private readonly stepUp: StepUpService) {}

  /**
   * Prove once more that it is me
   *
   * For ten minutes this session may then do what answers 403 `auth.step_up_required`. Takes one of password, code of the
   * authenticator app, and passkey.
   */
  @Put()
  @HttpCode(204)
  @RateLimit(quotas.stepUp)
  @Problems(
    authErrors.wrongPassword,
    authErrors.tooManyAttempts,
    totpErrors.wrongCode,
    signInErrors.tooManyCodes,
    passkeyErrors.passkeyRefused,
    passkeyErrors.passkeyOrigin,
    authErrors.busy,
  )
  prove(@CurrentSession() user: SessionUser, @Body() proof: StepUpDto): Promise<void> {
    return this.stepUp.prove(user, proof);
  }

  /** Options for `navigator.credentials.get()`, to step up by one of my passkeys */
  @Post('passkey-options')
  @HttpCode(200)
  @RateLimit(quotas.passkeyOptions)
  options(@CurrentSession() user: SessionUser): Promise<PasskeyRequestOptions> {
    return this.stepUp.passkeyOptions(user);
  }
}
