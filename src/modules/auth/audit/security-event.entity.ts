import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { SecurityEventName } from './security-event-names.js';

/** One entry of the audit log. A trigger refuses to change or delete it while the accounts that it names are there. */
@Entity('security_events')
@Index('security_events_newest_idx', ['createdAt', 'id'])
@Index('security_events_actor_idx', ['actorId', 'createdAt', 'id'])
@Index('security_events_subject_idx', ['subjectId', 'createdAt', 'id'])
@Index('security_events_event_idx', ['event', 'createdAt', 'id'])
export class SecurityEvent {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'security_events_pkey' })
  id!: string;

  @Column('text')
  event!: SecurityEventName;

  /** Who did it; null for somebody who is not known, for the command line, and when that account was deleted. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  @ForeignKey('users', { onDelete: 'SET NULL', name: 'security_events_actor_id_fkey' })
  actorId!: string | null;

  /** Whose account it is about; null when there is none, such as a login under a name that nobody has. */
  @Column('uuid', { name: 'subject_id', nullable: true })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'security_events_subject_id_fkey' })
  subjectId!: string | null;

  @Column('text', { nullable: true })
  ip!: string | null;

  @Column('text', { nullable: true })
  device!: string | null;

  @Column('jsonb', { default: {} })
  details!: Record<string, unknown>;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
