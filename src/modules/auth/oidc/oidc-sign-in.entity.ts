import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ExternalIdentity } from './providers/provider.js';

/** A sign-in with an account elsewhere that is under way: first until the other side has answered, then until it is redeemed. */
@Entity('oidc_sign_ins')
export class OidcSignIn {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'oidc_sign_ins_pkey' })
  id!: string;

  @Column('text')
  provider!: string;

  /** SHA-256 of `state`; null once somebody has come back with it. */
  @Index('oidc_sign_ins_state_hash_key', { unique: true })
  @Column('text', { name: 'state_hash', nullable: true })
  stateHash!: string | null;

  /** SHA-256 of the verifier that the front end keeps (RFC 7636 §4.2, the same between it and us). */
  @Column('text')
  challenge!: string;

  @Column('text', { name: 'return_to' })
  returnTo!: string;

  @Column('text', { name: 'redirect_uri' })
  redirectUri!: string;

  /** SHA-256 of the code that the front end is handed. */
  @Index('oidc_sign_ins_code_hash_key', { unique: true })
  @Column('text', { name: 'code_hash', nullable: true })
  codeHash!: string | null;

  @Column('jsonb', { nullable: true })
  identity!: ExternalIdentity | null;

  /** How often somebody has tried to redeem it. */
  @Column('integer', { default: 0 })
  attempts!: number;

  @Index('oidc_sign_ins_expires_at_idx')
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;
}
