import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentSession } from '../../platform/security/access.decorators.js';
import type { SessionUser } from '../../platform/security/signed-in-user.js';
import { authErrors } from './auth.errors.js';
import { SessionPage } from './session.view.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('auth')
@Controller('auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  /** Where I am signed in, the latest sign-in first */
  @Get()
  list(@CurrentSession() user: SessionUser, @Query() query: PageQuery): Promise<SessionPage> {
    return this.sessions.list(user, query);
  }

  /** Sign out one session */
  @Delete(':id')
  @HttpCode(204)
  @Problems(authErrors.sessionNotFound)
  signOut(@CurrentSession() user: SessionUser, @Param() { id }: IdParam): Promise<void> {
    return this.sessions.signOut(user, id);
  }
}
