import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import { type IdKey, Pages } from '../../../platform/http/page.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { SecurityEvents } from '../audit/security-events.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { wrongPassword } from '../password/password-proof.js';
import { AccountProof } from '../step-up/account-proof.js';
import type { RedeemSignInDto } from './dto/redeem-sign-in.dto.js';
import { IdentitiesRepository, type IdentityRow } from './identities.repository.js';
import type { IdentityPage, IdentityView } from './identity.view.js';
import { IdentityMails } from './identity-mails.js';
import { OidcRedemption } from './oidc-redemption.js';
import type { ConfirmedSignIn } from './oidc-sign-ins.repository.js';
import { oidcErrors } from './oidc.errors.js';
import { Providers } from './providers/providers.js';
import { SignInMethods } from './sign-in-methods.js';

const MAX_IDENTITIES = 20;

/** Which accounts elsewhere belong to which account here. */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly identities: IdentitiesRepository,
    private readonly redemption: OidcRedemption,
    private readonly providers: Providers,
    private readonly credentials: CredentialsRepository,
    private readonly proof: AccountProof,
    private readonly methods: SignInMethods,
    private readonly events: SecurityEvents,
    private readonly mails: IdentityMails,
    private readonly pages: Pages,
  ) {
    methods.add((userId) => identities.countOwned(userId));
    methods.add(async (userId) => ((await credentials.findHash(userId)) === undefined ? 0 : 1));
  }

  async list({ id: userId }: SessionUser, query: PageQuery): Promise<IdentityPage> {
    return this.pages.read({
      name: 'identities',
      query,
      read: (count, after: IdKey | undefined) => this.identities.listOwned(userId, count, after),
      keyOf: ({ id }): IdKey => [id],
      toItem: toView,
    });
  }

  /**
   * Links one more to the account of who is signed in. Takes the password, or a young sign-in of who has none.
   *
   * @throws `auth.invalid_sign_in_code`, `auth.wrong_password`, `auth.step_up_required`, `auth.identity_taken`, `auth.too_many_identities`, `auth.busy`
   */
  async linkMine(user: SessionUser, { password = '', ...handed }: RedeemSignInDto): Promise<IdentityView> {
    const hasPassword = (await this.credentials.findHash(user.id)) !== undefined;
    const passwordHash = await this.proof.demand(user, hasPassword ? password : undefined, '/password');
    return this.redeemFor(user.id, await this.redemption.open(handed), passwordHash);
  }

  /**
   * Unlinks one, but not the last way into the account.
   *
   * @throws `auth.identity_not_found`, `auth.step_up_required`, `auth.last_sign_in_method`
   */
  @Transactional()
  async unlink(user: SessionUser, id: string): Promise<void> {
    const { id: userId } = user;
    if (!(await this.identities.isOwned(userId, id))) throw oidcErrors.identityNotFound();
    await this.proof.demandFresh(user);
    await this.methods.holdMoreThanOne(userId);
    const gone = await this.identities.delete(userId, id);
    if (!gone) throw oidcErrors.identityNotFound();
    await this.events.record('auth.identity_unlinked', { subjectId: userId, details: gone });
  }

  /** Whose identity a sign-in was made with, if it is linked to anybody. */
  async use({ provider, identity }: ConfirmedSignIn): Promise<string | undefined> {
    return this.identities.use(this.providers.get(provider).issuer, identity.subject);
  }

  /** Links one to an account, in the running transaction, and tells its member. @throws `auth.identity_taken`, `auth.too_many_identities` */
  async link(userId: string, signIn: ConfirmedSignIn): Promise<IdentityView> {
    const identity = await this.add(userId, signIn);
    const { name, id } = this.providers.get(signIn.provider);
    await this.events.record('auth.identity_linked', { subjectId: userId, actorId: userId, details: { provider: id } });
    await this.mails.tellOfLink(userId, name);
    return identity;
  }

  /** The same for an account that is just being made. */
  async add(userId: string, { provider, identity }: ConfirmedSignIn): Promise<IdentityView> {
    const { issuer } = this.providers.get(provider);
    const { subject, email } = identity;
    await this.methods.hold(userId);
    const row = await this.identities.insert({ id: newId(), userId, provider, issuer, subject, email }, MAX_IDENTITIES);
    if (!row) throw oidcErrors.tooManyIdentities();
    return toView(row);
  }

  @Transactional()
  protected async redeemFor(
    userId: string,
    signIn: ConfirmedSignIn,
    passwordHash: string | undefined,
  ): Promise<IdentityView> {
    await this.redemption.close(signIn);
    // The proof must still be one.
    if (!(await this.credentials.hold(userId, passwordHash))) throw wrongPassword('/password');
    return this.link(userId, signIn);
  }
}

function toView({ id, provider, email, createdAt, lastUsedAt }: IdentityRow): IdentityView {
  return { id, provider, email, createdAt, lastUsedAt };
}
