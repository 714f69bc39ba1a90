import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { todoErrors } from '../todo.errors.js';
import { TodoChangesQuery } from '../dto/todo-changes-query.dto.js';
import { TodoChangesService } from './todo-changes.service.js';
import { TodoChangesView } from './todo-changes.view.js';

@ApiTags('todos')
@Controller('todos')
export class TodoChangesController {
  constructor(private readonly changes: TodoChangesService) {}

  /**
   * What changed since I last asked
   *
   * For clients that keep a copy and were offline: first without `since`, for everything there is, then with the `token` of
   * the answer before. Todos and lists come as they are now, each once, in the order of their last changes; what was deleted
   * or put into the trash comes with its id. No change slips between two tokens. Deletions are remembered for 90 days: who
   * missed one that is forgotten gets 410 and begins anew.
   */
  @Get('changes')
  @Problems(httpErrors.invalidCursor, todoErrors.syncExpired)
  list(@CurrentUser() user: SignedInUser, @Query() query: TodoChangesQuery): Promise<TodoChangesView> {
    return this.changes.list(user.id, query);
  }
}
