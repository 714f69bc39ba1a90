import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { RequestValidationPipe } from '../../../platform/http/request-validation.pipe.js';
import { type OwnAccount, StandingService, userErrors, UsersService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { RegisterDto } from '../dto/register.dto.js';
import { PasswordHasher } from '../password-hasher.js';
import { assertGoodPassword } from '../password-rules.js';
import { RolesService } from './roles.service.js';

/** Whom an operator wants to be an admin. */
export interface WantedAdmin {
  username: string;
  email: string;
}

/** How the first admin comes about, whom nobody could make one; for operators, from the command line. */
@Injectable()
export class AdminAccounts {
  private readonly pipe = new RequestValidationPipe();

  constructor(
    private readonly users: UsersService,
    private readonly standing: StandingService,
    private readonly roles: RolesService,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordHasher,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Makes sure that this admin is there. A member of this name and address becomes one, freed from any suspension, and keeps
   * the password; doing it again changes nothing.
   *
   * @param choosePassword is only asked for a new account.
   * @throws `users.username_taken` or `users.email_taken` when only one of the two is somebody's; `http.validation_failed`.
   */
  async ensure(
    wanted: WantedAdmin,
    choosePassword: () => Promise<string>,
  ): Promise<'created' | 'promoted' | 'unchanged'> {
    const member = await this.find(wanted);
    if (member?.role === 'admin') return 'unchanged';
    if (member) await this.promote(member);
    else await this.create(wanted, await choosePassword());
    return member ? 'promoted' : 'created';
  }

  private async find({ username, email }: WantedAdmin): Promise<OwnAccount | undefined> {
    const [byName, byEmail] = [await this.users.findByLogin(username), await this.users.findByLogin(email)];
    if (byName?.id === byEmail?.id) return byName;
    throw byName
      ? userErrors.usernameTaken({ detail: `There is a member ${byName.username}, who has another e-mail address.` })
      : userErrors.emailTaken({ detail: 'There is a member with this e-mail address, who has another username.' });
  }

  @Transactional()
  protected async promote({ id, username }: OwnAccount): Promise<void> {
    const freed = await this.standing.liftSuspension(username);
    if (freed !== undefined) await this.events.record('users.suspension_lifted', { subjectId: id });
    await this.roles.change(username, 'admin');
  }

  private async create(wanted: WantedAdmin, password: string): Promise<void> {
    const account = { ...wanted, password };
    await this.pipe.transform(account, { type: 'body', metatype: RegisterDto });
    await assertGoodPassword(password, wanted);
    await this.insert(wanted, await this.passwords.hash(password));
  }

  @Transactional()
  protected async insert(wanted: WantedAdmin, passwordHash: string): Promise<void> {
    const { id, username } = await this.users.create(wanted);
    await this.credentials.insert(id, passwordHash);
    await this.events.record('auth.register', { subjectId: id });
    await this.roles.change(username, 'admin');
  }
}
