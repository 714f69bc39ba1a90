import { RRuleTemporal } from 'rrule-temporal';
import { type RecurrenceRule, weightOf } from './recurrence-rule.js';

/** `YYYY-MM-DDTHH:MM` as a calendar and a clock on a wall show it: the same in every time zone. Compares as text. */
export type WallTime = string;

/**
 * How many periods may be looked at for the next slot. The library jumps near to the time asked for, so that it takes few however
 * far back a rule began; what cannot be found within them is not there.
 */
const MAX_STEPS = 500;
/** How many days may be looked at in these periods, which bounds the time that the worst of rules takes. */
const MAX_DAYS = 3000;
/** The same for the end of a COUNT, which is looked for once. */
const MAX_DAYS_TO_END = 8000;
const END_OF_TIME = new Date('9999-12-31T23:59:00Z');
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/**
 * The slots of a rule from a start on, without regard to COUNT and UNTIL. They are reckoned on walls, as if in UTC: time zones
 * are for whoever turns a slot into a moment, so that none is lost or doubled where clocks are changed.
 */
export class RuleSlots {
  private readonly rule: RRuleTemporal;

  private constructor(
    private readonly form: Pick<RecurrenceRule, 'frequency' | 'parts'>,
    private readonly start: WallTime,
  ) {
    this.rule = this.ruleOf(textOf(form.parts), MAX_STEPS, MAX_DAYS);
  }

  static of(rule: RecurrenceRule, start: WallTime): RuleSlots {
    return new RuleSlots({ ...rule, parts: withStart(rule, start) }, start);
  }

  /** As {@link of}, but what falls on a day that a month does not have falls on the last one that it has. */
  static clampedOf(rule: RecurrenceRule, start: WallTime): RuleSlots {
    return new RuleSlots({ ...rule, parts: clamped(rule, start) ?? withStart(rule, start) }, start);
  }

  /** The first slot later than `time`; undefined when there is none before the year 10000. */
  after(time: WallTime): WallTime | undefined {
    return this.find(time, false);
  }

  /** The slot that closes a rule of so many slots, the start being the first of them (RFC 5545 §3.8.5.3), whether it fits or not. */
  last(count: number): WallTime | undefined {
    const others = this.find(this.start, true) === this.start ? count : count - 1;
    if (others === 0) return this.start;
    const rule = this.ruleOf(`${textOf(this.form.parts)};COUNT=${others}`, 10 * count + 1000, MAX_DAYS_TO_END);
    const last = rule.previous(END_OF_TIME, true);
    return last ? wallOf(last.epochMilliseconds) : undefined;
  }

  private find(time: WallTime, inclusive: boolean): WallTime | undefined {
    try {
      const next = this.rule.next(momentOf(time), inclusive);
      return next && next.epochMilliseconds <= END_OF_TIME.getTime() ? wallOf(next.epochMilliseconds) : undefined;
    } catch {
      // The library gives up with a plain error after that many steps.
      return undefined;
    }
  }

  private ruleOf(text: string, maxSteps: number, maxDays: number): RRuleTemporal {
    const maxIterations = Math.min(maxSteps, Math.ceil(maxDays / weightOf(this.form)));
    const start = `${this.start.replaceAll(/[-:]/g, '')}00Z`;
    return new RRuleTemporal({ rruleString: `DTSTART:${start}\nRRULE:${text}`, maxIterations, cache: false });
  }
}

/**
 * Says what the rule leaves to its start. The library would otherwise take it from the place that it jumped to, for weeks, or
 * look at every single month.
 */
function withStart({ frequency, parts }: RecurrenceRule, start: WallTime): ReadonlyMap<string, string> {
  const has = (...names: string[]) => names.some((name) => parts.has(name));
  if (has('BYDAY', 'BYMONTHDAY', 'BYYEARDAY')) return parts;
  if (has('BYWEEKNO')) return new Map([...parts, ['BYDAY', WEEKDAYS[momentOf(start).getUTCDay()] ?? '']]);
  return frequency === 'MONTHLY' ? new Map([...parts, ['BYMONTHDAY', String(dayOf(start))]]) : parts;
}

function clamped({ frequency, parts }: RecurrenceRule, start: WallTime): ReadonlyMap<string, string> | undefined {
  const day = dayOf(start);
  const isFebruary = start.slice(5, 7) === '02';
  const mayBeMissing = frequency === 'MONTHLY' ? day > 28 : frequency === 'YEARLY' && isFebruary && day === 29;
  if (!mayBeMissing || [...parts.keys()].some((name) => name.startsWith('BY'))) return undefined;
  const days = [28, 29, 30, 31].filter((candidate) => candidate <= day).join(',');
  const month = frequency === 'YEARLY' ? ([['BYMONTH', '2']] as const) : [];
  return new Map([...parts, ...month, ['BYMONTHDAY', days], ['BYSETPOS', '-1']]);
}

function textOf(parts: ReadonlyMap<string, string>): string {
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';');
}

function dayOf(time: WallTime): number {
  return Number(time.slice(8, 10));
}

function momentOf(time: WallTime): Date {
  return new Date(`${time}Z`);
}

function wallOf(millis: number): WallTime {
  return new Date(millis).toISOString().slice(0, 16);
}
