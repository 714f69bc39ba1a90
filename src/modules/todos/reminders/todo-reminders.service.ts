import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/load-config.js';
import { Database } from '../../../platform/database/database.js';
import { Log } from '../../../platform/logging/log.js';
import { Mails } from '../../../platform/mail/mails.js';
import type { Letter } from '../../../platform/mail/letter.js';
import { UsersService } from '../../users/index.js';
import { reminderLetter } from './reminder.letter.js';
import { TodoRemindersRepository } from './todo-reminders.repository.js';

const KIND = 'todos.reminder';
const INTERVAL_MILLIS = 10_000;

/** Without the owner's id: nothing of a member may be left in the queue when they go. */
interface ReminderJob {
  todoId: string;
  remindAt: string;
}

/**
 * Reminds members of todos by mail (docs/adr/0045). A moment is taken, and its mail asked for, in one transaction: it is
 * asked for once, by whichever replica comes first, and not lost by one that dies. What was due while none ran comes late.
 */
@Injectable()
export class TodoRemindersService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly reminders: TodoRemindersRepository,
    private readonly users: UsersService,
    private readonly mails: Mails,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly config: Config,
  ) {
    mails.compose<ReminderJob>(KIND, (job) => this.write(job));
  }

  onApplicationBootstrap(): void {
    if (!this.config.isServing) return;
    this.timer = setInterval(() => {
      this.round = this.round
        .then(() => this.remind())
        .catch((err: unknown) => this.log.warn({ err }, 'reminders wait'));
    }, INTERVAL_MILLIS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** Asks for the mails of all reminders that have come due. @returns how many. */
  async remind(): Promise<number> {
    let count = 0;
    for (let taken = 1; taken > 0; count += taken) taken = await this.database.transaction(() => this.remindSome());
    return count;
  }

  private async remindSome(): Promise<number> {
    const taken = await this.reminders.take(this.clock.now());
    for (const { todoId, remindAt } of taken)
      await this.mails.post(KIND, { todoId, remindAt: remindAt.toISOString() } satisfies ReminderJob);
    return taken.length;
  }

  private async write({ todoId, remindAt }: ReminderJob): Promise<Letter | undefined> {
    const todo = await this.reminders.findReminded({ todoId, remindAt: new Date(remindAt) });
    if (!todo) return undefined;
    const { email: to, isEmailVerified, username } = await this.users.getOwn(todo.ownerId);
    return isEmailVerified ? reminderLetter({ to, username }, todo) : undefined;
  }
}
