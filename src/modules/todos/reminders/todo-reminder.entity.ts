import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The next moment at which somebody is to be reminded of a todo; no row when there is none. Triggers reckon it: docs/adr/0045. */
@Entity('todo_reminders')
@Index('todo_reminders_remind_at_idx', ['remindAt'])
export class TodoReminder {
  @PrimaryColumn('uuid', { name: 'todo_id', primaryKeyConstraintName: 'todo_reminders_pkey' })
  @ForeignKey('todos', { onDelete: 'CASCADE', name: 'todo_reminders_todo_id_fkey' })
  todoId!: string;

  @Column({ type: 'timestamptz', name: 'remind_at', precision: 3 })
  remindAt!: Date;
}
