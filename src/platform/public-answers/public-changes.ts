import { Injectable } from '@nestjs/common';
import { Notifications } from '../database/notifications.js';

/** The channel on which every process hears that another one has changed what guests see. */
const PUBLIC_CHANNEL = 'public_changed';

/**
 * Counts the changes of what guests see. Whoever keeps an answer keeps the count with it that was read before the answer was
 * made: while the two are equal, the answer is what the database would say.
 */
@Injectable()
export class PublicChanges {
  private changes = 0;

  constructor(private readonly notifications: Notifications) {
    const count = () => {
      this.count();
    };
    notifications.listen(PUBLIC_CHANNEL, count, count);
  }

  /** Undefined while changes of other processes are not heard: nothing may be kept then. */
  get current(): number | undefined {
    return this.notifications.isListening ? this.changes : undefined;
  }

  count(): void {
    this.changes++;
  }
}
