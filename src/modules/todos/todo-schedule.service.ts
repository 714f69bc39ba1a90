import { Injectable } from '@nestjs/common';
import { UsersService } from '../users/index.js';
import type { CreateTodoDto } from './dto/create-todo.dto.js';
import type { UpdateTodoDto } from './dto/update-todo.dto.js';
import { parseRule } from './recurrence-rule.js';
import { mergeDue, NEVER_DUE, toDueColumns } from './todo-due.js';
import { beginRecurrence, carryOn, needsDue, needsRule, NO_RECURRENCE } from './todo-recurrence.js';
import { todoErrors } from './todo.errors.js';
import type { TodoRow } from './todo-columns.js';
import { type TodoChanges, TodosRepository } from './todos.repository.js';

/** When a todo is due, and how it comes back: the two go together. */
@Injectable()
export class TodoScheduleService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly users: UsersService,
  ) {}

  /** @throws `http.validation_failed` for a recurrence without a due date, or one that leads nowhere. */
  async plan(ownerId: string, { due, recurrence }: Pick<CreateTodoDto, 'due' | 'recurrence'>): Promise<TodoChanges> {
    if (!due) {
      if (recurrence) throw needsDue();
      return NEVER_DUE;
    }
    const timezone = await this.users.timezoneOf(ownerId);
    const columns = toDueColumns(due, timezone);
    return recurrence ? { ...columns, ...beginRecurrence(recurrence, columns, timezone) } : columns;
  }

  /**
   * What a patch makes of it. Holds the todo until the transaction ends.
   *
   * @throws `todos.not_found`, `http.validation_failed`
   */
  async change(ownerId: string, id: string, patch: Pick<UpdateTodoDto, 'due' | 'recurrence'>): Promise<TodoChanges> {
    const todo = await this.todos.lockOwned(ownerId, id);
    if (!todo) throw todoErrors.notFound();
    if (patch.due === null) {
      if (patch.recurrence) throw needsDue();
      return { ...NEVER_DUE, ...NO_RECURRENCE };
    }
    const timezone = await this.users.timezoneOf(ownerId);
    const due = patch.due && toDueColumns(mergeDue(todo, patch.due), timezone);
    return { ...due, ...changeRecurrence(todo, patch.recurrence, { ...todo, ...due }, timezone) };
  }
}

/** The rule that it has already goes on; another one begins with the due date. */
function changeRecurrence(
  todo: TodoRow,
  patch: UpdateTodoDto['recurrence'],
  due: Pick<TodoRow, 'dueDate' | 'dueTime' | 'dueTimezone'>,
  timezone: string,
): Partial<TodoChanges> {
  if (patch === null) return NO_RECURRENCE;
  const rule = patch?.rule ?? todo.recurrenceRule;
  const anchor = patch?.anchor ?? todo.recurrenceAnchor ?? 'due';
  if (patch && rule === null) throw needsRule();
  if (rule === null) return {};
  const isSame = parseRule(rule).text === todo.recurrenceRule && anchor === todo.recurrenceAnchor;
  return isSame ? carryOn(todo, due, timezone) : beginRecurrence({ rule, anchor }, due, timezone);
}
