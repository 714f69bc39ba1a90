import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { SearchColumn } from '../../platform/search/search-column.js';
import type { Anchor } from './recurrence.js';
import type { WallTime } from './rule-slots.js';
import type { Reminder } from './reminders/reminder.js';

@Entity('todos')
@ForeignKey('todo_lists', ['listId', 'ownerId'], ['id', 'ownerId'], {
  onDelete: 'CASCADE',
  name: 'todos_list_id_owner_id_fkey',
})
// A sub-todo is in its parent's list, one level deeper: when the parent moves, this takes it along (docs/adr/0041).
@Unique('todos_id_list_id_depth_key', ['id', 'listId', 'depth'])
@ForeignKey('todos', ['parentId', 'listId', 'parentDepth'], ['id', 'listId', 'depth'], {
  onDelete: 'CASCADE',
  onUpdate: 'CASCADE',
  name: 'todos_parent_id_fkey',
})
@Check('todos_parent_check', '(parent_id is null) = (parent_depth is null)')
@Check('todos_depth_check', 'depth = coalesce(parent_depth, 0) + 1 and depth <= 5')
@Check('todos_completed_with_check', 'completed_with is null or completed_at is not null')
@Check(
  'todos_trash_check',
  `(deleted_at is not null or not is_deleted_with_list)
  and (former_parent_id is null or parent_id is null and deleted_at is not null)`,
)
@Check('todos_priority_check', 'priority between 1 and 4')
@Check('todos_due_check', '(due_time is null) = (due_timezone is null) and (due_time is null or due_date is not null)')
@Check(
  'todos_recurrence_check',
  `num_nulls(recurrence_rule, recurrence_anchor, recurrence_start, recurrence_slot) in (0, 4)
  and (recurrence_rule is null or due_date is not null)
  and (recurrence_rule is not null or recurrence_end is null and recurrence_recorded = 0)`,
)
@Check('todos_recurrence_anchor_check', "recurrence_anchor in ('due', 'completion')")
@Index('todos_position_idx', ['ownerId', 'position', 'id'])
@Index('todos_list_position_idx', ['ownerId', 'listId', 'position', 'id'])
@Index('todos_due_idx', ['ownerId', 'dueAt', 'id'])
@Index('todos_newest_idx', ['ownerId', 'createdAt', 'id'])
@Index('todos_open_idx', ['ownerId', 'position', 'id'], { where: 'completed_at is null' })
// GIN indexes, which TypeORM cannot describe.
@Index('todos_search_idx', { synchronize: false })
@Index('todos_open_due_idx', ['ownerId', 'dueAt', 'id'], { where: 'completed_at is null and deleted_at is null' })
@Index('todos_done_idx', ['ownerId', 'completedAt', 'id'], {
  where: 'completed_at is not null and deleted_at is null',
})
@Index('todos_priority_idx', ['ownerId', 'priority', 'position', 'id'], { where: 'deleted_at is null' })
@Index('todos_labels_idx', { synchronize: false })
@Index('todos_labelled_idx', ['ownerId'], { where: "labels <> '{}' and deleted_at is null" })
@Index('todos_parent_idx', ['parentId', 'position', 'id'], { where: 'parent_id is not null' })
@Index('todos_trash_idx', ['ownerId', 'deletedAt', 'id'], { where: 'deleted_at is not null' })
export class Todo {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'todos_pkey' })
  id!: string;

  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('uuid', { name: 'list_id' })
  listId!: string;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** The parent's depth; there exactly when there is a parent. */
  @Column('smallint', { name: 'parent_depth', nullable: true })
  parentDepth!: number | null;

  /** 1 at the top. A trigger keeps it when the parent's changes. */
  @Column('smallint', { default: 1 })
  depth!: number;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  notes!: string | null;

  /** Null while it is open. */
  @Column({ type: 'timestamptz', name: 'completed_at', precision: 3, nullable: true })
  completedAt!: Date | null;

  /** The todo above it whose completion took it along; undoing that one takes it back. An id alone: it may be gone. */
  @Column('uuid', { name: 'completed_with', nullable: true })
  completedWith!: string | null;

  /** 1 is the highest, 4 the lowest. */
  @Column('smallint', { default: 4 })
  priority!: number;

  @Column('text', { array: true, default: '{}' })
  labels!: string[];

  /** `YYYY-MM-DD` */
  @Column('date', { name: 'due_date', nullable: true })
  dueDate!: string | null;

  /** `HH:MM` on the clocks of `dueTimezone` */
  @Column({ type: 'time', name: 'due_time', precision: 0, nullable: true })
  dueTime!: string | null;

  /** IANA name; there exactly when there is a time. */
  @Column('text', { name: 'due_timezone', nullable: true })
  dueTimezone!: string | null;

  /**
   * The order of `sort=due`: the moment it is due; for a whole day, when that day began for its owner at the time of writing;
   * infinity without a date. Whether a whole day is over is decided by `dueDate`, since its owner may move to another zone.
   */
  @Column({ type: 'timestamptz', name: 'due_at', precision: 3, default: 'infinity' })
  dueAt!: Date | 'infinity';

  /** RFC 5545 §3.3.10; null when it does not recur. */
  @Column('text', { name: 'recurrence_rule', nullable: true })
  recurrenceRule!: string | null;

  @Column('text', { name: 'recurrence_anchor', nullable: true })
  recurrenceAnchor!: Anchor | null;

  /** The first slot of the rule. Months and weeks are counted from it, so that the 31st stays the 31st. */
  @Column({ type: 'timestamp', name: 'recurrence_start', precision: 0, nullable: true })
  recurrenceStart!: WallTime | null;

  /** No slot is later: UNTIL, or where COUNT comes to its end, found once. */
  @Column({ type: 'timestamp', name: 'recurrence_end', precision: 0, nullable: true })
  recurrenceEnd!: WallTime | null;

  /** The slot that it is in; the due date is the same, unless this one was put off or brought forward. */
  @Column({ type: 'timestamp', name: 'recurrence_slot', precision: 0, nullable: true })
  recurrenceSlot!: WallTime | null;

  /** How many occurrences were recorded since the rule was given. */
  @Column('integer', { name: 'recurrence_recorded', default: 0 })
  recurrenceRecorded!: number;

  @Column('jsonb', { default: [] })
  reminders!: Reminder[];

  /** A key of `positions.ts`; bytewise order is the order of the todos in a list. */
  @Column({ type: 'text', collation: 'C' })
  position!: string;

  /** When it was put into the trash: itself, with the todo above it, or with its list. */
  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt!: Date | null;

  @Column('boolean', { name: 'is_deleted_with_list', default: false })
  isDeletedWithList!: boolean;

  /** Where it was taken from when it was put into the trash itself. An id alone: that one may be gone. */
  @Column('uuid', { name: 'former_parent_id', nullable: true })
  formerParentId!: string | null;

  @Column('integer', { default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3, name: 'updated_at' })
  updatedAt!: Date;

  @SearchColumn()
  search?: string;
}
