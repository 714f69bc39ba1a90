import { Column, CreateDateColumn, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A member's authenticator app: begun, and on from the moment at which a first code confirmed it. */
@Entity('totp_factors')
export class TotpFactor {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'totp_factors_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'totp_factors_user_id_fkey' })
  userId!: string;

  /** Sealed (`platform/security/seal.ts`): a dump of the database makes no codes. */
  @Column('text', { name: 'sealed_secret' })
  sealedSecret!: string;

  @Column({ type: 'timestamptz', name: 'confirmed_at', precision: 3, nullable: true })
  confirmedAt!: Date | null;

  /** The time step of the last code that was taken; none of this step or before is taken again (RFC 6238 §5.2). */
  @Column('integer', { name: 'last_step', default: 0 })
  lastStep!: number;

  /** How many codes were tried since the last right one. */
  @Column('integer', { default: 0 })
  failures!: number;

  /** Before this moment no code is looked at. */
  @Column({ type: 'timestamptz', name: 'retry_at', precision: 3, default: () => 'now()' })
  retryAt!: Date;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
