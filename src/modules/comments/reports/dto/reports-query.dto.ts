import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../../../platform/http/page.dto.js';
import { REPORT_KINDS, type ReportKind } from '../report.entity.js';

const STATUSES = ['open', 'resolved'] as const;
export type ReportStatus = (typeof STATUSES)[number];

export class ReportsQuery extends PageQuery {
  /** Open ones come in the order in which they were made, resolved ones with the latest decision first. */
  @IsIn(STATUSES)
  status: ReportStatus = 'open';

  /** Only what members reported, or only what was held when it was written. */
  @IsOptional()
  @IsIn(REPORT_KINDS)
  kind?: ReportKind;
}
