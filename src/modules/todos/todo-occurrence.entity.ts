import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { WallTime } from './rule-slots.js';

/** What became of an occurrence. */
export const OUTCOMES = ['completed', 'skipped'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** An occurrence of a recurring todo that is past, with the due date that it had. */
@Entity('todo_occurrences')
@Check('todo_occurrences_outcome_check', "outcome in ('completed', 'skipped')")
@Check('todo_occurrences_due_check', '(due_time is null) = (due_timezone is null)')
@Index('todo_occurrences_newest_idx', ['todoId', 'recordedAt', 'id'])
export class TodoOccurrence {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'todo_occurrences_pkey' })
  id!: string;

  @Column('uuid', { name: 'todo_id' })
  @ForeignKey('todos', { onDelete: 'CASCADE', name: 'todo_occurrences_todo_id_fkey' })
  todoId!: string;

  @Column('text')
  outcome!: Outcome;

  /** `YYYY-MM-DD` */
  @Column('date', { name: 'due_date' })
  dueDate!: string;

  /** `HH:MM` on the clocks of `dueTimezone` */
  @Column({ type: 'time', name: 'due_time', precision: 0, nullable: true })
  dueTime!: string | null;

  @Column('text', { name: 'due_timezone', nullable: true })
  dueTimezone!: string | null;

  /** Where it was in the rule. */
  @Column({ type: 'timestamp', precision: 0 })
  slot!: WallTime;

  /** The sub-todos that were unticked for the next one; taking this one back ticks them again. */
  @Column('uuid', { name: 'reopened_ids', array: true, default: '{}' })
  reopenedIds!: string[];

  @Column({ type: 'timestamptz', name: 'recorded_at', precision: 3, default: () => 'clock_timestamp()' })
  recordedAt!: Date;
}
