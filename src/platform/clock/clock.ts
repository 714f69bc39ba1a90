import { Injectable } from '@nestjs/common';

/** What time it is, for rules that depend on it ("overdue", "today"). Tests put another answer in its place. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
