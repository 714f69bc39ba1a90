import { Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { SecretInPath } from '../../../platform/http/secret-path.decorator.js';
import { PublicUrl } from '../../../platform/http/public-url.js';
import { ShownOnce } from '../../../platform/idempotency/shown-once.decorator.js';
import { CurrentUser, Public, SessionOnly } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { TodoCalendarParam, TodoCalendarQuery } from '../dto/todo-calendar.dto.js';
import { todoErrors } from '../todo.errors.js';
import { TodoCalendarService } from './todo-calendar.service.js';
import { TodoCalendarView } from './todo-calendar.view.js';

const PATH = '/api/v1/todos/calendar';

@ApiTags('todos')
@Controller('todos/calendar')
export class TodoCalendarController {
  constructor(
    private readonly calendars: TodoCalendarService,
    private readonly publicUrl: PublicUrl,
  ) {}

  /**
   * Get a secret address for my calendar
   *
   * Subscribe to it in any calendar program. It is in this answer and nowhere else; one that you got before is good no more.
   */
  @Post()
  @SessionOnly()
  @ShownOnce('url')
  create(@CurrentUser() user: SignedInUser, @Req() request: FastifyRequest): Promise<TodoCalendarView> {
    return this.calendars.create(user.id, `${this.publicUrl.of(request)}${PATH}`);
  }

  /** Revoke the secret address of my calendar */
  @Delete()
  @SessionOnly()
  @HttpCode(204)
  revoke(@CurrentUser() user: SignedInUser): Promise<void> {
    return this.calendars.revoke(user.id);
  }

  /**
   * Todos as a calendar
   *
   * iCalendar (RFC 5545) for whoever has the secret address: what is open, and what was done within the last 30 days, at most
   * 2,000. What recurs does so by its rule from the present occurrence on.
   */
  @Get(':secret.ics')
  @Public()
  @SecretInPath()
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('cache-control', 'private, no-cache')
  @Header('x-robots-tag', 'noindex')
  @ApiProduces('text/calendar')
  @ApiOkResponse({ type: String })
  @Problems(todoErrors.calendarNotFound)
  read(@Param() { secret }: TodoCalendarParam, @Query() query: TodoCalendarQuery): Promise<string> {
    return this.calendars.read(secret, query.as);
  }
}
