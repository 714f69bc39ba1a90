import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** When a todo or a list changed last. Triggers alone write it, at the commit: docs/adr/0044. */
@Entity('todo_changes')
@Index('todo_changes_number_idx', ['ownerId', 'number', 'itemId'])
@Index('todo_changes_deleted_at_idx', ['deletedAt'], { where: 'deleted_at is not null' })
export class TodoChange {
  @PrimaryColumn('uuid', { name: 'item_id', primaryKeyConstraintName: 'todo_changes_pkey' })
  itemId!: string;

  @Column('uuid', { name: 'owner_id' })
  @ForeignKey('todo_sync', { onDelete: 'CASCADE', name: 'todo_changes_owner_id_fkey' })
  ownerId!: string;

  @Column('boolean', { name: 'is_list' })
  isList!: boolean;

  /** That of the transaction; the same for all that one did. */
  @Column('bigint')
  number!: string;

  /** There once it is gone for good; what is in the trash is still there. */
  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt!: Date | null;
}
