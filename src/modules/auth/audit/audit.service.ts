import { Injectable } from '@nestjs/common';
import { Pages } from '../../../platform/http/page.js';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import type { AuditQuery } from './dto/audit-query.dto.js';
import { toAuditEntry, toOwnSecurityEvent } from './security-event.mapper.js';
import type { AuditPage, OwnSecurityEventPage } from './security-event.view.js';
import {
  type SecurityEventKey,
  type SecurityEventRow,
  SecurityEventsRepository,
} from './security-events.repository.js';

/** The audit log's ways out. */
@Injectable()
export class AuditService {
  constructor(
    private readonly events: SecurityEventsRepository,
    private readonly pages: Pages,
  ) {}

  async list({ actor, subject, event, from, to, ...query }: AuditQuery): Promise<AuditPage> {
    return this.pages.read({
      name: 'audit:newest',
      query,
      read: (count, after: SecurityEventKey | undefined) =>
        this.events.list({ actor, subject, event, from, to }, count, after),
      keyOf,
      toItem: toAuditEntry,
    });
  }

  async listOwn(userId: string, query: PageQuery): Promise<OwnSecurityEventPage> {
    return this.pages.read({
      name: 'own-security-events:newest',
      query,
      read: (count, after: SecurityEventKey | undefined) => this.events.list({ subjectId: userId }, count, after),
      keyOf,
      toItem: toOwnSecurityEvent,
    });
  }
}

function keyOf({ createdAt, id }: SecurityEventRow): SecurityEventKey {
  return [createdAt.toISOString(), id];
}
