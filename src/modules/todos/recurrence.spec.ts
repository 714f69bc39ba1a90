import { RRuleTemporal } from 'rrule-temporal';
import fc from 'fast-check';
import { clockIn, instantOf } from '../../platform/clock/calendar.js';
import { parseRule } from './recurrence-rule.js';
import { beginSeries, nextSlot, type Setting, upcomingSlots } from './recurrence.js';
import { RuleSlots } from './rule-slots.js';

const BERLIN: Setting = { isTimed: true, timezone: 'Europe/Berlin' };
const WHOLE_DAYS: Setting = { isTimed: false, timezone: 'Europe/Berlin' };

const next = (rule: string, slot: string, now: string, setting = BERLIN, anchor: 'due' | 'completion' = 'due') =>
  nextSlot(beginSeries(rule, anchor, slot, setting), { slot, recorded: 0 }, setting, new Date(now));

/** Rules of all shapes. INTERVAL is small, so that they have many occurrences. */
const anyRule = fc
  .tuple(
    fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=DAILY;BYDAY=MO,TH',
      'FREQ=DAILY;BYMONTH=3,11',
      'FREQ=DAILY;BYHOUR=9,21;BYMINUTE=0,30',
      'FREQ=WEEKLY',
      'FREQ=WEEKLY;BYDAY=MO,WE,SU',
      'FREQ=WEEKLY;WKST=SU;BYDAY=TU,SU',
      'FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=-1',
      'FREQ=MONTHLY',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      'FREQ=MONTHLY;BYMONTHDAY=15,30',
      'FREQ=MONTHLY;BYDAY=1FR,-1SU',
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'FREQ=YEARLY',
      'FREQ=YEARLY;BYMONTH=2,6',
      'FREQ=YEARLY;BYDAY=20MO',
      'FREQ=YEARLY;BYWEEKNO=20',
      'FREQ=YEARLY;BYWEEKNO=1,30;BYDAY=MO,FR',
      'FREQ=YEARLY;BYYEARDAY=1,100,-1',
    ),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([rule, interval]) => `${rule};INTERVAL=${interval}`);
const anyStart = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 16));

function numbersTo(count: number): string {
  return Array.from({ length: count }, (_, i) => i + 1).join();
}

/** A rule for February and June has no occurrence on the 31st. */
const leadsSomewhere = (rule: string, start: string) => RuleSlots.of(parseRule(rule), start).after(start) !== undefined;

