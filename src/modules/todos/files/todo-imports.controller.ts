import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { TakesUpload, Uploaded } from '../../../platform/http/uploads/upload.decorators.js';
import { uploadErrors } from '../../../platform/http/uploads/upload.errors.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { TodoImportQuery } from '../dto/todo-import.dto.js';
import { todoErrors } from '../todo.errors.js';
import { type ReadTodoFile, TodoFileReader } from './todo-file-reader.js';
import { todoFileForm } from './todo-file.form.js';
import { TodoImportView } from './todo-import.view.js';
import { TodoImportsService } from './todo-imports.service.js';

@ApiTags('todos')
@Controller('todos/imports')
export class TodoImportsController {
  constructor(private readonly imports: TodoImportsService) {}

  /**
   * Take todos from a file
   *
   * An iCalendar file (RFC 5545; its VTODO, what lists and labels they have, how they recur, what they are a part of), or the CSV
   * that Todoist exports of a project; UTF-8, up to 10 MiB and 10,000 todos; as the `file` of a form or as the body itself. All
   * todos are made, or none. Each line that was not understood is named in the answer. The same file again makes the same todos
   * again, unless it comes with the same `Idempotency-Key`.
   */
  @Post()
  @HttpCode(200)
  @TakesUpload(TodoFileReader, ['text/calendar', 'text/csv'])
  @ApiBody(todoFileForm)
  @Problems(
    ...[todoErrors.fileNotReadable, todoErrors.fileTooLarge, todoErrors.listNotFound, todoErrors.ownerGone],
    ...Object.values(uploadErrors),
  )
  import(
    @CurrentUser() user: SignedInUser,
    @Uploaded() file: ReadTodoFile,
    @Query() { list }: TodoImportQuery,
  ): Promise<TodoImportView> {
    return this.imports.store(user.id, file, list);
  }
}
