import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { AuditTrail, type StaffAction } from '../../../platform/audit/audit-trail.js';
import type { StaffActionName } from '../../../platform/audit/staff-actions.js';
import { currentRequest } from '../../../platform/http/request-context.js';
import { type Client, Clients } from '../clients.js';
import { FailedLoginsRepository } from './failed-logins.repository.js';
import type { SecurityEventDetails, SecurityEventName } from './security-event-names.js';
import { SecurityEventsRepository } from './security-events.repository.js';

type About<Event extends SecurityEventName> = {
  /** Whose account it is about. */
  subjectId: string | null;
  /** Who did it; when left out, the one who is signed in to the request, if anybody is. */
  actorId?: string | null;
  /** From where; when left out, from where the request comes, if there is one. */
  client?: Client;
} & (Event extends keyof SecurityEventDetails ? { details: SecurityEventDetails[Event] } : { details?: undefined });

/** The audit log's one way in. */
@Injectable()
export class SecurityEvents {
  constructor(
    private readonly events: SecurityEventsRepository,
    private readonly failures: FailedLoginsRepository,
    private readonly clients: Clients,
    auditTrail: AuditTrail,
  ) {
    auditTrail.keepWith((name, action) => this.recordStaffAction(name, action));
  }

  /**
   * Appends an entry, in the running transaction: call it in the one that makes the change, so that neither is there without
   * the other. Nothing that is rolled back is in the log, so a refusal must be recorded before it is thrown, outside.
   */
  async record<Event extends SecurityEventName>(event: Event, about: About<Event>): Promise<void> {
    const request = currentRequest();
    const { subjectId, actorId = request?.user?.id ?? null, details = {} } = about;
    const client = about.client ?? (request && this.clients.of(request));
    await this.events.insert({ id: newId(), event, actorId, subjectId, details, ...client });
  }

  /**
   * {@link record} for other rooms, which do not hold the account that it is about: if that is being deleted at this moment, the
   * entry is about nobody.
   */
  private async recordStaffAction(event: StaffActionName, { subjectId, details }: StaffAction): Promise<void> {
    const request = currentRequest();
    const heldId = subjectId === null ? undefined : await this.events.holdSubject(subjectId);
    await this.events.insert({
      ...{ id: newId(), event, actorId: request?.user?.id ?? null, subjectId: heldId ?? null },
      ...{ details: { ...details }, ...(request && this.clients.of(request)) },
    });
  }

  /**
   * Counts a login that failed, and appends the first, tenth, hundredth … of an hour as `auth.login_failed`: however much is
   * guessed, the log grows by a few entries an hour and account. It is the same one statement whether the account exists or
   * not, so that the time it takes does not tell.
   *
   * @param login what was typed; only the bucket that it falls into is kept.
   */
  async recordFailedLogin(userId: string | undefined, login: string, client: Client): Promise<void> {
    const bucket = userId ?? bucketOfNobody(login);
    await this.failures.count({ id: newId(), bucket, userId: userId ?? null, ...client });
  }

  /** Counts a wrong password of somebody who is signed in, where one is asked for once more, as a login that failed. */
  async recordWrongPassword(userId: string): Promise<void> {
    const request = currentRequest();
    if (request) await this.recordFailedLogin(userId, userId, this.clients.of(request));
  }
}

/**
 * One of 16 ids that are nobody's (all bits but the last four as in the nil UUID, RFC 9562 §5.9). Few, so that made-up names
 * cannot fill the table; several, so that two of them rarely wait for each other, which two real accounts never do.
 */
function bucketOfNobody(login: string): string {
  return `00000000-0000-0000-0000-00000000000${hash('sha256', login.toLowerCase(), 'hex').slice(-1)}`;
}
