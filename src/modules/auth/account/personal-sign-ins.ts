import { Injectable } from '@nestjs/common';
import { jsonArray, pagesOf } from '../../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import { toOwnSecurityEvent } from '../audit/security-event.mapper.js';
import { type SecurityEventRow, SecurityEventsRepository } from '../audit/security-events.repository.js';
import type { KnownDevice } from '../devices/known-device.entity.js';
import { KnownDevicesRepository } from '../devices/known-devices.repository.js';
import type { Session } from '../session.entity.js';
import { IdentitiesRepository, type IdentityRow } from '../oidc/identities.repository.js';
import { SessionsRepository } from '../sessions.repository.js';
import { PersonalTokensRepository, type TokenRow } from '../tokens/personal-tokens.repository.js';

/** What members take along from here: from where they, or others, have used the account. */
@Injectable()
export class PersonalSignIns implements ExportSource {
  readonly contents = {
    'sessions.json': 'Where you were signed in.',
    'identities.json': 'The accounts elsewhere that you sign in with.',
    'access-tokens.json': 'The personal access tokens that you have made, without the tokens themselves.',
    'devices.json': 'On which devices you have signed in.',
    'security-events.json': 'What happened to your account, newest first.',
  };

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly identities: IdentitiesRepository,
    private readonly tokens: PersonalTokensRepository,
    private readonly devices: KnownDevicesRepository,
    private readonly events: SecurityEventsRepository,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
  }

  async *exportFor(userId: string): AsyncIterable<ExportFile> {
    const sessions = pagesOf<Session>((count, last) => this.sessions.listOwned(userId, count, last && [last.id]));
    yield { path: 'sessions.json', content: jsonArray(sessions, toExportedSession) };

    const identities = pagesOf<IdentityRow>((count, last) =>
      this.identities.listOwned(userId, count, last && [last.id]),
    );
    yield { path: 'identities.json', content: jsonArray(identities, (identity) => identity) };

    const tokens = pagesOf<TokenRow>((count, last) => this.tokens.listOwned(userId, count, last && [last.id]));
    yield { path: 'access-tokens.json', content: jsonArray(tokens, toExportedToken) };
    const devices = [await this.devices.listOwned(userId)];
    yield { path: 'devices.json', content: jsonArray(devices, toExportedDevice) };

    const events = pagesOf<SecurityEventRow>((count, last) =>
      this.events.list({ subjectId: userId }, count, last && [last.createdAt.toISOString(), last.id]),
    );
    yield { path: 'security-events.json', content: jsonArray(events, toOwnSecurityEvent) };
  }
}

function toExportedDevice({ id, device, network, createdAt, lastUsedAt }: KnownDevice) {
  return { id, device, network, createdAt, lastUsedAt };
}

function toExportedSession({ id, device, ip, createdAt, lastUsedAt, expiresAt }: Session) {
  return { id, device, ip, createdAt, lastUsedAt, expiresAt };
}

function toExportedToken({ id, name, scopes, createdAt, lastUsedAt, expiresAt }: TokenRow) {
  return { id, name, scopes, createdAt, lastUsedAt, expiresAt };
}
