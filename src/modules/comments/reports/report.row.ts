import type { Report } from './report.entity.js';

/** A reason as PostgreSQL writes it into JSON. */
export interface ReasonRow {
  reason: string;
  createdAt: string;
  username: string;
  displayName: string;
  avatarPhotoId: string | null;
}

/** A report with why and by whom, and with who resolved it. */
export interface ReportRow extends Report {
  reportCount: number;
  reasons: ReasonRow[];
  resolverUsername: string | null;
  resolverDisplayName: string | null;
  resolverAvatarPhotoId: string | null;
}
