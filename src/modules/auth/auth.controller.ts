import { Body, Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Location } from '../../platform/http/location.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentSession, Public } from '../../platform/security/access.decorators.js';
import type { SessionUser } from '../../platform/security/signed-in-user.js';
import { userErrors } from '../users/index.js';
import { authErrors } from './auth.errors.js';
import { AuthService } from './auth.service.js';
import { Clients } from './clients.js';
import { LoginDto } from './dto/login.dto.js';
import { LogoutQuery } from './dto/logout-query.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { RegisterDto } from './dto/register.dto.js';
import { SignedInSession } from './session.view.js';
import { SessionsService } from './sessions.service.js';
import { signInErrors } from './sign-in/sign-in.errors.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly sessions: SessionsService,
    private readonly clients: Clients,
  ) {}

  /** Register and be signed in */
  @Post('register')
  @Public()
  @Location('/api/v1/users/me')
  @Problems(userErrors.usernameTaken, userErrors.emailTaken, authErrors.busy)
  register(@Body() account: RegisterDto, @Req() request: FastifyRequest): Promise<SignedInSession> {
    return this.auth.register(account, this.clients.of(request));
  }

  /** Log in by username or e-mail address */
  @Post('login')
  @HttpCode(200)
  @Public()
  @Problems(authErrors.invalidCredentials, signInErrors.secondFactorRequired, authErrors.suspended, authErrors.busy)
  logIn(@Body() credentials: LoginDto, @Req() request: FastifyRequest): Promise<SignedInSession> {
    return this.auth.logIn(credentials, this.clients.of(request));
  }

  /** Exchange the refresh token for a new pair */
  @Post('refresh')
  @HttpCode(200)
  @Public()
  @Problems(authErrors.invalidRefreshToken, authErrors.refreshTokenReused, authErrors.suspended)
  refresh(@Body() { refreshToken }: RefreshDto): Promise<SignedInSession> {
    return this.sessions.refresh(refreshToken);
  }

  /** Log out here, everywhere else, or everywhere */
  @Post('logout')
  @HttpCode(204)
  logOut(@CurrentSession() user: SessionUser, @Query() { scope }: LogoutQuery): Promise<void> {
    return this.sessions.logOut(user, scope);
  }
}
