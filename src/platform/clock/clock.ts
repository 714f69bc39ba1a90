import { Injectable } from '@nestjs/common';
import { databaseTime } from './database-time.js';

/** What time it is, for rules that depend on it ("overdue", "today"). Tests put another answer in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return databaseTime();
  }
}
