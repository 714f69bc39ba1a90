import { ApiProperty } from '@nestjs/swagger';
import { UserSummary } from '../../users/index.js';
import { SECURITY_EVENTS, type SecurityEventName } from './security-event-names.js';

class SecurityEventFacts {
  id!: string;

  @ApiProperty({ enum: SECURITY_EVENTS })
  event!: SecurityEventName;

  /**
   * The address that it came from, where there is one and it may be told.
   * @example "192.0.2.7"
   */
  ip!: string | null;

  /** @example "Firefox on Linux" */
  device!: string | null;

  /** What else there is to know, by the event's name; never anything secret. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { attempts: 10 } })
  details!: Record<string, unknown>;

  createdAt!: Date;
}

/** Something that happened to one's own account. */
export class OwnSecurityEvent extends SecurityEventFacts {
  /** Whether one did it oneself, as far as is known. If not, it was the staff, or somebody who is not known. */
  isMine!: boolean;
}

/** Newest first. */
export class OwnSecurityEventPage {
  items!: OwnSecurityEvent[];
  nextCursor!: string | null;
}

/** An entry of the audit log. */
export class AuditEntry extends SecurityEventFacts {
  /** Who did it; null for somebody who is not known, for the command line, and for an account that was deleted. */
  actor!: UserSummary | null;
  /** Whose account it is about; null when nobody has the name that was tried. */
  subject!: UserSummary | null;
}

/** Newest first. */
export class AuditPage {
  items!: AuditEntry[];
  nextCursor!: string | null;
}
