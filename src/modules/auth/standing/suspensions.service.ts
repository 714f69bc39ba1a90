import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Clock } from '../../../platform/clock/clock.js';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import type { ExpectedVersions } from '../../../platform/http/if-match.decorator.js';
import { StandingService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import { SessionsService } from '../sessions.service.js';
import type { SuspendDto } from './dto/suspend.dto.js';

/** Keeps members out for a time. */
@Injectable()
export class SuspensionsService {
  constructor(
    private readonly standing: StandingService,
    private readonly sessions: SessionsService,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends all sessions of the member, on every replica from the next request on; signing in is refused until the time is over.
   *
   * @throws `users.not_found`, `users.admin_not_suspendable`, `http.validation_failed` for an end that is past,
   * `http.precondition_failed`
   */
  @Transactional()
  async suspend(username: string, { reason, until = null }: SuspendDto, expected: ExpectedVersions): Promise<void> {
    if (until && until <= this.clock.now()) throw notInFuture();
    const id = await this.standing.suspend(username, { reason, until }, expected);
    await this.events.record('users.suspended', { subjectId: id, details: { reason, until } });
    await this.sessions.endBySuspension(id);
  }

  /**
   * Does nothing when there is no suspension.
   *
   * @throws `users.not_found`, `http.precondition_failed`
   */
  @Transactional()
  async lift(username: string, expected: ExpectedVersions): Promise<void> {
    const id = await this.standing.liftSuspension(username, expected);
    if (id !== undefined) await this.events.record('users.suspension_lifted', { subjectId: id });
  }
}

function notInFuture() {
  const problem = { pointer: '/until', code: 'users.until_is_past', detail: 'must be in the future' };
  return httpErrors.validationFailed({ errors: [problem] });
}
