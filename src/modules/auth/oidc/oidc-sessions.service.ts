import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Problem } from '../../../platform/errors/problem.js';
import { tidy } from '../../../platform/http/text.js';
import { type OwnAccount, userErrors, UsersService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import type { Client } from '../clients.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { linkLane } from '../limits/guess-lanes.js';
import { PasswordProof, wrongPassword } from '../password/password-proof.js';
import type { SignInView } from '../session.view.js';
import { SignIns } from '../sign-in/sign-ins.service.js';
import type { RedeemSignInDto } from './dto/redeem-sign-in.dto.js';
import { usernameFor } from './free-username.js';
import { IdentitiesService } from './identities.service.js';
import { OidcRedemption } from './oidc-redemption.js';
import { OidcSignInsRepository, type ConfirmedSignIn } from './oidc-sign-ins.repository.js';
import { oidcErrors } from './oidc.errors.js';

/** How often a name, an address or the identity may be taken by somebody else at the same moment. */
const ROUNDS = 5;
const MAX_NAME_LENGTH = 80;
const TAKEN: readonly string[] = [
  userErrors.usernameTaken.definition.code,
  userErrors.emailTaken.definition.code,
  oidcErrors.identityTaken.definition.code,
];

/** Whose account it is, and what a password was compared with, if one was asked for. */
interface Admitted {
  user: OwnAccount;
  passwordHash?: string;
}

/** Makes a session of a sign-in that was confirmed elsewhere. */
@Injectable()
export class OidcSessions {
  constructor(
    private readonly redemption: OidcRedemption,
    private readonly signIns: OidcSignInsRepository,
    private readonly identities: IdentitiesService,
    private readonly users: UsersService,
    private readonly credentials: CredentialsRepository,
    private readonly proof: PasswordProof,
    private readonly firstFactor: SignIns,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Signs in whoever the identity belongs to. An address that has an account here links the two once its password is given,
   * and never without; an address that has none makes an account.
   *
   * @throws `auth.invalid_sign_in_code`, `auth.address_unproven`, `auth.link_password_required`, `auth.link_elsewhere`,
   * `auth.wrong_password`, and what signing in throws: `auth.second_factor_required`, `auth.suspended`, `auth.busy`.
   */
  async redeem(wanted: RedeemSignInDto, client: Client): Promise<SignInView> {
    const signIn = await this.redemption.open(wanted);
    const { user, passwordHash } = await this.admit(signIn, wanted.password, client);
    return this.firstFactor.begin(user, client, passwordHash);
  }

  private async admit(signIn: ConfirmedSignIn, password: string | undefined, client: Client): Promise<Admitted> {
    for (let round = 0; ; round++) {
      try {
        return await this.tryToAdmit(signIn, password, client, round);
      } catch (error) {
        const isTaken = error instanceof Problem && TAKEN.includes(error.definition.code);
        if (!isTaken || round === ROUNDS) throw error;
      }
    }
  }

  private async tryToAdmit(
    signIn: ConfirmedSignIn,
    password: string | undefined,
    client: Client,
    round: number,
  ): Promise<Admitted> {
    const known = await this.useKnown(signIn);
    if (known) return { user: known };
    const { email } = signIn.identity;
    if (email === null) throw oidcErrors.addressUnproven();
    const account = await this.users.findByLogin(email);
    if (!account) return { user: await this.createAccount(signIn, email, client, round) };
    return this.link(signIn, account, password);
  }

  @Transactional()
  protected async useKnown(signIn: ConfirmedSignIn): Promise<OwnAccount | undefined> {
    const userId = await this.identities.use(signIn);
    if (userId === undefined) return undefined;
    await this.redemption.close(signIn);
    return this.users.getOwn(userId);
  }

  private async link(signIn: ConfirmedSignIn, account: OwnAccount, password: string | undefined): Promise<Admitted> {
    if ((await this.credentials.findHash(account.id)) === undefined) {
      // It may have been made of this very identity a moment ago, in another tab.
      const known = await this.useKnown(signIn);
      if (known) return { user: known };
      throw oidcErrors.linkElsewhere();
    }
    if (password === undefined) {
      await this.signIns.extend(signIn.id);
      throw oidcErrors.linkPasswordRequired();
    }
    const passwordHash = await this.proof.demand(account.id, password, '/password', linkLane(account.id));
    return { user: await this.linkProven(signIn, account, passwordHash), passwordHash };
  }

  /** Whose password it is and who has the address elsewhere, has the address. */
  @Transactional()
  protected async linkProven(signIn: ConfirmedSignIn, account: OwnAccount, passwordHash: string): Promise<OwnAccount> {
    await this.redemption.close(signIn);
    if (!(await this.credentials.hold(account.id, passwordHash))) throw wrongPassword('/password');
    await this.users.confirmEmail(account.id, account.email);
    await this.identities.link(account.id, signIn);
    return this.users.getOwn(account.id);
  }

  @Transactional()
  protected async createAccount(
    signIn: ConfirmedSignIn,
    email: string,
    client: Client,
    round: number,
  ): Promise<OwnAccount> {
    await this.redemption.close(signIn);
    // By characters: half of one could not be kept.
    const displayName = [...tidy(signIn.identity.displayName ?? '')].slice(0, MAX_NAME_LENGTH).join('');
    const username = usernameFor(signIn.identity, round);
    const { id } = await this.users.create({ username, email, ...(displayName !== '' && { displayName }) });
    await this.users.confirmEmail(id, email);
    await this.events.record('auth.register', { subjectId: id, actorId: id, client });
    await this.identities.add(id, signIn);
    return this.users.getOwn(id);
  }
}
