import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { RenameTodoLabelDto, TodoLabelParam, TodoLabelsQuery } from '../dto/todo-label.dto.js';
import { todoErrors } from '../todo.errors.js';
import { TodoLabelPage, TodoLabelView } from './todo-label.view.js';
import { TodoLabelsService } from './todo-labels.service.js';

@ApiTags('todos')
@Controller('todo-labels')
export class TodoLabelsController {
  constructor(private readonly labels: TodoLabelsService) {}

  /** The labels of my todos, by their letters */
  @Get()
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() user: SignedInUser, @Query() query: TodoLabelsQuery): Promise<TodoLabelPage> {
    return this.labels.list(user.id, query);
  }

  /**
   * Rename a label, or merge it into another
   *
   * On all todos that have it, those in the trash as well. `Errand` and `errand` are two labels: this makes them one.
   */
  @Patch(':label')
  @Problems(todoErrors.labelNotFound)
  rename(
    @CurrentUser() user: SignedInUser,
    @Param() { label }: TodoLabelParam,
    @Body() { name }: RenameTodoLabelDto,
  ): Promise<TodoLabelView> {
    return this.labels.rename(user.id, label, name);
  }

  /** Take a label off all todos, those in the trash as well */
  @Delete(':label')
  @HttpCode(204)
  @Problems(todoErrors.labelNotFound)
  delete(@CurrentUser() user: SignedInUser, @Param() { label }: TodoLabelParam): Promise<void> {
    return this.labels.delete(user.id, label);
  }
}
