import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** One sign-in on one device. Nothing that could be used as a token is stored: see `refresh-tokens.ts`. */
@Entity('sessions')
@Index('sessions_user_id_idx', ['userId', 'id'])
export class Session {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sessions_pkey' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'sessions_user_id_fkey' })
  userId!: string;

  /** Browser and system in words, from the `User-Agent`. */
  @Column('text')
  device!: string;

  @Column('text')
  ip!: string;

  /** How often the refresh token was exchanged; only the token of this generation is current. */
  @Column('integer', { name: 'refresh_generation', default: 0 })
  refreshGeneration!: number;

  @Column({ type: 'timestamptz', name: 'rotated_at', precision: 3, default: () => 'now()' })
  rotatedAt!: Date;

  /** When the member last proved here to be it: by signing in, or by a step-up. */
  @Column({ type: 'timestamptz', name: 'proved_at', precision: 3, default: () => 'now()' })
  provedAt!: Date;

  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, default: () => 'now()' })
  lastUsedAt!: Date;

  @Index('sessions_expires_at_idx')
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
