import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, Unique, UpdateDateColumn } from 'typeorm';

@Entity('todo_lists')
// Referenced by todos together with the owner, so that nobody's todo can be in somebody else's list.
@Unique('todo_lists_id_owner_id_key', ['id', 'ownerId'])
@Index('todo_lists_inbox_key', ['ownerId'], { unique: true, where: 'is_inbox' })
@Index('todo_lists_owner_id_position_idx', ['ownerId', 'position', 'id'], { where: 'deleted_at is null' })
@Index('todo_lists_trash_idx', ['ownerId', 'deletedAt', 'id'], { where: 'deleted_at is not null' })
export class TodoList {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'todo_lists_pkey' })
  id!: string;

  @Column('uuid', { name: 'owner_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'todo_lists_owner_id_fkey' })
  ownerId!: string;

  @Column('text')
  name!: string;

  /** `#rrggbb` */
  @Column('text', { nullable: true })
  color!: string | null;

  @Column('boolean', { name: 'is_inbox', default: false })
  isInbox!: boolean;

  @Column('boolean', { name: 'is_archived', default: false })
  isArchived!: boolean;

  /** A key of `positions.ts`; bytewise order is the order of the lists. */
  @Column({ type: 'text', collation: 'C' })
  position!: string;

  /** When it was put into the trash. */
  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3, name: 'updated_at' })
  updatedAt!: Date;
}
