import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Transactional } from '@nestjs-cls/transactional';
import { Database } from '../../platform/database/database.js';
import type { Problem } from '../../platform/errors/problem.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import { type IdKey, Pages } from '../../platform/http/page.js';
import type { SessionUser } from '../../platform/security/signed-in-user.js';
import { type OwnAccount, StandingService, UsersService } from '../users/index.js';
import { AccessTokens } from './access-tokens.js';
import { ActiveSessions } from './active-sessions.js';
import { SecurityEvents } from './audit/security-events.js';
import { authErrors } from './auth.errors.js';
import type { Client } from './clients.js';
import { KnownDevices } from './devices/known-devices.js';
import type { LogoutScope } from './dto/logout-query.dto.js';
import { type RefreshClaim, RefreshTokens } from './refresh-tokens.js';
import type { Session } from './session.entity.js';
import type { SessionPage, SessionView, SignedInSession, SignInView } from './session.view.js';
import { type EndedSession, SessionsRepository } from './sessions.repository.js';

/** Signing in lasts as a session: begun, renewed, listed and ended here. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly active: ActiveSessions,
    private readonly users: UsersService,
    private readonly standing: StandingService,
    private readonly events: SecurityEvents,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly devices: KnownDevices,
    private readonly database: Database,
    private readonly pages: Pages,
  ) {}

  /**
   * Signs a member in, who has proved to be it.
   *
   * @param passwordHash what a password was compared with: if it was changed in the meantime, that was no proof.
   * @throws `auth.suspended`, `auth.invalid_credentials`
   */
  async begin(user: OwnAccount, client: Client, passwordHash?: string): Promise<SignInView> {
    return (await this.tryBegin(user, client, passwordHash)) ?? this.refuse(user, client);
  }

  /** The same, in the running transaction if there is one. @returns undefined for whom {@link refuse} is to be called afterwards. */
  async tryBegin(user: OwnAccount, client: Client, passwordHash?: string): Promise<SignInView | undefined> {
    const opened = await this.open(user, client, passwordHash);
    return opened && { ...this.toSignedIn(user, opened.session), deviceToken: opened.deviceToken };
  }

  /** Turns a member away who has proved to be it. Not to be called in a transaction, which would forget what it counts. */
  async refuse({ id, username }: OwnAccount, client: Client): Promise<never> {
    await this.events.recordFailedLogin(id, username, client);
    throw (await this.suspensionOf(id)) ?? authErrors.invalidCredentials();
  }

  /**
   * Exchanges a refresh token for a new pair. Its immediate parent is accepted for 10 more seconds and gives the same
   * successor, so that a lost answer does not sign anybody out. Anything older means that somebody has a copy.
   *
   * @throws `auth.invalid_refresh_token`; `auth.suspended`; `auth.refresh_token_reused`, with the session ended.
   */
  async refresh(refreshToken: string): Promise<SignedInSession> {
    const claim = this.refreshTokens.read(refreshToken);
    if (!claim) throw authErrors.invalidRefreshToken();
    const session = (await this.sessions.rotate(claim)) ?? (await this.sessions.findJustRotated(claim));
    if (session) return this.toSignedIn(await this.users.getOwn(session.userId), session);

    const reused = await this.sessions.find(claim.sessionId);
    if (!reused) throw (await this.suspensionBehind(claim)) ?? authErrors.invalidRefreshToken();
    await this.endReused(reused);
    throw authErrors.refreshTokenReused();
  }

  async list({ id: userId, sessionId }: SessionUser, query: PageQuery): Promise<SessionPage> {
    return this.pages.read({
      name: 'sessions',
      query,
      read: (count, after: IdKey | undefined) => this.sessions.listOwned(userId, count, after),
      keyOf: ({ id }): IdKey => [id],
      toItem: (session) => toSessionView(session, sessionId),
    });
  }

  /** @throws `auth.session_not_found` */
  @Transactional()
  async signOut(user: SessionUser, id: string): Promise<void> {
    const ended = await this.end(user.id, id);
    if (!ended) throw authErrors.sessionNotFound();
    await this.events.record('auth.session_ended', { subjectId: user.id, details: { device: ended.device } });
  }

  /** Ends this session, all others, or all of them. Their access tokens are refused from the next request on. */
  @Transactional()
  async logOut(user: SessionUser, scope: LogoutScope): Promise<void> {
    await this.events.record('auth.logout', { subjectId: user.id, details: { scope } });
    if (scope === 'current') await this.end(user.id, user.sessionId);
    else await this.endAll(user.id, scope === 'others' ? user.sessionId : undefined);
  }

  /** Ends all sessions but this one, in the transaction that gives them a reason to. */
  async endOthers({ id, sessionId }: SessionUser): Promise<void> {
    await this.endAll(id, sessionId);
  }

  /** Ends all sessions of a member, in the transaction that gives them a reason to. */
  async endEverywhere(userId: string): Promise<void> {
    await this.endAll(userId);
  }

  /** Ends all sessions of a member who is being suspended, in the transaction that does it. */
  async endBySuspension(userId: string): Promise<void> {
    await this.sessions.endBySuspension(userId);
    await this.announceChange(userId);
  }

  /** Lets every process learn anew who the member is: call it in the transaction that changes the role. */
  async announceChange(userId: string): Promise<void> {
    await this.sessions.announceChange(userId);
    await this.database.afterCommit(() => this.active.forgetMemberEverywhere(userId));
  }

  @Transactional()
  protected async open(
    user: OwnAccount,
    client: Client,
    passwordHash?: string,
  ): Promise<{ session: Session; deviceToken: string } | undefined> {
    const { id: userId } = user;
    const session = await this.sessions.insert({ id: newId(), userId, ...client }, passwordHash);
    if (!session) return undefined;
    await this.events.record('auth.login', { subjectId: userId, actorId: userId, client });
    return { session, deviceToken: await this.devices.remember(user, client) };
  }

  @Transactional()
  protected async endReused({ id, userId, device }: Session): Promise<void> {
    const ended = await this.end(userId, id);
    if (ended) await this.events.record('auth.refresh_reuse', { subjectId: userId, details: { device } });
  }

  private async end(userId: string, id: string): Promise<EndedSession | undefined> {
    const ended = await this.sessions.end(userId, id);
    await this.forget([id]);
    return ended;
  }

  private async endAll(userId: string, except?: string): Promise<void> {
    const ended = await this.sessions.endAll(userId, except);
    await this.forget(ended.map(({ id }) => id));
  }

  private async forget(ids: string[]): Promise<void> {
    await this.database.afterCommit(() => this.active.forgetEverywhere(ids));
  }

  /** Whoever holds a refresh token of ours that was good until then may know. */
  private async suspensionBehind(claim: RefreshClaim): Promise<Problem | undefined> {
    const session = await this.sessions.findEndedBySuspension(claim);
    return session && this.suspensionOf(session.userId);
  }

  private async suspensionOf(userId: string): Promise<Problem | undefined> {
    const suspension = await this.standing.findSuspension(userId);
    return suspension && authErrors.suspended({ members: { ...suspension } });
  }

  private toSignedIn(user: OwnAccount, session: Session): SignedInSession {
    const { id: sessionId, refreshGeneration: generation, rotatedAt: issuedAt, expiresAt } = session;
    return {
      user,
      ...this.accessTokens.issue({ userId: user.id, sessionId, issuedAt }),
      refreshToken: this.refreshTokens.issue({ sessionId, generation }),
      refreshTokenExpiresAt: expiresAt,
    };
  }
}

function toSessionView({ id, device, ip, createdAt, lastUsedAt }: Session, currentId: string): SessionView {
  return { id, device, ip, createdAt, lastUsedAt, current: id === currentId };
}
