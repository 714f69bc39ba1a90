import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Transactional } from '@nestjs-cls/transactional';
import { type ExpectedVersions, preconditionFailed } from '../../../platform/http/if-match.decorator.js';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import { type IdKey, Pages } from '../../../platform/http/page.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { UsersService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import type { Client } from '../clients.js';
import { SignInMethods } from '../oidc/sign-in-methods.js';
import { AccountProof } from '../step-up/account-proof.js';
import type { RegisterPasskeyDto } from './dto/register-passkey.dto.js';
import { PasskeyCeremonies, type Registration } from './passkey-ceremonies.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { PasskeyMails } from './passkey-mails.js';
import { passkeyErrors } from './passkey.errors.js';
import { toPasskeyView } from './passkey.mapper.js';
import type { PasskeyCreationOptions } from './passkey-options.view.js';
import type { PasskeyPage, PasskeyView } from './passkey.view.js';
import { PasskeysRepository } from './passkeys.repository.js';

/** A member's passkeys. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly ceremonies: PasskeyCeremonies,
    private readonly challenges: PasskeyChallenges,
    private readonly users: UsersService,
    private readonly proof: AccountProof,
    private readonly methods: SignInMethods,
    private readonly events: SecurityEvents,
    private readonly mails: PasskeyMails,
    private readonly pages: Pages,
  ) {
    methods.add((userId) => passkeys.countOwned(userId));
  }

  async list({ id: userId }: SessionUser, query: PageQuery): Promise<PasskeyPage> {
    return this.pages.read({
      name: 'passkeys',
      query,
      read: (count, after: IdKey | undefined) => this.passkeys.listOwned(userId, count, after),
      keyOf: ({ id }): IdKey => [id],
      toItem: toPasskeyView,
    });
  }

  /** @throws `auth.passkey_not_found` */
  async get(userId: string, id: string): Promise<PasskeyView> {
    const passkey = await this.passkeys.findOwned(userId, id);
    if (!passkey) throw passkeyErrors.passkeyNotFound();
    return toPasskeyView(passkey);
  }

  /** What a browser needs to make one. The challenge in it carries the fresh proof on. @throws `auth.step_up_required` */
  async creationOptions(user: SessionUser): Promise<PasskeyCreationOptions> {
    await this.proof.demandFresh(user);
    const account = await this.users.getOwn(user.id);
    return this.ceremonies.creationOptions(account, await this.passkeys.listDescriptors(user.id));
  }

  /**
   * @throws `auth.passkey_not_registered`, `auth.passkey_origin`, `auth.passkey_known`, `auth.too_many_passkeys`
   */
  async register({ id }: SessionUser, wanted: RegisterPasskeyDto, client: Client): Promise<PasskeyView> {
    const registration = await this.ceremonies.register(id, wanted.credential);
    const { transports = [] } = wanted.credential.response;
    return this.add(id, registration, transports, wanted.name ?? client.device);
  }

  /** @throws `auth.passkey_not_found`, `http.precondition_failed` */
  async rename(
    { id: userId }: SessionUser,
    id: string,
    name: string,
    expected: ExpectedVersions,
  ): Promise<PasskeyView> {
    const passkey = await this.passkeys.rename(userId, id, name, expected);
    if (!passkey) throw preconditionFailed(await this.get(userId, id));
    return toPasskeyView(passkey);
  }

  /** @throws `auth.step_up_required`, `auth.passkey_not_found`, `auth.last_sign_in_method`, `http.precondition_failed` */
  async remove(user: SessionUser, id: string, expected: ExpectedVersions): Promise<void> {
    await this.get(user.id, id);
    await this.proof.demandFresh(user);
    await this.delete(user.id, id, expected);
  }

  @Transactional()
  protected async add(userId: string, { challenge, credential }: Registration, transports: string[], name: string) {
    if (!(await this.challenges.use(challenge))) {
      throw passkeyErrors.passkeyNotRegistered({ detail: 'These options were used before' });
    }
    await this.methods.hold(userId);
    const passkey = await this.passkeys.insert({ id: newId(), userId, ...credential, transports, name });
    if (!passkey) throw passkeyErrors.tooManyPasskeys();
    await this.events.record('auth.passkey_added', { subjectId: userId, details: { name } });
    await this.mails.tell('auth.passkey_added', userId, name);
    return toPasskeyView(passkey);
  }

  @Transactional()
  protected async delete(userId: string, id: string, expected: ExpectedVersions): Promise<void> {
    await this.methods.holdMoreThanOne(userId);
    const removed = await this.passkeys.delete(userId, id, expected);
    if (!removed) throw preconditionFailed(await this.get(userId, id));
    await this.events.record('auth.passkey_removed', { subjectId: userId, details: { name: removed.name } });
    await this.mails.tell('auth.passkey_removed', userId, removed.name);
  }
}
