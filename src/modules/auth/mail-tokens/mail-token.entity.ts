import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a link in a mail is good for. */
export const MAIL_PURPOSES = ['verification', 'reset'] as const;
export type MailPurpose = (typeof MAIL_PURPOSES)[number];

/** The one link of a purpose that a member may have: asked for first, and good from the moment at which its mail is sent. */
@Entity('mail_tokens')
@Index('mail_tokens_user_id_purpose_key', ['userId', 'purpose'], { unique: true })
@Check('mail_tokens_purpose_check', `purpose in (${MAIL_PURPOSES.map((purpose) => `'${purpose}'`).join(', ')})`)
export class MailToken {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'mail_tokens_pkey' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'mail_tokens_user_id_fkey' })
  userId!: string;

  @Column('text')
  purpose!: MailPurpose;

  /** Where the mail goes to: the address that the link proves. */
  @Column('text')
  email!: string;

  /** SHA-256 of the token; null until the mail is being sent. */
  @Index('mail_tokens_token_hash_key', { unique: true })
  @Column('text', { name: 'token_hash', nullable: true })
  tokenHash!: string | null;

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3, nullable: true })
  expiresAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
