import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { CurrentSession, Roles } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { AuditService } from './audit.service.js';
import { AuditQuery } from './dto/audit-query.dto.js';
import { AuditPage, OwnSecurityEventPage } from './security-event.view.js';

@ApiTags('audit')
@Controller()
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  /**
   * The audit log
   *
   * Who did what to whose account, when and from where; newest first. Failed logins are entered at the first, tenth,
   * hundredth … attempt on an account within an hour.
   */
  @Get('audit')
  @Roles('admin')
  list(@Query() query: AuditQuery): Promise<AuditPage> {
    return this.audit.list(query);
  }

  /** What happened to my account */
  @Get('users/me/security-events')
  listOwn(@CurrentSession() user: SessionUser, @Query() query: PageQuery): Promise<OwnSecurityEventPage> {
    return this.audit.listOwn(user.id, query);
  }
}
