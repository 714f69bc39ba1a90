import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { BatchDto } from '../dto/batch.dto.js';
import { todoErrors } from '../todo.errors.js';
import { TodoBatchService } from './todo-batch.service.js';
import { BatchView } from './todo-batch.view.js';

@ApiTags('todos')
@Controller('todos/batch')
export class TodoBatchController {
  constructor(private readonly batch: TodoBatchService) {}

  /**
   * Change many at once
   *
   * Up to 100 operations, all or none of them, in one transaction: writing down (`POST /todos`, `/todos/quick`), changing,
   * moving, completing, opening, skipping, deleting, restoring and clearing todos, and making, changing, deleting and restoring
   * lists. Of one that is refused, `index` says which, and `problem` what it would have answered by itself.
   */
  @Post()
  @HttpCode(200)
  @Problems(todoErrors.batchFailed, todoErrors.ownerGone)
  run(@CurrentUser() user: SignedInUser, @Body() batch: BatchDto): Promise<BatchView> {
    return this.batch.run(user.id, batch);
  }
}
