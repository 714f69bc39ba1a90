import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A challenge that was answered, kept until it would have expired, so that it is answered once. */
@Entity('used_passkey_challenges')
export class UsedPasskeyChallenge {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'used_passkey_challenges_pkey' })
  challenge!: string;

  @Index('used_passkey_challenges_expires_at_idx')
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;
}
