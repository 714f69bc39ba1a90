import { ApiProperty } from '@nestjs/swagger';
import { UserSummary } from '../../users/index.js';
import { CommentView } from '../comment.view.js';
import { type Outcome, OUTCOMES, REPORT_KINDS, type ReportKind } from './report.entity.js';

/** Why one member reported a comment. */
export class ReportReasonView {
  reporter!: UserSummary;
  /** @example "Advertises something under every post." */
  reason!: string;
  createdAt!: Date;
}

/** What was decided, by whom and when. */
export class ReportResolution {
  @ApiProperty({ enum: OUTCOMES })
  outcome!: Outcome;
  /** Null when that account is gone. */
  resolvedBy!: UserSummary | null;
  resolvedAt!: Date;
}

/** A comment that waits for a moderator, or what one decided. */
export class ReportView {
  /** @example "019ad2c5-2f10-7a3c-8b7e-5d1f0a9c3e42" */
  id!: string;
  @ApiProperty({ enum: REPORT_KINDS })
  kind!: ReportKind;
  /** As the moderator sees it; null when it is gone, or its post is not published. */
  comment!: CommentView | null;
  /** How many members reported it. */
  reportCount!: number;
  /** The first 20 of their reasons. */
  reasons!: ReportReasonView[];
  createdAt!: Date;
  /** Null while it is open. */
  resolution!: ReportResolution | null;
}

export class ReportPage {
  items!: ReportView[];
  nextCursor!: string | null;
}
