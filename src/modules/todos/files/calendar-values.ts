import ICAL from 'ical.js';
import { isTimeZone } from 'class-validator';
import { clockIn } from '../../../platform/clock/calendar.js';
import type { Due } from '../todo-due.js';
import type { Importer } from './todo-draft.js';

const MOMENT = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/;
/** Some programs write `/a.program/Europe/Berlin`. */
const ZONE_IN_PATH = /[A-Z]\w+\/[A-Z][\w+-]+(?:\/[A-Z]\w+)?$/;

/** A line that says a day or a time, as it stands in the file, and its parameters. */
export interface DatedLine {
  line: number;
  text: string;
  property: ICAL.Property;
}

/** A property of a line. @throws when it is none. */
export function propertyOf(text: string): ICAL.Property {
  return ICAL.Property.fromString(text);
}

export function textOf(property: ICAL.Property): string {
  return property.getValues().map(String).join(', ');
}

/** What stands behind the colon, for values that have none in them: the library makes something of what is wrong, too. */
export function plainValueOf(text: string): string {
  return text.slice(text.lastIndexOf(':') + 1).trim();
}

/** A moment in UTC (RFC 5545 §3.3.5); undefined for anything else. */
export function momentOf(text: string): Date | undefined {
  const { date, time = '', seconds, isUtc } = wallOf(text) ?? {};
  const moment = isUtc ? new Date(`${date}T${time}:${seconds}Z`) : undefined;
  return moment && !Number.isNaN(moment.getTime()) ? moment : undefined;
}

/**
 * A day or a time (RFC 5545 §3.3.4, §3.3.5) of a line. A moment in UTC is told on the member's clocks, unless it comes back:
 * then it does so by the clocks of UTC.
 *
 * @returns undefined when it is neither; `isZoneUnknown` when the member's own was taken instead.
 */
export function dueOf(
  { text, property }: DatedLine,
  { timezone: own }: Importer,
  comesBack: boolean,
): { due: Due; isZoneUnknown: boolean } | undefined {
  const wall = wallOf(text);
  if (!wall) return undefined;
  const { date, time, isUtc } = wall;
  const known = (due: Due) => ({ due, isZoneUnknown: false });
  if (time === undefined) return known({ date });
  const moment = momentOf(text);
  if (isUtc && (comesBack || !moment)) return known({ date, time, timezone: 'UTC' });
  if (moment) {
    const [day = date, clock = time] = clockIn(own, moment).split('T');
    return known({ date: day, time: clock, timezone: own });
  }
  const named = property.getFirstParameter('tzid') as string | undefined;
  if (!named) return known({ date, time, timezone: own });
  const zone = [named, ZONE_IN_PATH.exec(named)?.[0]].find(isZone);
  return { due: { date, time, timezone: zone ?? own }, isZoneUnknown: zone === undefined };
}

export function isZone(name: string | undefined): name is string {
  return name !== undefined && /^[a-z]/i.test(name) && isTimeZone(name);
}

function wallOf(text: string) {
  const [, year, month, day, hour, minute, seconds, utc] = MOMENT.exec(plainValueOf(text)) ?? [];
  if (!year || !month || !day) return undefined;
  const time = hour === undefined ? undefined : `${hour}:${minute}`;
  return { date: `${year}-${month}-${day}`, time, seconds, isUtc: utc !== undefined };
}
