import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Pulse } from '../database/pulse.js';
import { sql } from '../database/sql.js';
import { httpErrors } from '../errors/http.errors.js';
import type { SignedInUser } from '../security/signed-in-user.js';
import { type Ailment, HealthParts, partOf } from './health-parts.js';
import type { Health, HealthPart } from './health.view.js';
import { Readiness } from './readiness.js';

/** Whether requests should be sent here, and for admins what is not well. */
@Injectable()
export class HealthService {
  constructor(
    private readonly database: Database,
    private readonly pulse: Pulse,
    private readonly readiness: Readiness,
    private readonly others: HealthParts,
  ) {}

  /** @throws `http.unavailable` while this process cannot serve. */
  async ready(user: SignedInUser | undefined): Promise<Health> {
    const vital = await this.vitalParts();
    const parts = user?.role === 'admin' ? [...vital, ...(await this.others.examine())] : undefined;
    // Probes come every few seconds; what is wrong was said once by who noticed it.
    if (vital.some(({ isWell }) => !isWell))
      throw httpErrors.unavailable({ isSaid: true, ...(parts && { members: { parts } }) });
    return { status: 'ok', ...(parts && { parts }) };
  }

  private async vitalParts(): Promise<HealthPart[]> {
    if (this.readiness.isDraining) return [partOf('process', 'It is shutting down.')];
    return [partOf('process', undefined), partOf('database', await this.ailmentOfDatabase())];
  }

  private async ailmentOfDatabase(): Promise<Ailment> {
    try {
      // Not on the pool's connections, where there is one of its own: that they are all at work does not mean that the database is away.
      await this.pulse.feel();
      if (!this.pulse.isConnected) await this.database.execute(sql`select 1`);
      return undefined;
    } catch (error) {
      return `It does not answer: ${error instanceof Error ? error.message : 'nobody knows why'}`;
    }
  }
}
