import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { preconditionFailed, type ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import type { UpdateAccountDto } from './dto/update-account.dto.js';
import { userErrors } from './user.errors.js';
import { toOwnAccount, toProfile } from './user.mapper.js';
import type { OwnAccount, UserProfile } from './user.view.js';
import { UsersRepository } from './users.repository.js';

/** Accounts' public face. */
@Injectable()
export class UsersService {
  constructor(private readonly users: UsersRepository) {}

  /**
   * Makes an account; whoever calls keeps its credentials. The username is folded to lower case.
   *
   * @throws `users.username_taken`, `users.email_taken`; the database decides, so of parallel calls exactly one succeeds.
   */
  async create(account: { username: string; email: string; displayName?: string }): Promise<OwnAccount> {
    const username = account.username.toLowerCase();
    const displayName = account.displayName ?? account.username;
    return toOwnAccount(await this.users.insert({ id: newId(), username, email: account.email, displayName }));
  }

  /** The account that a username or e-mail address belongs to, for signing in. */
  async findByLogin(login: string): Promise<OwnAccount | undefined> {
    const user = await (login.includes('@') ? this.users.findByEmail(login) : this.users.findByUsername(login));
    return user && toOwnAccount(user);
  }

  /** Those of these usernames, in lower case, that somebody has. */
  async findByUsernames(usernames: readonly string[]): Promise<{ id: string; username: string }[]> {
    return this.users.findByUsernames(usernames);
  }

  /** @throws `users.not_found` */
  async getProfile(viewer: SignedInUser | undefined, username: string): Promise<UserProfile> {
    const user = await this.users.findProfile(viewer?.id, username);
    if (!user) throw userErrors.notFound();
    return toProfile(user, viewer);
  }

  /** @throws `users.not_found` when the account was deleted a moment ago. */
  async getOwn(id: string): Promise<OwnAccount> {
    const user = await this.users.findById(id);
    if (!user) throw userErrors.notFound();
    return toOwnAccount(user);
  }

  /**
   * The IANA time zone that decides what "today" is for a member.
   *
   * @throws `users.not_found` when the account was deleted a moment ago.
   */
  async timezoneOf(id: string): Promise<string> {
    const timezone = await this.users.findTimezone(id);
    if (timezone === undefined) throw userErrors.notFound();
    return timezone;
  }

  /**
   * Gives the account this address, which is proved to be the member's.
   *
   * @throws `users.email_taken`
   */
  async confirmEmail(id: string, email: string): Promise<void> {
    await this.users.confirmEmail(id, email);
  }

  /** @throws `http.precondition_failed` when the account is at none of the expected versions; `users.avatar_not_yours` */
  async update(id: string, changes: UpdateAccountDto, expected: ExpectedVersions): Promise<OwnAccount> {
    const user = await this.users.update(id, changes, expected);
    if (!user) throw preconditionFailed(await this.getOwn(id));
    return toOwnAccount(user);
  }

  /**
   * Deletes the account, and by their foreign keys everything that belongs to it.
   *
   * @throws `users.last_admin`, `users.not_found`, `http.precondition_failed`
   */
  async delete(id: string, expected: ExpectedVersions): Promise<void> {
    if (!(await this.users.delete(id, expected))) throw preconditionFailed(await this.getOwn(id));
  }
}
