import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A device that a member has signed in on. Its mark is derived from the id, not stored: see `device-marks.ts`. */
@Entity('known_devices')
@Index('known_devices_user_id_device_network_key', ['userId', 'device', 'network'], { unique: true })
export class KnownDevice {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'known_devices_pkey' })
  id!: string;

  @Column('uuid', { name: 'user_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'known_devices_user_id_fkey' })
  userId!: string;

  /** Browser and system in words, from the `User-Agent`. */
  @Column('text')
  device!: string;

  /** Where it was first used: an IPv4 address, or the /64 of an IPv6 one. */
  @Column('text')
  network!: string;

  @Index('known_devices_last_used_at_idx')
  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, default: () => 'now()' })
  lastUsedAt!: Date;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;

  /** Since when it is not trusted any more: a new password was chosen elsewhere. */
  @Column({ type: 'timestamptz', name: 'forgotten_at', precision: 3, nullable: true })
  forgottenAt!: Date | null;
}
