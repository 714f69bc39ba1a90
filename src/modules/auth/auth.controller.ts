import { Body, Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Location } from '../../platform/http/location.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { RateLimit } from '../../platform/limits/rate-limit.decorator.js';
import { CurrentSession, Public } from '../../platform/security/access.decorators.js';
import type { SessionUser } from '../../platform/security/signed-in-user.js';
import { userErrors } from '../users/index.js';
import { authErrors } from './auth.errors.js';
import { AuthService } from './auth.service.js';
import { Clients } from './clients.js';
import { DEVICE_TOKEN } from './devices/device-token.header.js';
import { LoginDto } from './dto/login.dto.js';
import { LogoutQuery } from './dto/logout-query.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { RegisterDto } from './dto/register.dto.js';
import { quotas } from './limits/quotas.js';
import { SignedInSession, SignInView } from './session.view.js';
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
  @RateLimit(quotas.register)
  @Location('/api/v1/users/me')
  @Problems(userErrors.usernameTaken, userErrors.emailTaken, authErrors.busy)
  register(@Body() account: RegisterDto, @Req() request: FastifyRequest): Promise<SignInView> {
    return this.auth.register(account, this.clients.of(request));
  }

  /**
   * Log in by username or e-mail address
   *
   * After five wrong passwords each further one is let through after a pause only, which doubles up to 15 minutes: until then the
   * answer is 429, also to the right one. A device that sends its `Device-Token` has tries of its own, whatever others do.
   */
  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiHeader(DEVICE_TOKEN)
  @Problems(
    authErrors.invalidCredentials,
    signInErrors.secondFactorRequired,
    authErrors.suspended,
    authErrors.tooManyAttempts,
    authErrors.busy,
  )
  logIn(@Body() credentials: LoginDto, @Req() request: FastifyRequest): Promise<SignInView> {
    return this.auth.logIn(credentials, this.clients.of(request));
  }

  /** Exchange the refresh token for a new pair */
  @Post('refresh')
  @HttpCode(200)
  @Public()
  @RateLimit(quotas.refresh)
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
