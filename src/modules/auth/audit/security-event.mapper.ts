import { avatarUrlOf, type UserSummary } from '../../users/index.js';
import type { AuditEntry, OwnSecurityEvent } from './security-event.view.js';
import type { SecurityEventRow } from './security-events.repository.js';

export function toAuditEntry(row: SecurityEventRow): AuditEntry {
  const { id, event, ip, device, details, createdAt } = row;
  return {
    id,
    event,
    actor: toSummary(row.actorUsername, row.actorDisplayName, row.actorAvatarPhotoId),
    subject: toSummary(row.subjectUsername, row.subjectDisplayName, row.subjectAvatarPhotoId),
    ip,
    device,
    details,
    createdAt,
  };
}

/** The member sees from where strangers tried to get in, but neither who of the staff did something nor from where. */
export function toOwnSecurityEvent(row: SecurityEventRow): OwnSecurityEvent {
  const { id, event, actorId, subjectId, details, createdAt } = row;
  const isMine = actorId !== null && actorId === subjectId;
  const { ip, device } = isMine || actorId === null ? row : { ip: null, device: null };
  return { id, event, isMine, ip, device, details, createdAt };
}

function toSummary(
  username: string | null,
  displayName: string | null,
  avatarPhotoId: string | null,
): UserSummary | null {
  if (username === null || displayName === null) return null;
  return { username, displayName, avatarUrl: avatarUrlOf(avatarPhotoId) };
}
