import { Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { type ExpectedVersions, IfMatch } from '../../platform/http/if-match.decorator.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { namedOccurrence, OccurrenceQuery } from './dto/occurrence-query.dto.js';
import { UpcomingQuery } from './dto/upcoming-query.dto.js';
import { TodoCompletionService } from './todo-completion.service.js';
import { OccurrencePage, UpcomingOccurrences } from './todo-occurrence.view.js';
import { TodoOccurrencesService } from './todo-occurrences.service.js';
import { todoErrors } from './todo.errors.js';
import { TodoView } from './todo.view.js';

@ApiTags('todos')
@Controller('todos')
export class TodoOccurrencesController {
  constructor(
    private readonly completion: TodoCompletionService,
    private readonly occurrences: TodoOccurrencesService,
  ) {}

  /**
   * Skip an occurrence
   *
   * Recorded as skipped; a recurring todo moves on to its next occurrence after now, as by completing. `?occurrence=` and
   * `If-Match` keep a repeat from skipping another one.
   */
  @Put(':id/skip')
  @Problems(
    todoErrors.notFound,
    todoErrors.notRecurring,
    todoErrors.occurrenceNotCurrent,
    httpErrors.preconditionFailed,
  )
  skip(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Query() query: OccurrenceQuery,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<TodoView> {
    return this.completion.skip(user.id, id, namedOccurrence(query), expected);
  }

  /**
   * What became of its occurrences
   *
   * Those that were completed or skipped, the one recorded last first.
   */
  @Get(':id/occurrences')
  @Problems(todoErrors.notFound, httpErrors.invalidCursor)
  list(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Query() query: PageQuery,
  ): Promise<OccurrencePage> {
    return this.occurrences.list(user.id, id, query);
  }

  /**
   * The occurrences to come
   *
   * Where `due` would move to if the present occurrence were completed now, and each of the others at its time. Fewer than
   * asked for where the rule ends, none for a todo that is done or does not recur.
   */
  @Get(':id/occurrences/next')
  @Problems(todoErrors.notFound)
  preview(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Query() { count }: UpcomingQuery,
  ): Promise<UpcomingOccurrences> {
    return this.occurrences.preview(user.id, id, count);
  }
}
