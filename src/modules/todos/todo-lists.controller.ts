import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { type ExpectedVersions, IfMatch } from '../../platform/http/if-match.decorator.js';
import { Location } from '../../platform/http/location.decorator.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { CreateTodoListDto } from './dto/create-todo-list.dto.js';
import { UpdateTodoListDto } from './dto/update-todo-list.dto.js';
import { TodoListTrashService } from './todo-list-trash.service.js';
import { TodoListPage, TodoListView } from './todo-list.view.js';
import { TodoListsService } from './todo-lists.service.js';
import { todoErrors } from './todo.errors.js';

@ApiTags('todos')
@Controller('todo-lists')
export class TodoListsController {
  constructor(
    private readonly lists: TodoListsService,
    private readonly trash: TodoListTrashService,
  ) {}

  /** My lists, as I arranged them */
  @Get()
  @Problems(httpErrors.invalidCursor, todoErrors.ownerGone)
  list(@CurrentUser() user: SignedInUser, @Query() query: PageQuery): Promise<TodoListPage> {
    return this.lists.list(user.id, query);
  }

  /** One of my lists */
  @Get(':id')
  @Problems(todoErrors.listNotFound)
  get(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<TodoListView> {
    return this.lists.get(user.id, id);
  }

  /** Begin a list */
  @Post()
  @Location('/api/v1/todo-lists/{id}')
  @Problems(todoErrors.ownerGone)
  create(@CurrentUser() user: SignedInUser, @Body() list: CreateTodoListDto): Promise<TodoListView> {
    return this.lists.create(user.id, list);
  }

  /** Change a list, or move it */
  @Patch(':id')
  @Problems(todoErrors.listNotFound, todoErrors.inboxNotArchivable, httpErrors.preconditionFailed)
  update(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Body() changes: UpdateTodoListDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<TodoListView> {
    return this.lists.update(user.id, id, changes, expected);
  }

  /** Put a list into the trash, with all its todos */
  @Delete(':id')
  @HttpCode(204)
  @Problems(todoErrors.listNotFound, todoErrors.inboxNotDeletable, httpErrors.preconditionFailed)
  delete(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.trash.put(user.id, id, expected);
  }
}
