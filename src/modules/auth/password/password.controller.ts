import { Body, Controller, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { RateLimit } from '../../../platform/limits/rate-limit.decorator.js';
import { CurrentSession, Public } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { authErrors } from '../auth.errors.js';
import { quotas } from '../limits/quotas.js';
import { stepUpErrors } from '../step-up/step-up.errors.js';
import { MailRequest } from '../mail-tokens/mail-request.view.js';
import { ChangePasswordDto } from './dto/change-password.dto.js';
import { ForgotPasswordDto } from './dto/forgot-password.dto.js';
import { ResetPasswordDto } from './dto/reset-password.dto.js';
import { PasswordMails } from './password-mails.js';
import { PasswordService } from './password.service.js';

@ApiTags('auth')
@Controller('auth/password')
export class PasswordController {
  constructor(
    private readonly passwords: PasswordService,
    private readonly mails: PasswordMails,
  ) {}

  /**
   * Change my password, or choose a first one
   *
   * All other sessions end at once, and links that were mailed before are no good any more.
   */
  @Put()
  @HttpCode(204)
  @Problems(authErrors.wrongPassword, authErrors.tooManyAttempts, stepUpErrors.stepUpRequired, authErrors.busy)
  change(@CurrentSession() user: SessionUser, @Body() change: ChangePasswordDto): Promise<void> {
    return this.passwords.change(user, change);
  }

  /**
   * Ask for a link to choose a new password
   *
   * The answer is the same whether or not somebody has the address. At most one mail a minute and five an hour are sent to it.
   */
  @Post('forgot')
  @HttpCode(202)
  @Public()
  @RateLimit(quotas.forgot)
  forgot(@Body() { email }: ForgotPasswordDto): Promise<MailRequest> {
    return this.mails.askForReset(email);
  }

  /**
   * Choose a new password by the mailed link
   *
   * The token is good once, and for one hour. Every session ends at once, and so does every personal access token.
   */
  @Post('reset')
  @HttpCode(204)
  @Public()
  @RateLimit(quotas.mailToken)
  @Problems(authErrors.invalidToken, authErrors.busy)
  reset(@Body() reset: ResetPasswordDto): Promise<void> {
    return this.passwords.reset(reset);
  }
}
