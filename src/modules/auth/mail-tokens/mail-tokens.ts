import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { authErrors } from '../auth.errors.js';
import type { MailPurpose } from './mail-token.entity.js';
import { MailTokensRepository, type TokenOwner } from './mail-tokens.repository.js';

const PREFIXES: Record<MailPurpose, string> = { verification: 'kev_', reset: 'kpr_' };
/** 128 bits: nobody guesses them, and a usual link fits into a line of a mail (76 characters, RFC 2045 §6.7), unbroken. */
const TOKEN_BYTES = 16;

/**
 * Tokens in the links of mails: 128 random bits, good once and for a limited time, one at a time for each purpose. They come
 * into being when the mail is sent, and only their hash is stored, so neither the queue nor a dump of the database holds one.
 */
@Injectable()
export class MailTokens {
  constructor(private readonly tokens: MailTokensRepository) {}

  /** Makes a link wanted, in the running transaction; an earlier one dies with it. @returns the id that {@link issue} takes. */
  async prepare(userId: string, purpose: MailPurpose, email: string): Promise<string> {
    const id = newId();
    await this.tokens.prepare({ id, userId, purpose, email });
    return id;
  }

  /** The token for a link that was prepared, and whose it is; undefined when it is not wanted any more. */
  async issue(id: string, purpose: MailPurpose): Promise<(TokenOwner & { token: string }) | undefined> {
    const token = newToken(purpose);
    const owner = await this.tokens.issue(id, purpose, hashOf(token));
    return owner && { ...owner, token };
  }

  /** A token for a link that was asked for at that moment; undefined when the password was changed since. */
  async issueSince(askedAt: string, purpose: MailPurpose, { userId, email }: TokenOwner): Promise<string | undefined> {
    const token = newToken(purpose);
    const isIssued = await this.tokens.issueNew({ id: newId(), userId, purpose, email }, hashOf(token), askedAt);
    return isIssued ? token : undefined;
  }

  /** Whose a token is, without using it up. @throws `auth.invalid_token` */
  async read(purpose: MailPurpose, token: string): Promise<TokenOwner> {
    const owner = await this.tokens.find(purpose, hashOf(token));
    if (!owner) throw authErrors.invalidToken();
    return owner;
  }

  /** Uses a token up, in the running transaction. @throws `auth.invalid_token`, for all but one of parallel calls. */
  async use(purpose: MailPurpose, token: string): Promise<TokenOwner> {
    const owner = await this.tokens.use(purpose, hashOf(token));
    if (!owner) throw authErrors.invalidToken();
    return owner;
  }

  /** Makes all links of a member worthless. */
  async revokeAll(userId: string): Promise<void> {
    await this.tokens.deleteOwned(userId);
  }
}

function newToken(purpose: MailPurpose): string {
  return PREFIXES[purpose] + randomBytes(TOKEN_BYTES).toString('base64url');
}

function hashOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
