import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A login whose first factor was right, and which waits for the second. */
@Entity('login_challenges')
export class LoginChallenge {
  /** SHA-256 of the challenge. */
  @PrimaryColumn('text', { name: 'token_hash', primaryKeyConstraintName: 'login_challenges_pkey' })
  tokenHash!: string;

  @Index('login_challenges_user_id_idx')
  @Column('uuid', { name: 'user_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'login_challenges_user_id_fkey' })
  userId!: string;

  /** What the password was compared with; null when the first factor was no password. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column('integer', { default: 0 })
  attempts!: number;

  @Index('login_challenges_expires_at_idx')
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;
}
