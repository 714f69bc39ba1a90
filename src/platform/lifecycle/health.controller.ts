import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.js';
import { Pulse } from '../database/pulse.js';
import { sql } from '../database/sql.js';
import { httpErrors } from '../errors/http.errors.js';
import { Public } from '../security/access.decorators.js';
import { Health } from './health.view.js';
import { Readiness } from './readiness.js';

@ApiTags('health')
@Controller('health')
@Public()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly pulse: Pulse,
    private readonly readiness: Readiness,
  ) {}

  /**
   * Is the process alive?
   *
   * Says nothing about the database: restarting this process would not bring that back.
   */
  @Get('live')
  live(): Health {
    return { status: 'ok' };
  }

  /**
   * Should requests be sent here?
   *
   * 503 while the database cannot be asked or the process is shutting down.
   */
  @Get('ready')
  async ready(): Promise<Health> {
    if (this.readiness.isDraining) throw httpErrors.unavailable({ detail: 'This process is shutting down.' });
    // Not on the pool's connections, where there is one of its own: that they are all at work does not mean that the database is away.
    await this.pulse.feel();
    if (!this.pulse.isConnected) await this.database.execute(sql`select 1`);
    return { status: 'ok' };
  }
}
