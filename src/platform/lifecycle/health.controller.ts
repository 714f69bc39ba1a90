import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser, OptionalAuth, Public } from '../security/access.decorators.js';
import type { SignedInUser } from '../security/signed-in-user.js';
import { HealthService } from './health.service.js';
import { Health } from './health.view.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /**
   * Is the process alive?
   *
   * Says nothing about the database: restarting this process would not bring that back.
   */
  @Get('live')
  @Public()
  live(): Health {
    return { status: 'ok' };
  }

  /**
   * Should requests be sent here?
   *
   * 503 while the database cannot be asked or the process is shutting down. Admins are told which part is not well, also of
   * those that others can do without for a while. While the database is away nobody can be known to be one.
   */
  @Get('ready')
  @OptionalAuth()
  ready(@CurrentUser() user: SignedInUser | undefined): Promise<Health> {
    return this.health.ready(user);
  }
}
