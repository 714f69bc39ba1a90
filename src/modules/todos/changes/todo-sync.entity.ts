import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** How far a member's todos have come. Triggers alone write it: docs/adr/0044. */
@Entity('todo_sync')
export class TodoSync {
  @PrimaryColumn('uuid', { name: 'owner_id', primaryKeyConstraintName: 'todo_sync_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'todo_sync_owner_id_fkey' })
  ownerId!: string;

  /** The number of the last transaction that changed anything. */
  @Column('bigint', { default: 0 })
  last!: string;

  /** Deletions up to this number are not known any more, or not all of them. */
  @Column('bigint', { default: 0 })
  forgotten!: string;
}
