import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The one secret address at which programs read a member's todos. */
@Entity('todo_calendars')
@Index('todo_calendars_secret_hash_key', ['secretHash'], { unique: true })
export class TodoCalendar {
  @PrimaryColumn('uuid', { name: 'owner_id', primaryKeyConstraintName: 'todo_calendars_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'todo_calendars_owner_id_fkey' })
  ownerId!: string;

  /** SHA-256. */
  @Column('text', { name: 'secret_hash' })
  secretHash!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
