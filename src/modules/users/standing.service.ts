import { Injectable } from '@nestjs/common';
import { type ExpectedVersions, preconditionFailed } from '../../platform/http/if-match.decorator.js';
import type { Role } from '../../platform/security/signed-in-user.js';
import { StandingRepository, type StandingRow, type Suspension } from './standing.repository.js';
import { userErrors } from './user.errors.js';
import { toMemberRole } from './user.mapper.js';
import type { MemberRole } from './user.view.js';

/**
 * What members may do here: their role, and whether they are suspended. Sessions and the audit log are the auth room's, which
 * therefore answers the requests.
 */
@Injectable()
export class StandingService {
  constructor(private readonly standing: StandingRepository) {}

  /**
   * @throws `users.not_found`, `http.precondition_failed`; `users.last_admin` and `users.suspended_not_promotable`, which the
   * database decides, so that of parallel demotions of the last two admins one fails.
   */
  async changeRole(
    username: string,
    role: Role,
    expected?: ExpectedVersions,
  ): Promise<{ id: string; previousRole: Role; member: MemberRole }> {
    const changed = await this.standing.changeRole(username, role, expected);
    if (!changed) throw preconditionFailed(toMemberRole(await this.get(username)));
    return { id: changed.id, previousRole: changed.previousRole, member: toMemberRole(changed) };
  }

  /**
   * Replaces the suspension, if there is one.
   *
   * @returns the member's id.
   * @throws `users.not_found`, `users.admin_not_suspendable`, `http.precondition_failed`
   */
  async suspend(username: string, suspension: Suspension, expected?: ExpectedVersions): Promise<string> {
    const suspended = await this.standing.suspend(username, suspension, expected);
    if (suspended) return suspended.id;
    const member = await this.get(username);
    if (member.role === 'admin') throw userErrors.adminNotSuspendable();
    throw preconditionFailed(toMemberRole(member));
  }

  /**
   * @returns the member's id, or undefined when there was nothing to lift.
   * @throws `users.not_found`, `http.precondition_failed`
   */
  async liftSuspension(username: string, expected?: ExpectedVersions): Promise<string | undefined> {
    const freed = await this.standing.liftSuspension(username, expected);
    if (freed) return freed.id;
    const member = await this.get(username);
    if (expected && !expected.includes(member.version)) throw preconditionFailed(toMemberRole(member));
    return undefined;
  }

  /** The suspension that is in force, if any. */
  async findSuspension(id: string): Promise<Suspension | undefined> {
    return this.standing.findSuspension(id);
  }

  private async get(username: string): Promise<StandingRow> {
    const member = await this.standing.find(username);
    if (!member) throw userErrors.notFound();
    return member;
  }
}
