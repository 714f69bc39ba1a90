import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { OidcSignIn } from './oidc-sign-in.entity.js';
import type { ExternalIdentity } from './providers/provider.js';

/** For typing a wrong password now and then; after that one begins again. */
const MAX_ATTEMPTS = 5;

export type BegunSignIn = Pick<OidcSignIn, 'id' | 'returnTo' | 'redirectUri'>;
export type NewSignIn = BegunSignIn & Pick<OidcSignIn, 'provider' | 'challenge'> & { stateHash: string };
/** One that the other side has confirmed. */
export type ConfirmedSignIn = Pick<OidcSignIn, 'id' | 'provider' | 'challenge'> & { identity: ExternalIdentity };

@Injectable()
export class OidcSignInsRepository {
  constructor(private readonly database: Database) {}

  async insert({ id, provider, stateHash, challenge, returnTo, redirectUri }: NewSignIn): Promise<void> {
    await this.database.execute(sql`
      insert into oidc_sign_ins (id, provider, state_hash, challenge, return_to, redirect_uri, expires_at)
      values (${id}, ${provider}, ${stateHash}, ${challenge}, ${returnTo}, ${redirectUri}, now() + interval '10 minutes')`);
  }

  /** Uses the state up: of parallel calls exactly one gets the sign-in back. */
  async useState(provider: string, stateHash: string): Promise<BegunSignIn | undefined> {
    return this.database.maybeOne<BegunSignIn>(sql`
      update oidc_sign_ins set state_hash = null
      where state_hash = ${stateHash} and provider = ${provider} and expires_at > now()
      returning id, return_to as "returnTo", redirect_uri as "redirectUri"`);
  }

  /** Keeps who it is for the 60 seconds in which the front end redeems its code. */
  async confirm(id: string, identity: ExternalIdentity, codeHash: string): Promise<void> {
    await this.database.execute(sql`
      update oidc_sign_ins
      set identity = ${JSON.stringify(identity)}, code_hash = ${codeHash}, expires_at = now() + interval '60 seconds'
      where id = ${id}`);
  }

  /** Counts one more attempt, before anything is compared. @returns undefined when there is none left, or no such code. */
  async takeAttempt(codeHash: string): Promise<ConfirmedSignIn | undefined> {
    return this.database.maybeOne<ConfirmedSignIn>(sql`
      update oidc_sign_ins set attempts = attempts + 1
      where code_hash = ${codeHash} and expires_at > now() and attempts < ${MAX_ATTEMPTS}
      returning id, provider, challenge, identity`);
  }

  /** Gives its member the time to type a password, counted from when the other side confirmed it. */
  async extend(id: string): Promise<void> {
    await this.database.execute(sql`
      update oidc_sign_ins set expires_at = expires_at + interval '9 minutes' where id = ${id} and attempts = 1`);
  }

  /** @returns whether it was there: of parallel calls, one gets true. */
  async delete(id: string): Promise<boolean> {
    return (await this.database.execute(sql`delete from oidc_sign_ins where id = ${id}`)) > 0;
  }

  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`delete from oidc_sign_ins where expires_at < now()`);
  }
}
