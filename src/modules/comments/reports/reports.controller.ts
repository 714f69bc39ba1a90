import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser, Roles } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { commentErrors } from '../comment.errors.js';
import { ReportCommentDto } from './dto/report-comment.dto.js';
import { ReportsQuery } from './dto/reports-query.dto.js';
import { ResolutionDto } from './dto/resolution.dto.js';
import { ModerationService } from './moderation.service.js';
import { reportErrors } from './report.errors.js';
import { ReportPage, ReportView } from './report.view.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@Controller()
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly moderation: ModerationService,
  ) {}

  /**
   * Report a comment to the moderators
   *
   * Each member reports a comment once; a repeated report has the new reason. When a moderator has decided, it can be reported
   * by the same member again after it was edited.
   */
  @Put('comments/:id/report')
  @HttpCode(204)
  @Problems(commentErrors.notFound, commentErrors.concealed, commentErrors.authorGone, reportErrors.ownComment)
  report(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Body() { reason }: ReportCommentDto,
  ): Promise<void> {
    return this.reports.report(user, id, reason);
  }

  /**
   * The moderators' queue
   *
   * What members reported, and comments that are held until a moderator has looked at them. What stands under a post that is
   * not published waits until it is.
   */
  @Get('reports')
  @Roles('moderator', 'admin')
  list(@CurrentUser() moderator: SignedInUser, @Query() query: ReportsQuery): Promise<ReportPage> {
    return this.moderation.list(moderator, query);
  }

  /** Decide over a report */
  @Put('reports/:id/resolution')
  @Roles('moderator', 'admin')
  @Problems(
    reportErrors.notFound,
    reportErrors.alreadyResolved,
    reportErrors.outcomeNotFitting,
    commentErrors.authorGone,
  )
  resolve(
    @CurrentUser() moderator: SignedInUser,
    @Param() { id }: IdParam,
    @Body() { outcome }: ResolutionDto,
  ): Promise<ReportView> {
    return this.moderation.resolve(moderator, id, outcome);
  }
}
