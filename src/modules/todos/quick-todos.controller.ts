import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Location } from '../../platform/http/location.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { QuickTodoDto } from './dto/quick-todo.dto.js';
import { QuickTodoPreview, QuickTodoView } from './quick-todo.view.js';
import { QuickTodosService } from './quick-todos.service.js';
import { todoErrors } from './todo.errors.js';

@ApiTags('todos')
@Controller('todos/quick')
export class QuickTodosController {
  constructor(private readonly quick: QuickTodosService) {}

  /**
   * Note down a line of English
   *
   * Dates and times ("tomorrow at 5pm", "on friday", "in 3 days"), recurrences ("every other tuesday", "every month on the
   * last day", `every!` to reckon from completion, "until 1 March", "10 times"), `!1` to `!4`, `#list` of yours, `@label`. What
   * is not understood stays in the title.
   */
  @Post()
  @Location('/api/v1/todos/{id}')
  @Problems(todoErrors.ownerGone)
  add(@CurrentUser() user: SignedInUser, @Body() line: QuickTodoDto): Promise<QuickTodoView> {
    return this.quick.add(user.id, line);
  }

  /** See what would be noted down */
  @Post('preview')
  @HttpCode(200)
  preview(@CurrentUser() user: SignedInUser, @Body() line: QuickTodoDto): Promise<QuickTodoPreview> {
    return this.quick.preview(user.id, line);
  }
}
