import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { type ExpectedVersions, IfMatch } from '../../platform/http/if-match.decorator.js';
import { Location } from '../../platform/http/location.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { ClearTodosQuery } from './dto/clear-todos-query.dto.js';
import { CreateTodoDto } from './dto/create-todo.dto.js';
import { namedOccurrence, OccurrenceQuery } from './dto/occurrence-query.dto.js';
import { TodoQuery } from './dto/todo-query.dto.js';
import { UpdateTodoDto } from './dto/update-todo.dto.js';
import { TodoCompletionService } from './todo-completion.service.js';
import { TodoEditingService } from './todo-editing.service.js';
import { TodoTrashService } from './todo-trash.service.js';
import { todoErrors } from './todo.errors.js';
import { ClearedTodos, TodoPage, TodoSummary, TodoView } from './todo.view.js';
import { TodosService } from './todos.service.js';

@ApiTags('todos')
@Controller('todos')
export class TodosController {
  constructor(
    private readonly todos: TodosService,
    private readonly editing: TodoEditingService,
    private readonly completion: TodoCompletionService,
    private readonly trash: TodoTrashService,
  ) {}

  /** My todos */
  @Get()
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() user: SignedInUser, @Query() query: TodoQuery): Promise<TodoPage> {
    return this.todos.list(user.id, query);
  }

  /** How much there is to do */
  @Get('summary')
  summarise(@CurrentUser() user: SignedInUser): Promise<TodoSummary> {
    return this.todos.summarise(user.id);
  }

  /** One of my todos */
  @Get(':id')
  @Problems(todoErrors.notFound)
  get(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<TodoView> {
    return this.todos.get(user.id, id);
  }

  /** Note down something to do */
  @Post()
  @Location('/api/v1/todos/{id}')
  @Problems(todoErrors.ownerGone)
  create(@CurrentUser() user: SignedInUser, @Body() todo: CreateTodoDto): Promise<TodoView> {
    return this.editing.create(user.id, todo);
  }

  /** Change a todo, or move it */
  @Patch(':id')
  @Problems(todoErrors.notFound, httpErrors.preconditionFailed)
  update(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Body() changes: UpdateTodoDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<TodoView> {
    return this.editing.update(user.id, id, changes, expected);
  }

  /**
   * Tick it off
   *
   * With all that is open below it. A recurring todo records the occurrence, as completed, `due` moves on to the next one after now, and what is below
   * it is open again; it is done when there is no next one. A repeat would complete that next one, early: `?occurrence=` or `If-Match` says which one is meant. Requests that
   * run side by side mean the same one.
   */
  @Put(':id/completion')
  @Problems(todoErrors.notFound, todoErrors.occurrenceNotCurrent, httpErrors.preconditionFailed)
  complete(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Query() query: OccurrenceQuery,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<TodoView> {
    return this.completion.complete(user.id, id, namedOccurrence(query), expected);
  }

  /**
   * Open it again
   *
   * With what was ticked off together with it, and only that. Of a recurring todo the last occurrence, whether completed or skipped, is taken back: `due` is what it was then. Nothing
   * changes when none was recorded since it was given its rule.
   */
  @Delete(':id/completion')
  @Problems(todoErrors.notFound, todoErrors.occurrenceNotLast, httpErrors.preconditionFailed)
  reopen(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Query() query: OccurrenceQuery,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<TodoView> {
    return this.completion.reopen(user.id, id, namedOccurrence(query), expected);
  }

  /** Put a todo into the trash, with all below it */
  @Delete(':id')
  @HttpCode(204)
  @Problems(todoErrors.notFound, httpErrors.preconditionFailed)
  delete(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.trash.put(user.id, id, expected);
  }

  /**
   * Put what is done into the trash
   *
   * What still has something open below it stays. Answers how many there were, those below others counted.
   */
  @Delete()
  clearDone(@CurrentUser() user: SignedInUser, @Query() { list }: ClearTodosQuery): Promise<ClearedTodos> {
    return this.trash.putDone(user.id, list);
  }
}
