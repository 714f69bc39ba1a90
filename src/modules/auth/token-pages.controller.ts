import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { TakesAnyQuery } from '../../platform/http/query.decorators.js';
import { Public } from '../../platform/security/access.decorators.js';
import { signInPage } from './oidc/sign-in.page.js';
import { resetPasswordPage, verifyEmailPage } from './token.pages.js';

/** Where links in mails, and services that one signs in with, lead, unless there is a front end that has these pages itself (`FRONTEND_URL`). */
@ApiExcludeController()
@Public()
@Controller()
export class TokenPagesController {
  @Get('verify-email')
  @TakesAnyQuery()
  @Header('content-type', 'text/html; charset=utf-8')
  verifyEmail(): string {
    return verifyEmailPage();
  }

  @Get('sign-in')
  @TakesAnyQuery()
  @Header('content-type', 'text/html; charset=utf-8')
  signIn(): string {
    return signInPage();
  }

  @Get('reset-password')
  @TakesAnyQuery()
  @Header('content-type', 'text/html; charset=utf-8')
  resetPassword(): string {
    return resetPasswordPage();
  }
}
