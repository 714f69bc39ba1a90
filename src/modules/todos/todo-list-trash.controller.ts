import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { TrashQuery } from './dto/trash-query.dto.js';
import { TodoListTrashService } from './todo-list-trash.service.js';
import { TodoListView } from './todo-list.view.js';
import { ClearedTodoLists, TrashedTodoListPage } from './todo-trash.view.js';
import { todoErrors } from './todo.errors.js';

@ApiTags('todos')
@Controller('todo-lists')
export class TodoListTrashController {
  constructor(private readonly trash: TodoListTrashService) {}

  /** My lists in the trash, last deleted first */
  @Get('trash')
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() user: SignedInUser, @Query() query: PageQuery): Promise<TrashedTodoListPage> {
    return this.trash.list(user.id, query);
  }

  /** Delete the lists in the trash for good, or one of them, with their todos */
  @Delete('trash')
  @Problems(todoErrors.notInTrash)
  purge(@CurrentUser() user: SignedInUser, @Query() { id }: TrashQuery): Promise<ClearedTodoLists> {
    return this.trash.purge(user.id, id);
  }

  /** Take a list out of the trash, with the todos that were deleted with it */
  @Post(':id/restoration')
  @HttpCode(200)
  @Problems(todoErrors.notInTrash)
  restore(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<TodoListView> {
    return this.trash.restore(user.id, id);
  }
}
