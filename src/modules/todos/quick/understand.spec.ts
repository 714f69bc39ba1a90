import { understand } from './understand.js';

/** A Wednesday, 11:00 in Berlin. */
const SPEAKER = { now: new Date('2026-11-25T10:00:00Z'), timezone: 'Europe/Berlin' };
const LISTS = ['home', 'Work', 'Talk in Malmö', 'Café', 'Work trips'].map((name) => ({ id: name, name }));

/** A line as `title | due | rule | what else`; `!` behind a rule is the anchor to completion. */
function said(line: string): string {
  const { title, due, recurrence, priority, labels, listId } = understand(line, SPEAKER, LISTS);
  const rule = recurrence && recurrence.rule.replace('FREQ=', '') + (recurrence.anchor === 'completion' ? '!' : '');
  const others = [
    ...(priority === undefined ? [] : [`!${priority}`]),
    ...(listId === undefined ? [] : [`#${listId}`]),
    ...labels.map((label) => `@${label}`),
  ];
  const when = due && [due.date, due.time].filter((part) => part !== undefined).join(' ');
  return [title, when, rule, others.join(' ')].join(' | ').replace(/[ |]+$/, '');
}

describe('quick add', () => {
  it.each([
    ['Buy milk', 'Buy milk'],
    [
      'Pay rent every month on the 1st 9am !1 #home @bank',
      'Pay rent | 2026-12-01 09:00 | MONTHLY;BYMONTHDAY=1 | !1 #home @bank',
    ],
    ['Call Bob tomorrow', 'Call Bob | 2026-11-26'],
    ['Call Bob tomorrow at 5pm', 'Call Bob | 2026-11-26 17:00'],
    ['Call Bob at 9', 'Call Bob | 2026-11-26 09:00'],
    ['Call Bob at 14:30', 'Call Bob | 2026-11-25 14:30'],
    ['9am call Bob tomorrow', 'call Bob | 2026-11-26 09:00'],
    ['Dentist on friday', 'Dentist | 2026-11-27'],
    ['Dentist fri 14:30', 'Dentist | 2026-11-27 14:30'],
    ['Report by monday', 'Report | 2026-11-30'],
    ['Report due on monday at noon', 'Report | 2026-11-30 12:00'],
    ['Water plants every day', 'Water plants | 2026-11-25 | DAILY'],
    ['Water plants daily at 7am', 'Water plants | 2026-11-26 07:00 | DAILY'],
    ['Every 3 days water the plants', 'water the plants | 2026-11-25 | DAILY;INTERVAL=3'],
    ['Gym every other day', 'Gym | 2026-11-25 | DAILY;INTERVAL=2'],
    ['Gym every mon, wed and fri at 18:00', 'Gym | 2026-11-25 18:00 | WEEKLY;BYDAY=MO,WE,FR'],
    ['Gym every monday', 'Gym | 2026-11-30 | WEEKLY;BYDAY=MO'],
    ['Gym every other tuesday', 'Gym | 2026-12-01 | WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['Standup every weekday at 9:15', 'Standup | 2026-11-26 09:15 | WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['Clean the flat every weekend', 'Clean the flat | 2026-11-28 | WEEKLY;BYDAY=SA'],
    ['Review every week', 'Review | 2026-11-25 | WEEKLY'],
    ['Review every 2 weeks on mon, thu', 'Review | 2026-11-26 | WEEKLY;INTERVAL=2;BYDAY=MO,TH'],
    ['Review weekly on friday 4pm', 'Review | 2026-11-27 16:00 | WEEKLY;BYDAY=FR'],
    ['Rent every month', 'Rent | 2026-11-25 | MONTHLY'],
    ['Rent every month on the last day', 'Rent | 2026-11-30 | MONTHLY;BYMONTHDAY=-1'],
    ['Rent every last day of the month', 'Rent | 2026-11-30 | MONTHLY;BYMONTHDAY=-1'],
    ['Rent every 15th', 'Rent | 2026-12-15 | MONTHLY;BYMONTHDAY=15'],
    ['Rent every 1st and 15th', 'Rent | 2026-12-01 | MONTHLY;BYMONTHDAY=1,15'],
    ['Team lunch every first monday of the month', 'Team lunch | 2026-12-07 | MONTHLY;BYDAY=1MO'],
    ['Team lunch every last friday', 'Team lunch | 2026-11-27 | MONTHLY;BYDAY=-1FR'],
    ['Team lunch every month on the 2nd tuesday at noon', 'Team lunch | 2026-12-08 12:00 | MONTHLY;BYDAY=2TU'],
    ['Taxes every quarter', 'Taxes | 2026-11-25 | MONTHLY;INTERVAL=3'],
    ['Taxes quarterly', 'Taxes | 2026-11-25 | MONTHLY;INTERVAL=3'],
    ['Insurance every year on 3 May', 'Insurance | 2027-05-03 | YEARLY;BYMONTH=5;BYMONTHDAY=3'],
    ['Insurance every may 3rd', 'Insurance | 2027-05-03 | YEARLY;BYMONTH=5;BYMONTHDAY=3'],
    ['Birthday of Grace every 9 December', 'Birthday of Grace | 2026-12-09 | YEARLY;BYMONTH=12;BYMONTHDAY=9'],
    ['Insurance yearly', 'Insurance | 2026-11-25 | YEARLY'],
    ['Haircut every! 6 weeks', 'Haircut | 2026-11-25 | WEEKLY;INTERVAL=6!'],
    ['Haircut every! month', 'Haircut | 2026-11-25 | MONTHLY!'],
    ['Pills every morning', 'Pills | 2026-11-26 09:00 | DAILY'],
    ['Pills every evening until 31 December', 'Pills | 2026-11-25 19:00 | DAILY;UNTIL=20261231'],
    ['Pills every day 10 times', 'Pills | 2026-11-25 | DAILY;COUNT=10'],
    ['Course every tuesday starting 5 January', 'Course | 2027-01-05 | WEEKLY;BYDAY=TU'],
    ['Course every tuesday until 1 March at 19:00', 'Course | 2026-12-01 | WEEKLY;BYDAY=TU;UNTIL=20270301'],
    ['Leap party every 29 feb', 'Leap party | 2028-02-29 | YEARLY;BYMONTH=2;BYMONTHDAY=29'],
    ['Passport next week', 'Passport | 2026-12-02'],
    ['Passport next month', 'Passport | 2026-12-25'],
    ['Passport in 3 days', 'Passport | 2026-11-28'],
    ['Passport in two weeks', 'Passport | 2026-12-09'],
    ['Passport in 2 hours', 'Passport | 2026-11-25 13:00'],
    ['Passport today', 'Passport | 2026-11-25'],
    ['Passport tonight', 'Passport | 2026-11-25 21:00'],
    ['Passport tomorrow morning', 'Passport | 2026-11-26 09:00'],
    ['Passport this weekend', 'Passport | 2026-11-28'],
    ['Passport next friday', 'Passport | 2026-12-04'],
    ['Passport day after tomorrow', 'Passport | 2026-11-27'],
    ['Passport the day after tomorrow at 8am', 'Passport | 2026-11-27 08:00'],
    ['Passport on the 5th', 'Passport | 2026-12-05'],
    ['Passport 24 dec', 'Passport | 2026-12-24'],
    ['Passport Dec 24th 2027', 'Passport | 2027-12-24'],
    ['Passport 2026-12-24', 'Passport | 2026-12-24'],
    ['Passport 2026-12-24 18:00', 'Passport | 2026-12-24 18:00'],
    ['Passport 24.12.2026', 'Passport | 2026-12-24'],
    ['Passport end of month', 'Passport | 2026-11-30'],
    ['Passport at noon', 'Passport | 2026-11-25 12:00'],
    ['Passport midnight', 'Passport | 2026-11-26 00:00'],
    ['Marinate for 2 hours', 'Marinate for 2 hours'],
    ['Read 3 days', 'Read 3 days'],
    ['Add 1/2 cup of sugar', 'Add 1/2 cup of sugar'],
    ['Do it now', 'Do it now'],
    ['I may go', 'I may go'],
    ['March for peace', 'March for peace'],
    ['Ask about last friday', 'Ask about last friday'],
    ['File version 2.10', 'File version 2.10'],
    ['Every second counts', 'Every second counts'],
    ['Each one teach one', 'Each one teach one'],
    ['Read the "tomorrow" paper tomorrow', 'Read the "tomorrow" paper | 2026-11-26'],
    ['Read \\tomorrow', 'Read tomorrow'],
    ['Talk about \\#home', 'Talk about #home'],
    ['Mail bob@example.com today', 'Mail bob@example.com | 2026-11-25'],
    ['Fix issue #42 tomorrow', 'Fix issue #42 | 2026-11-26'],
    ['Plan #talk in malmö friday', 'Plan | 2026-11-27 |  | #Talk in Malmö'],
    ['Coffee #CAFE', 'Coffee |  |  | #Café'],
    ['Plan #Work trips', 'Plan |  |  | #Work trips'],
    ['Plan #work today', 'Plan | 2026-11-25 |  | #Work'],
    ['Plan #nowhere today', 'Plan #nowhere | 2026-11-25'],
    ['p1 Call', 'Call |  |  | !1'],
    ['Call p3', 'Call |  |  | !3'],
    ['Call !5', 'Call !5'],
    ['Call !1 !2', 'Call !2 |  |  | !1'],
    ['@errand buy @kitchen flour @errand', 'buy flour |  |  | @errand @kitchen'],
    ['tomorrow', 'tomorrow'],
    ['every day', 'every day'],
    ['every hour drink water', 'every hour drink water'],
    ['every 5000 days', 'every 5000 days'],
    ['every 0 days', 'every 0 days'],
    ['Pay 9am EST', 'Pay | 2026-11-25 15:00'],
    ['Meeting 14:00 UTC', 'Meeting | 2026-11-25 15:00'],
    ['Meeting from 9 to 11 tomorrow', 'Meeting | 2026-11-26 09:00'],
    ['Lunch, tomorrow, 12:30, with Ada', 'Lunch, with Ada | 2026-11-26 12:30'],
    ['Buy 10 eggs', 'Buy 10 eggs'],
    ['Call 555-1234', 'Call 555-1234'],
    ['Watch 2001', 'Watch 2001'],
    ['Ring at 24:00', 'Ring at 24:00'],
    ['Backup every 30 feb', 'Backup every 30 feb'],
    ['Bins every 2nd tuesday', 'Bins | 2026-12-01 | WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['Bins each thursday at 7', 'Bins | 2026-11-26 07:00 | WEEKLY;BYDAY=TH'],
    ['Bins every thu', 'Bins | 2026-11-26 | WEEKLY;BYDAY=TH'],
    ['Vitamin every three days', 'Vitamin | 2026-11-25 | DAILY;INTERVAL=3'],
    ['Sprint every fortnight', 'Sprint | 2026-11-25 | WEEKLY;INTERVAL=2'],
    ['Meds every 2 months on the 15th', 'Meds | 2026-12-15 | MONTHLY;INTERVAL=2;BYMONTHDAY=15'],
    ['every 4th of july fireworks', 'fireworks | 2027-07-04 | YEARLY;BYMONTH=7;BYMONTHDAY=4'],
    ['Gym at 7 until 30 June', 'Gym at 7 until 30 June'],
    ['Stay home until friday', 'Stay home until friday'],
    ['Gym every day until 1 May 2026', 'Gym every day until 1 May 2026'],
    ['Read ch. 3, tomorrow; then rest', 'Read ch. 3, then rest | 2026-11-26'],
    ['Email "every day" to Grace every day', 'Email "every day" to Grace | 2026-11-25 | DAILY'],
    ['Pay @bank-account, today', 'Pay | 2026-11-25 |  | @bank-account'],
    ['Call !2 at 9pm @phone', 'Call | 2026-11-25 21:00 |  | !2 @phone'],
    ['  Spaces   everywhere   tomorrow  ', 'Spaces everywhere | 2026-11-26'],
    ['Ünïcode tomorrow 🎉', 'Ünïcode 🎉 | 2026-11-26'],
    ['Gym every Monday & Thursday 7pm until 30 June', 'Gym | 2026-11-26 19:00 | WEEKLY;BYDAY=MO,TH;UNTIL=20270630'],
  ])('%s', (line, expected) => {
    expect(said(line)).toBe(expected);
  });

  it('says which part of the text is what, in order', () => {
    const line = 'Pay rent every month on the 1st at 9am !1 #home @bank';
    const { spans } = understand(line, SPEAKER, LISTS);
    expect(spans.map(({ kind, start, end }) => [kind, line.slice(start, end)])).toEqual([
      ['recurrence', 'every month on the 1st'],
      ['due', 'at 9am'],
      ['priority', '!1'],
      ['list', '#home'],
      ['label', '@bank'],
    ]);
  });

  it('reckons where the speaker is', () => {
    const now = new Date('2026-11-25T10:30:00Z');
    const dueIn = (line: string, timezone: string) => understand(line, { now, timezone }, []).due;
    expect(dueIn('Call tomorrow at 9', 'Pacific/Auckland')).toEqual({
      date: '2026-11-26',
      time: '09:00',
      timezone: 'Pacific/Auckland',
    });
    expect(dueIn('Call tomorrow at 9', 'Pacific/Kiritimati')?.date).toBe('2026-11-27');
    expect(dueIn('Call at 23:45', 'Pacific/Auckland')?.date).toBe('2026-11-25');
    expect(dueIn('Call at 23:15', 'Pacific/Auckland')?.date).toBe('2026-11-26');
  });

  it('knows no more than twenty labels, and none longer than fifty characters', () => {
    const many = Array.from({ length: 21 }, (_, i) => `@l${i}`).join(' ');
    expect(understand(`Buy ${many}`, SPEAKER, [])).toMatchObject({ title: 'Buy @l20', labels: { length: 20 } });
    expect(said(`Buy @${'x'.repeat(51)}`)).toBe(`Buy @${'x'.repeat(51)}`);
  });

  it('finds a list by the longest name that fits, however its letters are written', () => {
    const lists = ['Tea', 'Tea time', 'Tea time!', 'ΟΔΟΣ', 'Cafe\u0301'].map((name) => ({ id: name, name }));
    const listOf = (line: string) => understand(line, SPEAKER, lists).listId;

    expect(listOf('Bake #tea time today')).toBe('Tea time');
    expect(listOf('Bake #TEA time! today')).toBe('Tea time!');
    expect(listOf('Bake #tea timer')).toBe('Tea');
    expect(listOf('Sweep #οδοσ. Then rest')).toBe('ΟΔΟΣ');
    expect(listOf('Drink #CAFÉ, then rest')).toBe('Cafe\u0301');
    expect(listOf('Drink #caf')).toBeUndefined();
  });

  it.each([
    ['spaces', ' '.repeat(999)],
    ['quotes', '"'.repeat(999)],
    ['backslashes', '\\'.repeat(999)],
    ['hashes', '# '.repeat(499)],
    ['digits', '1'.repeat(999)],
    ['days', 'every monday and '.repeat(58)],
    ['dates', '1 may 2027 at 9 to '.repeat(52)],
    ['ordinals', 'every 1st and '.repeat(70)],
    ['ends', 'every day until '.repeat(62)],
    ['durations', '1 day, 2 hours and '.repeat(52)],
    ['slashes', '1/'.repeat(499)],
    ['colons', '1:'.repeat(499)],
    ['marks', '!1 #home @x '.repeat(83)],
    ['emoji', '🎉'.repeat(499)],
    ['lists', '#a. '.repeat(249)],
  ])('takes a bounded time for a thousand characters of %s, whoever has a thousand lists', (_, text) => {
    const lists = Array.from({ length: 1000 }, (_, index) => ({ id: `${index}`, name: `${'a. '.repeat(32)}${index}` }));
    const start = process.cpuUsage();
    understand(`${text}x`, SPEAKER, [...LISTS, ...lists]);
    const { user, system } = process.cpuUsage(start);
    // Of the processor, not of the clock on the wall: that others keep the machine busy does not matter.
    expect((user + system) / 1000).toBeLessThan(1000);
  });
});
