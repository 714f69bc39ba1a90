import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { UsersService } from '../users/index.js';
import { SecurityEvents } from './audit/security-events.js';
import { authErrors } from './auth.errors.js';
import type { Client } from './clients.js';
import { CredentialsRepository } from './credentials.repository.js';
import { KnownDevices } from './devices/known-devices.js';
import type { LoginDto } from './dto/login.dto.js';
import type { RegisterDto } from './dto/register.dto.js';
import { EmailService } from './email/email.service.js';
import { loginLanes } from './limits/guess-lanes.js';
import { Guesses } from './limits/guesses.js';
import { PasswordRenewal } from './password/password-renewal.js';
import { PasswordHasher } from './password-hasher.js';
import { assertGoodPassword } from './password-rules.js';
import type { SignInView } from './session.view.js';
import { SessionsService } from './sessions.service.js';
import { SignIns } from './sign-in/sign-ins.service.js';

/** Registering and logging in with a password. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordHasher,
    private readonly sessions: SessionsService,
    private readonly signIns: SignIns,
    private readonly events: SecurityEvents,
    private readonly email: EmailService,
    private readonly guesses: Guesses,
    private readonly devices: KnownDevices,
    private readonly renewal: PasswordRenewal,
  ) {}

  /**
   * Makes an account and signs it in. The link to verify its address is mailed.
   *
   * @param isAddressProven sends no mail: the caller vouches for the address.
   * @throws `users.username_taken`, `users.email_taken`, `http.validation_failed` for a password that is easy to guess, `auth.busy`.
   */
  async register(
    { password, ...account }: RegisterDto,
    client: Client,
    { isAddressProven = false } = {},
  ): Promise<SignInView> {
    await assertGoodPassword(password, account);
    // Hashing takes its time, so it is done before a connection is held for the transaction.
    const passwordHash = await this.passwords.hash(password);
    return this.open(account, passwordHash, client, isAddressProven);
  }

  /**
   * Signs in by username or e-mail address. An unknown account and a wrong password get the same answer in the same time.
   *
   * @throws `auth.invalid_credentials`, `auth.too_many_attempts`, `auth.suspended` and `auth.second_factor_required` (to who
   * knows the password), `auth.busy`
   */
  async logIn({ login, password }: LoginDto, client: Client): Promise<SignInView> {
    const user = await this.users.findByLogin(login);
    const lanes = loginLanes(user, login, client, await this.devices.identify(user?.id, client));
    let passwordHash: string | undefined;
    const isRight = await this.guesses.check(lanes, async () => {
      passwordHash = await this.credentials.findHash(user?.id ?? NOBODY);
      return this.passwords.verify(passwordHash, password);
    });
    if (!user || !isRight || passwordHash === undefined) {
      await Promise.all([this.events.recordFailedLogin(user?.id, login, client), delay(RECORDING_MILLIS)]);
      throw authErrors.invalidCredentials();
    }
    return this.signIns.begin(user, client, await this.renewal.renew(user.id, passwordHash, password));
  }

  @Transactional()
  protected async open(
    account: Omit<RegisterDto, 'password'>,
    passwordHash: string,
    client: Client,
    isAddressProven: boolean,
  ): Promise<SignInView> {
    const user = await this.users.create(account);
    await this.credentials.insert(user.id, passwordHash);
    await this.events.record('auth.register', { subjectId: user.id, actorId: user.id, client });
    await (isAddressProven ? this.users.confirmEmail(user.id, user.email) : this.email.verifyLater(user));
    return this.sessions.begin(user, client);
  }
}

/**
 * Entering a failure is a little more work for the first one of a member's hour than for somebody whom nobody is: a new row, an
 * entry in the audit log, and what their foreign keys look up. All take as long as this, which is several times longer.
 */
const RECORDING_MILLIS = 15;

/** The nil UUID (RFC 9562 §5.9): asking for it costs what asking for a real member costs. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
