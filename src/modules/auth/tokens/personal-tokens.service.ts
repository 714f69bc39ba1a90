import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import { type IdKey, Pages } from '../../../platform/http/page.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { SecurityEvents } from '../audit/security-events.js';
import { authErrors } from '../auth.errors.js';
import { AccountProof } from '../step-up/account-proof.js';
import { ActiveTokens } from './active-tokens.js';
import type { CreateTokenDto } from './dto/create-token.dto.js';
import type { NewPersonalTokenView, PersonalTokenPage, PersonalTokenView } from './personal-token.view.js';
import { PersonalTokensRepository, type TokenRow } from './personal-tokens.repository.js';
import { hashOfToken, newPersonalToken } from './token-format.js';
import { tokenErrors } from './token.errors.js';

const MAX_TOKENS = 50;
const DAY_MILLIS = 24 * 60 * 60 * 1000;
const [USUAL_DAYS, MAX_DAYS] = [90, 366];

/** Keys that members make for programs of theirs. Who has signed in makes them; a token makes none. */
@Injectable()
export class PersonalTokensService {
  constructor(
    private readonly tokens: PersonalTokensRepository,
    private readonly active: ActiveTokens,
    private readonly proof: AccountProof,
    private readonly events: SecurityEvents,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /**
   * Takes a young sign-in: a token outlives the browser that somebody has left open.
   *
   * @throws `auth.step_up_required`, `auth.too_many_tokens`; `http.validation_failed` for an expiry that is past or too far away.
   */
  async create(user: SessionUser, wanted: CreateTokenDto): Promise<NewPersonalTokenView> {
    await this.proof.demandFresh(user);
    return this.make(user.id, wanted);
  }

  async list({ id: userId }: SessionUser, query: PageQuery): Promise<PersonalTokenPage> {
    return this.pages.read({
      name: 'personal-tokens',
      query,
      read: (count, after: IdKey | undefined) => this.tokens.listOwned(userId, count, after),
      keyOf: ({ id }): IdKey => [id],
      toItem: (row) => this.toView(row),
    });
  }

  /** @throws `auth.token_not_found` */
  async get({ id: userId }: SessionUser, id: string): Promise<PersonalTokenView> {
    const row = await this.tokens.findOwned(userId, id);
    if (!row) throw tokenErrors.tokenNotFound();
    return this.toView(row);
  }

  /** It is refused from the next request on, on every replica. @throws `auth.token_not_found` */
  @Transactional()
  async revoke({ id: userId }: SessionUser, id: string): Promise<void> {
    const revoked = await this.tokens.revoke(userId, id);
    if (!revoked) throw tokenErrors.tokenNotFound();
    await this.events.record('auth.token_revoked', { subjectId: userId, details: { name: revoked.name } });
    await this.forget([revoked.tokenHash]);
  }

  /** Revokes all of a member's tokens, in the transaction that gives them a reason to. */
  async revokeAll(userId: string): Promise<void> {
    await this.forget(await this.tokens.revokeAll(userId));
  }

  @Transactional()
  protected async make(userId: string, { name, scopes, expiresAt }: CreateTokenDto): Promise<NewPersonalTokenView> {
    const token = newPersonalToken();
    const made = { id: newId(), userId, name, scopes, tokenHash: hashOfToken(token), expiresAt: this.until(expiresAt) };
    if (!(await this.tokens.holdMember(userId))) throw authErrors.sessionEnded();
    const row = await this.tokens.insert(made, MAX_TOKENS);
    if (!row) throw tokenErrors.tooManyTokens();
    await this.events.record('auth.token_created', { subjectId: userId, details: { name, scopes } });
    return { ...this.toView(row), token };
  }

  private async forget(tokenHashes: string[]): Promise<void> {
    await this.database.afterCommit(() => this.active.forgetEverywhere(tokenHashes));
  }

  private until(wanted: Date | null | undefined): Date {
    const now = this.clock.now().getTime();
    const until = wanted ?? new Date(now + USUAL_DAYS * DAY_MILLIS);
    if (until.getTime() <= now) throw expiryProblem('auth.expiry_is_past', 'must be in the future');
    if (until.getTime() > now + MAX_DAYS * DAY_MILLIS) {
      throw expiryProblem('auth.expiry_too_far', `must be at most ${MAX_DAYS} days ahead`);
    }
    return until;
  }

  private toView({ id, name, scopes, createdAt, lastUsedAt, expiresAt }: TokenRow): PersonalTokenView {
    return { id, name, scopes, createdAt, lastUsedAt, expiresAt, isExpired: expiresAt <= this.clock.now() };
  }
}

function expiryProblem(code: string, detail: string) {
  return httpErrors.validationFailed({ errors: [{ pointer: '/expiresAt', code, detail }] });
}
