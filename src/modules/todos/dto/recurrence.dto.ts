import { IsIn, ValidateIf } from 'class-validator';
import { Trim } from '../../../platform/http/transforms.js';
import { type Anchor, ANCHORS } from '../recurrence.js';
import { IsRecurrenceRule } from './recurrence.rules.js';

/** How it comes back. The due date is the first occurrence. */
export class RecurrenceDto {
  /**
   * RFC 5545 §3.3.10, with or without `RRULE:`. FREQ is DAILY, WEEKLY, MONTHLY or YEARLY; INTERVAL at most 1000, COUNT at most
   * 10,000 (1,000 with parts other than BYDAY, fewer with those that are slow to count), UNTIL at most the year 2200, at most 24
   * times a day, one with BYSETPOS. BYHOUR and BYMINUTE go only with a due time. Days that a month does not have are passed over, as RFC 5545 has it: say `BYMONTHDAY=-1` for its last.
   * @example "FREQ=WEEKLY;BYDAY=MO,TH"
   */
  @Trim()
  @IsRecurrenceRule()
  rule!: string;

  /**
   * `due`: the rule alone says when, and COUNT counts what was missed as well. `completion`: the rule begins anew on the day of
   * each completion, and COUNT counts what was completed or skipped.
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsIn(ANCHORS)
  anchor?: Anchor = 'due';
}

/** What is left out stays as it is. A rule or anchor that differs begins anew with the due date. */
export class RecurrencePatchDto {
  /** @example "FREQ=MONTHLY;BYMONTHDAY=-1" */
  @ValidateIf((_, value) => value !== undefined)
  @Trim()
  @IsRecurrenceRule()
  rule?: string;

  @ValidateIf((_, value) => value !== undefined)
  @IsIn(ANCHORS)
  anchor?: Anchor;
}
