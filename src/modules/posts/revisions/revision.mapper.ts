import type { RevisionSummary, RevisionView } from './revision.view.js';
import type { RevisionRow, RevisionSummaryRow } from './revisions.repository.js';

export function toRevisionSummary(revision: RevisionSummaryRow): RevisionSummary {
  const { number, title, excerpt, tags, restoredFrom, createdAt, savedAt } = revision;
  return { number, title, excerpt, tags, restoredFrom, createdAt, savedAt };
}

export function toRevision(revision: RevisionRow): RevisionView {
  return { ...toRevisionSummary(revision), body: revision.body };
}
