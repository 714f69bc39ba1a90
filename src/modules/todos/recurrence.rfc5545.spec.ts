import { RRuleTemporal } from 'rrule-temporal';
import { beginSeries, nextSlot, type Series } from './recurrence.js';

/** `1997-09-02,04 10-02 1998-01-06`: years and months are said once, days are listed. */
function dates(text: string): string[] {
  let [year, month] = ['', ''];
  return text.split(/\s+/).flatMap((word) => {
    const [, y, m, days] = /^(?:(\d{4})-)?(?:(\d\d)-)?([\d,.]+)$/.exec(word)!;
    [year, month] = [y ?? year, m ?? month];
    return days!.split(',').flatMap((part) => {
      const [first, last = first] = part.split('..').map(Number);
      const count = last! - first! + 1;
      return Array.from({ length: count }, (_, i) => `${year}-${month}-${String(first! + i).padStart(2, '0')}`);
    });
  });
}

const JANUARYS = '1998-01-1..31 1999-01-1..31 2000-01-1..31';
const WEEKLY_UNTIL = '1997-09-02,09,16,23,30 10-07,14,21,28 11-04,11,18,25 12-02,09,16,23';

/**
 * The examples of RFC 5545 §3.8.5.3 that are DAILY or coarser, with its dates: name, start in America/New_York, rule, dates, and
 * whether there is none after them. Where the RFC's list goes on with "…", as much as it prints.
 */
