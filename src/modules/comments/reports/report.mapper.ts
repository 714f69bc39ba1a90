import { avatarUrlOf } from '../../users/index.js';
import type { CommentView } from '../comment.view.js';
import type { ReportRow } from './report.row.js';
import type { ReportResolution, ReportView } from './report.view.js';

export function toReport(row: ReportRow, comment: CommentView | undefined): ReportView {
  const { id, kind, reportCount, createdAt } = row;
  return {
    id,
    kind,
    comment: comment ?? null,
    reportCount,
    reasons: row.reasons.map(({ reason, createdAt: reportedAt, username, displayName, avatarPhotoId }) => ({
      reporter: { username, displayName, avatarUrl: avatarUrlOf(avatarPhotoId) },
      reason,
      createdAt: new Date(reportedAt),
    })),
    createdAt,
    resolution: toResolution(row),
  };
}

function toResolution({ outcome, resolvedAt, ...row }: ReportRow): ReportResolution | null {
  if (outcome === null || resolvedAt === null) return null;
  const { resolverUsername: username, resolverDisplayName: displayName } = row;
  const avatarUrl = avatarUrlOf(row.resolverAvatarPhotoId);
  const resolvedBy = username === null || displayName === null ? null : { username, displayName, avatarUrl };
  return { outcome, resolvedBy, resolvedAt };
}
