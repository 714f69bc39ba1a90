import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A discoverable public-key credential of a member (WebAuthn §4, "passkey"). Nothing in it is secret. */
@Entity('passkeys')
@Index('passkeys_user_id_idx', ['userId', 'id'])
export class Passkey {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'passkeys_pkey' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'passkeys_user_id_fkey' })
  userId!: string;

  /** What the authenticator calls it, in base64url. */
  @Index('passkeys_credential_id_key', { unique: true })
  @Column('text', { name: 'credential_id' })
  credentialId!: string;

  /** COSE_Key (RFC 9052 §7). */
  @Column('bytea', { name: 'public_key' })
  publicKey!: Buffer;

  /** The authenticator's signature counter (WebAuthn §6.1.1); many always say 0. PostgreSQL compares it, so it is never read. */
  @Column('bigint', { name: 'sign_count' })
  signCount!: string;

  /** How the browser reaches the authenticator: a hint that it wants back. */
  @Column('text', { array: true })
  transports!: string[];

  /** Whether it is kept in more places than one device, as by a password manager. */
  @Column('boolean', { name: 'is_backed_up' })
  isBackedUp!: boolean;

  @Column('text')
  name!: string;

  @Column('integer', { default: 1 })
  version!: number;

  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