describe('recurrence', () => {
  it('keeps the time of day over both clock changes', () => {
    const series = beginSeries('FREQ=DAILY', 'due', '2026-03-27T09:00', BERLIN);
    const slots = upcomingSlots(series, { slot: series.start, recorded: 0 }, BERLIN, new Date('2026-03-27T00:00Z'), 3);
    expect(slots.map((slot) => instantOf(slot.slice(0, 10), slot.slice(11), 'Europe/Berlin').toISOString())).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
    ]);
    expect(next('FREQ=DAILY', '2026-10-24T09:00', '2026-10-24T10:00Z')).toBe('2026-10-25T09:00');
    expect(next('FREQ=DAILY', '2026-10-25T09:00', '2026-10-25T10:00Z')).toBe('2026-10-26T09:00');
  });

  it('loses no occurrence at a time that clocks skip, and doubles none that they show twice', () => {
    // 02:30 is skipped on March 29, and means 03:30.
    expect(next('FREQ=DAILY', '2026-03-28T02:30', '2026-03-29T01:10Z')).toBe('2026-03-29T02:30');
    expect(next('FREQ=DAILY', '2026-03-28T02:30', '2026-03-29T01:30Z')).toBe('2026-03-30T02:30');
    // 02:30 comes twice on October 25, and means the first.
    expect(next('FREQ=DAILY', '2026-10-24T02:30', '2026-10-25T00:29Z')).toBe('2026-10-25T02:30');
    expect(next('FREQ=DAILY', '2026-10-24T02:30', '2026-10-25T00:31Z')).toBe('2026-10-26T02:30');
    expect(next('FREQ=DAILY', '2026-10-24T02:30', '2026-10-25T01:10Z')).toBe('2026-10-26T02:30');
  });

  it('takes whole days by the calendar of the time zone', () => {
    const auckland = { isTimed: false, timezone: 'Pacific/Auckland' };
    const now = '2026-11-23T11:00:00Z'; // the 24th in Auckland
    expect(next('FREQ=DAILY', '2026-11-20T00:00', now, auckland)).toBe('2026-11-25T00:00');
    expect(next('FREQ=DAILY', '2026-11-20T00:00', now, WHOLE_DAYS)).toBe('2026-11-24T00:00');
  });

  it('lets the 31st be the 31st again after shorter months', () => {
    const series = beginSeries('FREQ=MONTHLY', 'due', '2026-01-31T00:00', WHOLE_DAYS);
    const from = { slot: series.start, recorded: 0 };
    expect(upcomingSlots(series, from, WHOLE_DAYS, new Date('2026-01-31T12:00Z'), 3)).toEqual([
      '2026-03-31T00:00',
      '2026-05-31T00:00',
      '2026-07-31T00:00',
    ]);
  });

  it('begins anew at each completion when anchored to it, within the month that follows', () => {
    const after = (rule: string, slot: string, now: string) => next(rule, slot, now, WHOLE_DAYS, 'completion');
    expect(after('FREQ=DAILY;INTERVAL=3', '2026-11-01T00:00', '2026-11-20T12:00Z')).toBe('2026-11-23T00:00');
    expect(after('FREQ=WEEKLY;BYDAY=MO', '2026-11-02T00:00', '2026-11-18T12:00Z')).toBe('2026-11-23T00:00');
    expect(after('FREQ=MONTHLY', '2026-01-05T00:00', '2026-01-31T12:00Z')).toBe('2026-02-28T00:00');
    expect(after('FREQ=YEARLY', '2024-01-05T00:00', '2024-02-29T12:00Z')).toBe('2025-02-28T00:00');
    // Done early: never back to where it is.
    expect(after('FREQ=DAILY', '2026-11-25T00:00', '2026-11-20T12:00Z')).toBe('2026-11-26T00:00');
  });

  it('counts over the whole life: what was missed counts by the rule, what was recorded by completions', () => {
    const due = beginSeries('FREQ=DAILY;COUNT=3', 'due', '2026-11-01T00:00', WHOLE_DAYS);
    expect(due.end).toBe('2026-11-03T00:00');
    const late = new Date('2026-11-20T12:00Z');
    expect(nextSlot(due, { slot: due.start, recorded: 0 }, WHOLE_DAYS, late)).toBeUndefined();
    const done = beginSeries('FREQ=DAILY;COUNT=3', 'completion', '2026-11-01T00:00', WHOLE_DAYS);
    expect(nextSlot(done, { slot: done.start, recorded: 1 }, WHOLE_DAYS, late)).toBe('2026-11-21T00:00');
    expect(nextSlot(done, { slot: done.start, recorded: 2 }, WHOLE_DAYS, late)).toBeUndefined();
  });

  it('counts a start that the rule would not have chosen as the first', () => {
    // A Tuesday.
    expect(beginSeries('FREQ=WEEKLY;BYDAY=MO;COUNT=3', 'due', '2026-11-24T00:00', WHOLE_DAYS).end).toBe(
      '2026-12-07T00:00',
    );
  });

  it('reads UNTIL on the clocks of the todo', () => {
    const endOf = (until: string, setting: Setting) =>
      beginSeries(`FREQ=DAILY;UNTIL=${until}`, 'due', '2026-11-24T00:00', setting).end;
    expect(endOf('20261130', BERLIN)).toBe('2026-11-30T23:59');
    expect(endOf('20261130T230000Z', BERLIN)).toBe('2026-12-01T00:00');
    expect(endOf('20261130T230000', BERLIN)).toBe('2026-11-30T23:00');
    expect(endOf('20261130T230000Z', WHOLE_DAYS)).toBe('2026-11-30T23:00');
  });

  it.each([
    ['FREQ=DAILY;UNTIL=20261101', 'must not end before the due date'],
    ['FREQ=DAILY;BYHOUR=9', 'whole days'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'has none'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'has none'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=7', 'has none'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2', 'has none'],
    ['FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6', 'has none'],
    ['FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30', 'has none'],
  ])('refuses %s', (rule, why) => {
    expect(() => beginSeries(rule, 'due', '2026-11-24T00:00', WHOLE_DAYS)).toThrow(why);
  });

  it.each([
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=1000', '2169-07-31T09:00'],
    ['FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=50', '2074-12-31T09:00'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=100', '2125-05-14T09:00'],
    ['FREQ=DAILY;BYMONTH=3;COUNT=300', '2036-03-20T09:00'],
    ['FREQ=DAILY;COUNT=10000', '2054-04-10T09:00'],
  ])('counts %s to its end', (rule, end) => {
    expect(beginSeries(rule, 'due', '2026-11-24T09:00', BERLIN).end).toBe(end);
  });

  // Each of them took the library seconds.
  it.each([
    ['FREQ=YEARLY;BYWEEKNO=53;COUNT=1000', 'so high a COUNT'],
    ['FREQ=YEARLY;BYYEARDAY=366;COUNT=1000', 'so high a COUNT'],
    ['FREQ=DAILY;BYMONTH=2;COUNT=1000', 'so high a COUNT'],
    ['FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1;COUNT=1000', 'so high a COUNT'],
    [`FREQ=YEARLY;BYWEEKNO=${numbersTo(53)};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1;COUNT=1000`, 'so high a COUNT'],
    [`FREQ=YEARLY;BYWEEKNO=${numbersTo(53)};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=1;BYSETPOS=300`, 'has none'],
    ['FREQ=DAILY;BYHOUR=9;BYSETPOS=2', 'has none'],
  ])('gives %s up before it takes long', (rule, why) => {
    expect(() => beginSeries(rule, 'due', '2026-11-24T09:00', BERLIN)).toThrow(why);
  });

  it('goes on after now, to where one step at a time would have come', () => {
    fc.assert(
      fc.property(anyRule, anyStart, fc.integer({ min: 0, max: 400 }), (rule, start, days) => {
        fc.pre(leadsSomewhere(rule, start));
        const series = beginSeries(rule, 'due', start, BERLIN);
        const now = new Date(Date.parse(`${start}Z`) + days * 24 * 60 * 60 * 1000);
        const found = nextSlot(series, { slot: start, recorded: 0 }, BERLIN, now)!;
        expect(instantOf(found.slice(0, 10), found.slice(11), BERLIN.timezone).getTime()).toBeGreaterThan(
          now.getTime(),
        );
        const slots = RuleSlots.of(parseRule(rule), start);
        let stepwise = slots.after(start)!;
        while (instantOf(stepwise.slice(0, 10), stepwise.slice(11), BERLIN.timezone) <= now)
          stepwise = slots.after(stepwise)!;
        expect(found).toBe(stepwise);
      }),
      { numRuns: 40 },
    );
  });

  it('agrees with the library’s own enumeration from the start', () => {
    fc.assert(
      fc.property(anyRule, anyStart, (rule, start) => {
        fc.pre(leadsSomewhere(rule, start));
        const ics = `DTSTART:${start.replaceAll(/[-:]/g, '')}00Z\nRRULE:${rule};COUNT=12`;
        const expected = new RRuleTemporal({ rruleString: ics }).all().map((time) => time.toString().slice(0, 16));
        const slots = RuleSlots.of(parseRule(rule), start);
        const found: string[] = [];
        for (let slot = start; found.length < 11; found.push(slot)) slot = slots.after(slot)!;
        expect(found.slice(0, 10)).toEqual(expected.filter((time) => time > start).slice(0, 10));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TH',
    'FREQ=MONTHLY;BYMONTHDAY=31',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=DAILY;COUNT=10000',
  ])('looks at few periods of %s however long ago it began', (rule) => {
    // A thousand years have more days than may be looked at, so that it would be given up.
    for (const year of ['1000', '1970', '2026']) {
      const series = { ...beginSeries(rule, 'due', `${year}-01-31T09:00`, BERLIN), end: null };
      const slot = nextSlot(series, { slot: series.start, recorded: 0 }, BERLIN, new Date('2026-11-23T12:00Z'))!;
      expect(slot > clockIn('Europe/Berlin', new Date('2026-11-23T12:00Z'))).toBe(true);
      expect(slot < '2028-01-01').toBe(true);
    }
  });
});

describe('rules', () => {
  it.each([
    ['', 'not known here'],
    ['INTERVAL=2', 'must have a FREQ'],
    ['FREQ=SECONDLY', 'must have a FREQ'],
    ['FREQ=MINUTELY', 'must have a FREQ'],
    ['FREQ=HOURLY', 'must have a FREQ'],
    ['FREQ=DAILY;FREQ=DAILY', 'FREQ twice'],
    ['FREQ=DAILY;BYEASTER=1', 'BYEASTER'],
    ['FREQ=DAILY;X-NOTE=1', 'X-NOTE'],
    ['FREQ=DAILY;CONSTRUCTOR=1', 'CONSTRUCTOR'],
    ['FREQ=DAILY;__PROTO__=1', '__PROTO__'],
    ['FREQ=DAILY;RSCALE=HEBREW', 'RSCALE'],
    ['FREQ=DAILY;BYSECOND=1', 'BYSECOND'],
    ['FREQ=DAILY;COUNT=10001', 'COUNT over 10000'],
    ['FREQ=DAILY;COUNT=1000000000', 'COUNT over 10000'],
    ['FREQ=DAILY;COUNT=1e9', 'COUNT=1E9'],
    ['FREQ=MONTHLY;COUNT=1001', 'COUNT over 1000'],
    ['FREQ=DAILY;COUNT=0', 'COUNT=0'],
    ['FREQ=DAILY;COUNT=-1', 'COUNT=-1'],
    ['FREQ=DAILY;INTERVAL=1001', 'INTERVAL over 1000'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL=0'],
    ['FREQ=DAILY;UNTIL=22010101', 'by the year 2200'],
    ['FREQ=DAILY;UNTIL=99991231T235959Z', 'by the year 2200'],
    ['FREQ=DAILY;UNTIL=20260230', 'no date'],
    ['FREQ=DAILY;UNTIL=2026-12-31', 'UNTIL=2026-12-31'],
    ['FREQ=DAILY;UNTIL=20261231;COUNT=2', 'both'],
    ['FREQ=DAILY;BYSETPOS=1', 'BYSETPOS without'],
    ['FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,10;BYSETPOS=1', 'BYSETPOS together'],
    ['FREQ=YEARLY;BYDAY=MO;BYMINUTE=1,2;BYSETPOS=1', 'BYSETPOS together'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'number the days'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY with FREQ=WEEKLY'],
    ['FREQ=MONTHLY;BYYEARDAY=1', 'BYYEARDAY without'],
    ['FREQ=MONTHLY;BYWEEKNO=1', 'BYWEEKNO without'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', '0 in BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'over 31'],
    ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH=13'],
    ['FREQ=DAILY;BYDAY=XX', 'BYDAY=XX'],
    ['FREQ=DAILY;', 'not known here'],
    ['FREQ=DAILY;BYHOUR=24', 'BYHOUR=24'],
    [`FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5`, '24 times a day'],
    [`FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 101 }, (_, i) => i + 1).join(',')}`, '100 values'],
    [`FREQ=DAILY;BYDAY=${'MO,'.repeat(1000)}MO`, '500 characters'],
  ])('%s are refused by name', (rule, why) => {
    expect(() => parseRule(rule)).toThrow(why);
  });

  it('are kept in capitals, without the name of the property', () => {
    expect(parseRule('rrule:freq=weekly;byday=mo,th').text).toBe('FREQ=WEEKLY;BYDAY=MO,TH');
  });
});
