import { hash, randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import type { CalendarKind } from '../dto/todo-calendar.dto.js';
import { todoErrors } from '../todo.errors.js';
import { calendarText } from './calendar-text.js';
import { TodoCalendarRepository } from './todo-calendar.repository.js';
import type { TodoCalendarView } from './todo-calendar.view.js';

const SECRET_BYTES = 32;

/** Members' todos for calendar programs, which cannot sign in: who knows the secret may read (docs/adr/0046). */
@Injectable()
export class TodoCalendarService {
  constructor(private readonly calendars: TodoCalendarRepository) {}

  /** An address that was given out before is good no more. */
  async create(ownerId: string, base: string): Promise<TodoCalendarView> {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const { createdAt } = await this.calendars.put(ownerId, hashOf(secret));
    return { url: `${base}/${secret}.ics`, createdAt };
  }

  async revoke(ownerId: string): Promise<void> {
    await this.calendars.delete(ownerId);
  }

  /**
   * RFC 5545, the same bytes as long as nothing changes.
   *
   * @throws `todos.calendar_not_found`
   */
  async read(secret: string, kind: CalendarKind): Promise<string> {
    const ownerId = await this.calendars.findOwner(hashOf(secret));
    if (ownerId === undefined) throw todoErrors.calendarNotFound();
    const listNames = await this.calendars.listNames(ownerId);
    return text(calendarText([await this.calendars.listShown(ownerId)], kind, listNames));
  }
}

/** With so many random bits, SHA-256 leaves nothing to guess. */
function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url');
}
