import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** How many logins failed on one account within one hour of the clock: a counter, so that guessing does not fill the audit log. */
@Entity('failed_logins')
@Index('failed_logins_user_id_idx', ['userId'])
export class FailedLogin {
  /** The account's id, or one of a few that stand for all names that nobody has. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'failed_logins_pkey' })
  bucket!: string;

  @PrimaryColumn({ type: 'timestamptz', precision: 3, primaryKeyConstraintName: 'failed_logins_pkey' })
  hour!: Date;

  @Column('uuid', { name: 'user_id', nullable: true })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'failed_logins_user_id_fkey' })
  userId!: string | null;

  @Column('integer')
  attempts!: number;
}
