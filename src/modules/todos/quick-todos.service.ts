import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { versioned, versionOf } from '../../platform/http/version.js';
import { UsersService } from '../users/index.js';
import type { QuickTodoDto } from './dto/quick-todo.dto.js';
import type { QuickTodoPreview, QuickTodoView, UnderstoodPart } from './quick-todo.view.js';
import type { Understanding } from './quick/understand.js';
import { TodoEditingService } from './todo-editing.service.js';
import { TodoListsRepository } from './todo-lists.repository.js';
import { titleTooLong } from './todo.errors.js';

const MAX_TITLE_LENGTH = 500;

/** Todos from a line of English. The same line at the same time in the same zone, with the same lists, makes the same todo. */
@Injectable()
export class QuickTodosService {
  constructor(
    private readonly editing: TodoEditingService,
    private readonly lists: TodoListsRepository,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /** @throws `http.validation_failed` when what is left for the title is too long for one. */
  async add(ownerId: string, line: QuickTodoDto): Promise<QuickTodoView> {
    const { spans, ...todo } = await this.read(ownerId, line);
    const view = await this.editing.create(ownerId, todo);
    return versioned(versionOf(view) ?? 1, { ...view, understood: toParts(line.text, spans) });
  }

  /** What {@link add} would write down. @throws `http.validation_failed` as there. */
  async preview(ownerId: string, line: QuickTodoDto): Promise<QuickTodoPreview> {
    const { title, listId, priority, labels, due, recurrence, spans } = await this.read(ownerId, line);
    const understood = toParts(line.text, spans);
    return {
      title,
      listId: listId ?? null,
      priority: priority ?? 4,
      labels,
      due: due ?? null,
      recurrence: recurrence ?? null,
      understood,
    };
  }

  private async read(ownerId: string, { text, now, timezone }: QuickTodoDto): Promise<Understanding> {
    const speaker = { now: now ?? this.clock.now(), timezone: timezone ?? (await this.users.timezoneOf(ownerId)) };
    const lists = text.includes('#') ? await this.lists.listNames(ownerId) : [];
    // What understands dates comes with the first of them: it takes a tenth of a second, and 15 MB.
    const { understand } = await import('./quick/understand.js');
    const understanding = understand(text, speaker, lists);
    if (understanding.title.length > MAX_TITLE_LENGTH) throw titleTooLong(MAX_TITLE_LENGTH);
    return understanding;
  }
}

function toParts(text: string, spans: Understanding['spans']): UnderstoodPart[] {
  return spans.map(({ kind, start, end }) => ({ kind, text: text.slice(start, end), start, end }));
}
