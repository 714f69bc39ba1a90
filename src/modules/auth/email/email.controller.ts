import { Body, Controller, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { RateLimit } from '../../../platform/limits/rate-limit.decorator.js';
import { CurrentSession, Public } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { userErrors } from '../../users/index.js';
import { authErrors } from '../auth.errors.js';
import { quotas } from '../limits/quotas.js';
import { stepUpErrors } from '../step-up/step-up.errors.js';
import { MailRequest } from '../mail-tokens/mail-request.view.js';
import { ChangeEmailDto } from './dto/change-email.dto.js';
import { VerifyEmailDto } from './dto/verify-email.dto.js';
import { EmailService } from './email.service.js';

@ApiTags('auth')
@Controller('auth/email')
export class EmailController {
  constructor(private readonly email: EmailService) {}

  /**
   * Ask for a link to verify my address
   *
   * The last link that was sent is the one that counts. At most one mail a minute and five an hour are sent to an address; none
   * when it is verified already.
   */
  @Post('verification')
  @HttpCode(202)
  askForVerification(@CurrentSession() user: SessionUser): Promise<MailRequest> {
    return this.email.askForVerification(user);
  }

  /**
   * Verify an address by the mailed link
   *
   * The token is good once, and for 24 hours. If it was sent to a new address, that takes the place of the old one.
   */
  @Post('verify')
  @HttpCode(204)
  @Public()
  @RateLimit(quotas.mailToken)
  @Problems(authErrors.invalidToken, userErrors.emailTaken)
  verify(@Body() { token }: VerifyEmailDto): Promise<void> {
    return this.email.verify(token);
  }

  /**
   * Have another address
   *
   * It must be verified by the link that is mailed there before it takes the place of the old one, which is told.
   */
  @Put()
  @HttpCode(204)
  @Problems(
    authErrors.wrongPassword,
    authErrors.tooManyAttempts,
    stepUpErrors.stepUpRequired,
    userErrors.emailTaken,
    authErrors.busy,
  )
  change(@CurrentSession() user: SessionUser, @Body() change: ChangeEmailDto): Promise<void> {
    return this.email.change(user, change);
  }
}
