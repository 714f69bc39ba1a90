import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Scope } from './token-scopes.js';

/** A key that a member has made for a program. Only its hash is here. */
@Entity('personal_tokens')
@Index('personal_tokens_user_id_idx', ['userId', 'id'])
@Index('personal_tokens_token_hash_key', ['tokenHash'], { unique: true })
export class PersonalToken {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'personal_tokens_pkey' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'personal_tokens_user_id_fkey' })
  userId!: string;

  @Column('text')
  name!: string;

  @Column('text', { array: true })
  scopes!: Scope[];

  /** SHA-256. */
  @Column('text', { name: 'token_hash' })
  tokenHash!: string;

  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @Index('personal_tokens_expires_at_idx')
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
