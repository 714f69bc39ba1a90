import ICAL from 'ical.js';
import { tzlib_get_timezones } from 'timezones-ical-library';
import { instantOf } from '../../../platform/clock/calendar.js';

/** A day, or a time on clocks on a wall somewhere. */
export interface CalendarTime {
  date: string;
  /** `HH:MM` */
  time: string | null;
  timezone: string | null;
}

/** By their names in small letters: members may have written them in any. */
const zones = new Map([...tzlib_get_timezones(false)].map((name) => [name.toLowerCase(), name]));

/** Adds a property with a day, a time with its `TZID`, or, where the zone is not known, one in UTC (RFC 5545 §3.3.4, §3.3.5). */
export function addTime(component: ICAL.Component, name: string, { date, time, timezone }: CalendarTime): void {
  const property = new ICAL.Property(name, component);
  if (time === null || timezone === null) {
    property.setValue(ICAL.Time.fromDateString(date));
  } else {
    const zone = zones.get(timezone.toLowerCase());
    if (zone === undefined) property.setValue(utc(instantOf(date, time, timezone)));
    else {
      property.setValue(ICAL.Time.fromDateTimeString(`${date}T${time}:00`));
      property.setParameter('tzid', zone);
    }
  }
  component.addProperty(property);
}

/** A moment, to the second. */
export function utc(moment: Date): ICAL.Time {
  return ICAL.Time.fromDateTimeString(`${moment.toISOString().slice(0, 19)}Z`);
}
