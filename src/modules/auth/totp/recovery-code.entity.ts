import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** One way in without the authenticator app. Using it deletes it. */
@Entity('recovery_codes')
export class RecoveryCode {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'recovery_codes_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'recovery_codes_user_id_fkey' })
  userId!: string;

  @PrimaryColumn('text', { name: 'code_hash', primaryKeyConstraintName: 'recovery_codes_pkey' })
  codeHash!: string;
}
