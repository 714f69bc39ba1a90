import { Exclude, Expose, Transform } from 'class-transformer';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation, VersionColumn } from 'typeorm';

@Entity('todo_lists')
export class TodoList {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('boolean', { name: 'is_inbox' })
  isInbox!: boolean;
}

@Entity('todos')
export class Todo {
  @PrimaryColumn('uuid')
  id!: string;

  @Exclude()
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('uuid', { name: 'list_id' })
  listId!: string;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  notes!: string | null;

  @Expose()
  get isDone(): boolean {
    return this.completedAt != null;
  }

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  @Column('smallint', { default: 4 })
  priority!: number;

  @Column('text', { array: true, default: [] })
  labels!: string[];

  @Exclude()
  @Column('date', { name: 'due_date', nullable: true })
  dueDate!: string | null;

  @Expose()
  get due(): { date: string } | null {
    return this.dueDate == null ? null : { date: this.dueDate };
  }

  @Expose({ name: 'recurrence' })
  @Transform(({ value }) => value ?? null)
  @Column('text', { name: 'recurrence_rule', nullable: true })
  recurrenceRule!: string | null;

  @Column('jsonb', { default: [] })
  reminders!: object[];

  @Column('text')
  position!: string;

  @Exclude()
  @OneToMany(() => Todo, (todo) => todo.parent)
  children!: Relation<Todo>[];

  @Exclude()
  @ManyToOne(() => Todo, (todo) => todo.children)
  @JoinColumn({ name: 'parent_id' })
  parent!: Relation<Todo> | null;

  @Expose()
  get subtaskCounts(): { done: number; total: number } {
    return { done: this.children.filter(({ isDone }) => isDone).length, total: this.children.length };
  }

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  @Exclude()
  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;

  @Exclude()
  @VersionColumn()
  version!: number;
}
