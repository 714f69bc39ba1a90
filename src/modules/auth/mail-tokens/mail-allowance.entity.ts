import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When mails of a purpose were last sent to an address, whether or not somebody here has it. */
@Entity('mail_allowances')
export class MailAllowance {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'mail_allowances_pkey' })
  purpose!: string;

  /** SHA-256: no addresses of strangers are collected. */
  @PrimaryColumn('text', { name: 'address_hash', primaryKeyConstraintName: 'mail_allowances_pkey' })
  addressHash!: string;

  /** At most the last five, in order. */
  @Column({ type: 'timestamptz', name: 'sent_at', array: true })
  sentAt!: Date[];
}
