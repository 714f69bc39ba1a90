import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import { Clock } from '../../platform/clock/clock.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { UsersService } from '../users/index.js';
import { nextSlot } from './recurrence.js';
import { toDueColumns } from './todo-due.js';
import type { Outcome } from './todo-occurrence.entity.js';
import { TodoOccurrencesRepository } from './todo-occurrences.repository.js';
import { recurrenceOf, settingOf } from './todo-recurrence.js';
import { todoErrors } from './todo.errors.js';
import { TodoHoldingService } from './todo-holding.service.js';
import { TodoTreesRepository } from './todo-trees.repository.js';
import type { TodoRow } from './todo-columns.js';
import { TodosRepository } from './todos.repository.js';

/** An occurrence by its due date, as clients say it; the time may be left out. */
export interface NamedOccurrence {
  date: string;
  time?: string;
}

interface Conditions {
  /** Which occurrence is meant; without it, the one that the client's request found. */
  occurrence?: NamedOccurrence;
  expected?: ExpectedVersions;
}

/**
 * Moving recurring todos on, and back. A todo's row is held from the look at it to the write, and what was meant is compared
 * with what is there then: of requests that mean the same occurrence, one moves the todo on.
 */
@Injectable()
export class TodoRecurrenceService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly occurrences: TodoOccurrencesRepository,
    private readonly trees: TodoTreesRepository,
    private readonly holding: TodoHoldingService,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /**
   * Records an occurrence, moves the due date on to the next one after now and opens what is below it; where there is no next
   * one, it is done with all that is below it.
   *
   * @param seen the todo as the request found it
   * @returns the todo, unchanged when it is done already, or when this occurrence was recorded before; undefined when it does
   * not recur any more.
   * @throws `todos.not_found`, `todos.occurrence_not_current`, `http.precondition_failed`
   */
  @Transactional()
  async record(
    ownerId: string,
    seen: TodoRow,
    outcome: Outcome,
    { occurrence, expected }: Conditions,
  ): Promise<TodoRow | undefined> {
    const todo = await this.holding.hold(ownerId, seen.id, expected);
    if (todo.recurrenceRule === null) return undefined;
    if (occurrence && !isDueThen(todo, occurrence)) {
      if (await this.occurrences.isRecorded(todo.id, occurrence, outcome)) return todo;
      throw todoErrors.occurrenceNotCurrent();
    }
    const wasTaken = !occurrence && todo.recurrenceRecorded !== seen.recurrenceRecorded;
    return wasTaken || todo.completedAt !== null ? todo : this.moveOn(ownerId, todo, outcome);
  }

  /**
   * Takes the occurrence that was recorded last back: the todo is open and due when that one was, and what was opened or
   * completed below it then is as before.
   *
   * @returns the todo, unchanged when there is nothing to take back, or when that happened before.
   * @throws `todos.not_found`, `todos.occurrence_not_last`, `http.precondition_failed`
   */
  @Transactional()
  async takeBack(ownerId: string, seen: TodoRow, { occurrence, expected }: Conditions): Promise<TodoRow | undefined> {
    const todo = await this.holding.hold(ownerId, seen.id, expected);
    const last = todo.recurrenceRecorded > 0 ? await this.occurrences.findLast(todo.id) : undefined;
    if (!last) return todo;
    if (occurrence && !isDueThen(last, occurrence)) {
      if (!(await this.occurrences.isRecorded(todo.id, occurrence))) return todo;
      throw todoErrors.occurrenceNotLast();
    }
    if (!occurrence && todo.recurrenceRecorded !== seen.recurrenceRecorded) return todo;
    const { dueDate: date, dueTime: time, dueTimezone: timezone, slot } = last;
    const due = toDueColumns({ date, time, timezone }, await this.users.timezoneOf(ownerId));
    const progress = { recurrenceSlot: slot, recurrenceRecorded: todo.recurrenceRecorded - 1 };
    await this.occurrences.delete(last.id);
    if (todo.completedAt !== null) await this.trees.takeBackUnder(todo.id);
    await this.trees.completeAgain(todo.id, last.reopenedIds, last.recordedAt);
    return this.todos.update(ownerId, todo.id, { ...due, ...progress, completedAt: null }, expected);
  }

  private async moveOn(ownerId: string, todo: TodoRow, outcome: Outcome): Promise<TodoRow | undefined> {
    const membersTimezone = await this.users.timezoneOf(ownerId);
    const { id: todoId, dueDate, dueTime, dueTimezone } = todo;
    if (dueDate === null) throw new Error('This todo recurs without a due date.');
    const { series, progress } = recurrenceOf(todo);
    const setting = settingOf(todo, membersTimezone);
    const now = this.clock.now();
    const next = nextSlot(series, progress, setting, now);
    const { slot } = progress;
    const reopenedIds = next === undefined ? [] : await this.trees.reopenUnder(todoId);
    if (next === undefined) await this.trees.completeUnder(todoId);
    await this.occurrences.insert({ id: newId(), todoId, outcome, dueDate, dueTime, dueTimezone, slot, reopenedIds });
    const recurrenceRecorded = progress.recorded + 1;
    if (next === undefined)
      return this.todos.update(ownerId, todoId, { recurrenceRecorded, completedAt: now }, undefined);
    const due = { date: next.slice(0, 10), time: setting.isTimed ? next.slice(11) : null, timezone: dueTimezone };
    const columns = { ...toDueColumns(due, membersTimezone), recurrenceSlot: next, recurrenceRecorded };
    return this.todos.update(ownerId, todoId, columns, undefined);
  }
}

function isDueThen(
  { dueDate, dueTime }: Pick<TodoRow, 'dueDate' | 'dueTime'>,
  { date, time }: NamedOccurrence,
): boolean {
  return dueDate === date && (time === undefined || dueTime === time);
}
