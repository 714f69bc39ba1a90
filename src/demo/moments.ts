import { chance } from './chance.js';
import type { DemoPost } from './demo-post.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Answers come after four minutes at the earliest, and after 300 times as long, twenty hours, at the latest. */
const SOONEST = 4 * MINUTE;
const LONGEST = 300;

/** This many days before `now`, and up to a day more: not everything happens at one time of the day. */
export function daysBefore(now: Date, days: number, what: string): Date {
  return new Date(now.getTime() - Math.floor((days + chance(what)) * DAY));
}

/** When a post was written: between six in the morning and eight in the evening (UTC) of its day, which is yesterday at the latest. */
export function publicationOf({ age, season, title }: DemoPost, now: Date): Date {
  const midnight = season === undefined ? now.getTime() - (age ?? 1) * DAY : latest(season, now);
  return new Date(midnight - (midnight % DAY) + Math.floor((6 + 14 * chance(title)) * HOUR));
}

/** When somebody says something after `moment`. It is never in the future, so people answer sooner where little time is left. */
export function soonAfter(moment: Date, now: Date, what: string): Date {
  const wait = SOONEST * LONGEST ** chance(what);
  const left = now.getTime() - moment.getTime();
  return new Date(moment.getTime() + Math.floor(Math.min(wait, left / 2)));
}

/** @param season month and day, such as `05-17` */
function latest(season: string, now: Date): number {
  const thisYear = Date.parse(`${now.getUTCFullYear()}-${season}`);
  return thisYear <= now.getTime() - DAY ? thisYear : Date.parse(`${now.getUTCFullYear() - 1}-${season}`);
}