const EXAMPLES: [name: string, start: string, rule: string, expected: string, isAll?: 'all'][] = [
  ['daily for 10 occurrences', '1997-09-02', 'FREQ=DAILY;COUNT=10', '1997-09-2..11', 'all'],
  [
    'daily until December 24, 1997',
    '1997-09-02',
    'FREQ=DAILY;UNTIL=19971224T000000Z',
    '1997-09-2..30 10-1..31 11-1..30 12-1..23',
    'all',
  ],
  [
    'every other day',
    '1997-09-02',
    'FREQ=DAILY;INTERVAL=2',
    '1997-09-02,04,06,08,10,12,14,16,18,20,22,24,26,28,30 10-02,04,06,08,10,12,14,16,18,20,22,24,26,28,30 11-01,03,05,07',
  ],
  ['every 10 days, 5 occurrences', '1997-09-02', 'FREQ=DAILY;INTERVAL=10;COUNT=5', '1997-09-02,12,22 10-02,12', 'all'],
  [
    'every day in January, for 3 years',
    '1998-01-01',
    'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
    JANUARYS,
    'all',
  ],
  ['every day in January, daily', '1998-01-01', 'FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1', JANUARYS, 'all'],
  [
    'weekly for 10 occurrences',
    '1997-09-02',
    'FREQ=WEEKLY;COUNT=10',
    '1997-09-02,09,16,23,30 10-07,14,21,28 11-04',
    'all',
  ],
  ['weekly until December 24, 1997', '1997-09-02', 'FREQ=WEEKLY;UNTIL=19971224T000000Z', WEEKLY_UNTIL, 'all'],
  [
    'every other week',
    '1997-09-02',
    'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
    '1997-09-02,16,30 10-14,28 11-11,25 12-09,23 1998-01-06,20 02-03,17',
  ],
  [
    'weekly on Tuesday and Thursday for five weeks',
    '1997-09-02',
    'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
    '1997-09-02,04,09,11,16,18,23,25,30 10-02',
    'all',
  ],
  [
    'weekly on Tuesday and Thursday, counted',
    '1997-09-02',
    'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
    '1997-09-02,04,09,11,16,18,23,25,30 10-02',
    'all',
  ],
  [
    'every other week on three days until December 24, 1997',
    '1997-09-01',
    'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
    '1997-09-01,03,05,15,17,19,29 10-01,03,13,15,17,27,29,31 11-10,12,14,24,26,28 12-08,10,12,22',
    'all',
  ],
  [
    'every other week on two days, for 8 occurrences',
    '1997-09-02',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
    '1997-09-02,04,16,18,30 10-02,14,16',
    'all',
  ],
  [
    'monthly on the first Friday for 10 occurrences',
    '1997-09-05',
    'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
    '1997-09-05 10-03 11-07 12-05 1998-01-02 02-06 03-06 04-03 05-01 06-05',
    'all',
  ],
  [
    'monthly on the first Friday until December 24, 1997',
    '1997-09-05',
    'FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR',
    '1997-09-05 10-03 11-07 12-05',
    'all',
  ],
  [
    'every other month on the first and last Sunday, for 10 occurrences',
    '1997-09-07',
    'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
    '1997-09-07,28 11-02,30 1998-01-04,25 03-01,29 05-03,31',
    'all',
  ],
  [
    'monthly on the second-to-last Monday for 6 months',
    '1997-09-22',
    'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
    '1997-09-22 10-20 11-17 12-22 1998-01-19 02-16',
    'all',
  ],
  [
    'monthly on the third-to-the-last day',
    '1997-09-28',
    'FREQ=MONTHLY;BYMONTHDAY=-3',
    '1997-09-28 10-29 11-28 12-29 1998-01-29 02-26',
  ],
  [
    'monthly on the 2nd and 15th for 10 occurrences',
    '1997-09-02',
    'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15',
    '1997-09-02,15 10-02,15 11-02,15 12-02,15 1998-01-02,15',
    'all',
  ],
  [
    'monthly on the first and last day for 10 occurrences',
    '1997-09-30',
    'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
    '1997-09-30 10-01,31 11-01,30 12-01,31 1998-01-01,31 02-01',
    'all',
  ],
  [
    'every 18 months on the 10th thru 15th for 10 occurrences',
    '1997-09-10',
    'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
    '1997-09-10,11,12,13,14,15 1999-03-10,11,12,13',
    'all',
  ],
  [
    'every Tuesday, every other month',
    '1997-09-02',
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
    '1997-09-02,09,16,23,30 11-04,11,18,25 1998-01-06,13,20,27 03-03,10,17,24,31',
  ],
  [
    'yearly in June and July for 10 occurrences',
    '1997-06-10',
    'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
    '1997-06-10 07-10 1998-06-10 07-10 1999-06-10 07-10 2000-06-10 07-10 2001-06-10 07-10',
    'all',
  ],
  [
    'every other year in three months for 10 occurrences',
    '1997-03-10',
    'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
    '1997-03-10 1999-01-10 02-10 03-10 2001-01-10 02-10 03-10 2003-01-10 02-10 03-10',
    'all',
  ],
  [
    'every third year on the 1st, 100th, and 200th day for 10 occurrences',
    '1997-01-01',
    'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
    '1997-01-01 04-10 07-19 2000-01-01 04-09 07-18 2003-01-01 04-10 07-19 2006-01-01',
    'all',
  ],
  ['every 20th Monday of the year', '1997-05-19', 'FREQ=YEARLY;BYDAY=20MO', '1997-05-19 1998-05-18 1999-05-17'],
  ['Monday of week number 20', '1997-05-12', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997-05-12 1998-05-11 1999-05-17'],
  [
    'every Thursday in March',
    '1997-03-13',
    'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
    '1997-03-13,20,27 1998-03-05,12,19,26 1999-03-04,11,18,25',
  ],
  [
    'every Thursday, but only during June, July, and August',
    '1997-06-05',
    'FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8',
    `1997-06-05,12,19,26 07-03,10,17,24,31 08-07,14,21,28 1998-06-04,11,18,25 07-02,09,16,23,30 08-06,13,20,27
    1999-06-03,10,17,24 07-01,08,15,22,29 08-05,12,19,26`,
  ],
  [
    // The start counts as the first occurrence; the RFC takes it out again by an EXDATE.
    'every Friday the 13th',
    '1997-09-02',
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    '1997-09-02 1998-02-13 03-13 11-13 1999-08-13 2000-10-13',
  ],
  [
    'the first Saturday that follows the first Sunday of the month',
    '1997-09-13',
    'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
    '1997-09-13 10-11 11-08 12-13 1998-01-10 02-07 03-07 04-11 05-09 06-13',
  ],
  [
    'U.S. Presidential Election day',
    '1996-11-05',
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
    '1996-11-05 2000-11-07 2004-11-02',
  ],
  [
    'the third Tuesday, Wednesday, or Thursday, for 3 months',
    '1997-09-04',
    'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
    '1997-09-04 10-07 11-06',
    'all',
  ],
  [
    'the second-to-last weekday of the month',
    '1997-09-29',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
    '1997-09-29 10-30 11-27 12-30 1998-01-29 02-26 03-30',
  ],
  [
    'weeks that start on Monday',
    '1997-08-05',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
    '1997-08-05,10,19,24',
    'all',
  ],
  [
    'weeks that start on Sunday',
    '1997-08-05',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
    '1997-08-05,17,19,31',
    'all',
  ],
  [
    'February 30, which is ignored',
    '2007-01-15',
    'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
    '2007-01-15,30 02-15 03-15,30',
    'all',
  ],
];

const NEW_YORK = { isTimed: true, timezone: 'America/New_York' };
/** Long before all of the examples, so that every occurrence is still to come. */
const THEN = new Date('1990-01-01T00:00:00Z');

function follow(series: Series, count: number): string[] {
  const slots = [series.start];
  while (slots.length < count) {
    const next = nextSlot(series, { slot: slots.at(-1)!, recorded: slots.length - 1 }, NEW_YORK, THEN);
    if (next === undefined) break;
    slots.push(next);
  }
  return slots;
}

describe('the examples of RFC 5545 §3.8.5.3', () => {
  const examples = EXAMPLES.map(([name, start, rule, expected, isAll]) => ({ name, start, rule, expected, isAll }));
  it.each(examples)('$name', ({ start, rule, expected, isAll }) => {
    const slots = dates(expected).map((date) => `${date}T09:00`);
    const series = beginSeries(rule, 'due', `${start}T09:00`, NEW_YORK);
    expect(follow(series, slots.length + (isAll ? 1 : 0))).toEqual(slots);
  });

  it('every 20 minutes from 9:00 AM to 4:40 PM every day', () => {
    const rule = 'FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40';
    const slots = ['1997-09-02', '1997-09-03'].flatMap((date) =>
      [9, 10, 11, 12, 13, 14, 15, 16].flatMap((hour) =>
        ['00', '20', '40'].map((minute) => `${date}T${String(hour).padStart(2, '0')}:${minute}`),
      ),
    );
    expect(follow(beginSeries(rule, 'due', '1997-09-02T09:00', NEW_YORK), slots.length)).toEqual(slots);
  });

  // Todos do not come back within the day by such rules, so these ask the library itself.
  it.each([
    // The RFC prints UNTIL=19970902T170000Z, which is 13:00 in New York, and lists 15:00 all the same.
    ['every 3 hours on a specific day', 'FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z', '09:00 12:00 15:00'],
    ['every 15 minutes for 6 occurrences', 'FREQ=MINUTELY;INTERVAL=15;COUNT=6', '09:00 09:15 09:30 09:45 10:00 10:15'],
    ['every hour and a half for 4 occurrences', 'FREQ=MINUTELY;INTERVAL=90;COUNT=4', '09:00 10:30 12:00 13:30'],
    [
      'every 20 minutes, by the minute',
      'FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16;COUNT=48',
      Array(2)
        .fill(
          [9, 10, 11, 12, 13, 14, 15, 16].flatMap((h) => ['00', '20', '40'].map((m) => `${h}:${m}`.padStart(5, '0'))),
        )
        .flat()
        .join(' '),
    ],
  ])('%s, which only the library knows', (_, rule, expected) => {
    const ics = `DTSTART;TZID=America/New_York:19970902T090000\nRRULE:${rule}`;
    const times = new RRuleTemporal({ rruleString: ics }).all().map((time) => time.toString().slice(11, 16));
    expect(times).toEqual(expected.split(' '));
    expect(() => beginSeries(rule, 'due', '1997-09-02T09:00', NEW_YORK)).toThrow('must have a FREQ');
  });
});
