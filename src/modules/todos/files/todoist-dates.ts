import { understand } from '../quick/understand.js';
import { isZone } from './calendar-values.js';
import type { DraftContent, Importer } from './todo-draft.js';

/** What the text of a date says; undefined, after `tell` was told why, where it is not understood. */
export type SpokenDates = (
  text: string,
  timezone: string,
  tell: (reason: string) => void,
) => Pick<DraftContent, 'due' | 'recurrence'> | undefined;

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?)?$/;
const LONGEST = 200;
/** Each takes a millisecond or so. */
const MOST_DIFFERENT = 1000;
/** A title that says nothing of a date. */
const TITLE = 'x';

/** Reads dates as people write them in English. Nothing is taken of a text that is not understood as a whole. */
export function spokenDates({ timezone: own, now }: Importer): SpokenDates {
  const known = new Map<string, Pick<DraftContent, 'due' | 'recurrence'> | undefined>();
  return (text, named, tell) => {
    const timezone = isZone(named) ? named : own;
    if (named !== '' && !isZone(named)) tell('TIMEZONE is not known; yours was taken');
    const [, date, time] = WRITTEN.exec(text) ?? [];
    if (date !== undefined) return { due: time === undefined ? { date } : { date, time, timezone } };
    const key = `${timezone} ${text}`;
    if (!known.has(key)) {
      if (known.size >= MOST_DIFFERENT || text.length > LONGEST) {
        tell('DATE is too long, or one of too many different ones; left out');
        return undefined;
      }
      known.set(key, read(text, { now, timezone }));
    }
    const spoken = known.get(key);
    if (!spoken) tell(`DATE is not understood, ${JSON.stringify(text)}; only English is; left out`);
    return spoken;
  };
}

function read(text: string, speaker: Importer): Pick<DraftContent, 'due' | 'recurrence'> | undefined {
  const { title, due, recurrence, priority, labels } = understand(`${TITLE} ${text}`, speaker, []);
  if (title !== TITLE || priority !== undefined || labels.length > 0 || !due) return undefined;
  return { due, ...(recurrence && { recurrence }) };
}
