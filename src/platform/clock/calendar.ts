import { LRUCache } from 'lru-cache';

const DAY_MILLIS = 24 * 60 * 60 * 1000;

/** Making one takes a hundred times as long as using it. Bounded, since names differ in case and all are accepted. */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 500 });

/** The date (`YYYY-MM-DD`) that a calendar on a wall in this IANA time zone shows at `instant`. */
export function dateIn(timezone: string, instant: Date): string {
  return clockIn(timezone, instant).slice(0, 10);
}

/** The date and time (`YYYY-MM-DDTHH:MM`) that a calendar and a clock on a wall in this IANA time zone show at `instant`. */
export function clockIn(timezone: string, instant: Date): string {
  return new Date(instant.getTime() + offsetMillis(timezone, instant.getTime())).toISOString().slice(0, 16);
}

/** @param date `YYYY-MM-DD` */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MILLIS).toISOString().slice(0, 10);
}

/** Whether a text is a date, as `YYYY-MM-DD`, that there is. JavaScript takes the 30th of February for the 2nd of March. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** The moment at which a date begins: midnight, or where clocks skip midnight, the first moment after it. */
export function startOfDay(date: string, timezone: string): Date {
  return instantOf(date, '00:00', timezone);
}

/**
 * The moment at which clocks in a time zone show a date (`YYYY-MM-DD`) and time (`HH:MM`). A time that they skip in spring is
 * taken as if they had not been put forward yet, one that they show twice in autumn as the first: the rule of RFC 5545
 * §3.3.5, and what Temporal calls "compatible".
 */
export function instantOf(date: string, time: string, timezone: string): Date {
  const wallClock = Date.parse(`${date}T${time}Z`);
  const before = offsetMillis(timezone, wallClock - DAY_MILLIS);
  const after = offsetMillis(timezone, wallClock + DAY_MILLIS);
  const offset = [before, after].find((candidate) => offsetMillis(timezone, wallClock - candidate) === candidate);
  return new Date(wallClock - (offset ?? before));
}

/** How far the time zone's clocks are ahead of UTC at an instant, by the rules of the time zone database that comes with Node. */
function offsetMillis(timezone: string, instant: number): number {
  const parts = formatOf(timezone).formatToParts(instant);
  const [year = 0, month = 0, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(
    (type) => Number(parts.find((part) => part.type === type)?.value),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
