import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { TrashQuery } from './dto/trash-query.dto.js';
import { TodoTrashService } from './todo-trash.service.js';
import { TrashedTodoPage } from './todo-trash.view.js';
import { todoErrors } from './todo.errors.js';
import { ClearedTodos, TodoView } from './todo.view.js';

@ApiTags('todos')
@Controller('todos')
export class TodoTrashController {
  constructor(private readonly trash: TodoTrashService) {}

  /**
   * My todos in the trash
   *
   * What was deleted within the last 30 days, last deleted first. What was below it, or in a list that was deleted, is there
   * with that and not listed.
   */
  @Get('trash')
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() user: SignedInUser, @Query() query: PageQuery): Promise<TrashedTodoPage> {
    return this.trash.list(user.id, query);
  }

  /**
   * Empty the trash for good
   *
   * Or delete one of the todos in it, with all that is below it.
   */
  @Delete('trash')
  @Problems(todoErrors.notInTrash)
  purge(@CurrentUser() user: SignedInUser, @Query() { id }: TrashQuery): Promise<ClearedTodos> {
    return this.trash.purge(user.id, id);
  }

  /**
   * Take it out of the trash
   *
   * With all that was below it, to where it was; to the top of its list when its parent is gone, to the inbox when its list is.
   */
  @Post(':id/restoration')
  @HttpCode(200)
  @Problems(todoErrors.notInTrash)
  restore(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<TodoView> {
    return this.trash.restore(user.id, id);
  }
}
