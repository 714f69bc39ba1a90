import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

@Entity('password_credentials')
export class PasswordCredential {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'password_credentials_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'password_credentials_user_id_fkey' })
  userId!: string;

  /** Argon2id in PHC string format. */
  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column({ type: 'timestamptz', name: 'changed_at', precision: 3, default: () => 'now()' })
  changedAt!: Date;
}
