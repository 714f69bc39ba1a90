import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import type { ExpectedVersions } from '../../../platform/http/if-match.decorator.js';
import type { Role } from '../../../platform/security/signed-in-user.js';
import { type MemberRole, StandingService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import { SessionsService } from '../sessions.service.js';

/** Gives members their roles. */
@Injectable()
export class RolesService {
  constructor(
    private readonly standing: StandingService,
    private readonly sessions: SessionsService,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Counts from the member's next request on, on every replica.
   *
   * @throws `users.not_found`, `users.last_admin`, `users.suspended_not_promotable`, `http.precondition_failed`
   */
  @Transactional()
  async change(username: string, role: Role, expected?: ExpectedVersions): Promise<MemberRole> {
    const { id, previousRole, member } = await this.standing.changeRole(username, role, expected);
    if (previousRole !== role) {
      await this.events.record('users.role_changed', { subjectId: id, details: { from: previousRole, to: role } });
      await this.sessions.announceChange(id);
    }
    return member;
  }
}
