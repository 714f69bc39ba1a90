import { addDays, clockIn, dateIn, instantOf, startOfDay } from './calendar.js';

describe('the calendar', () => {
  it.each([
    ['2026-11-23T10:59:59.999Z', 'Pacific/Auckland', '2026-11-23'],
    ['2026-11-23T11:00:00.000Z', 'Pacific/Auckland', '2026-11-24'],
    ['2026-11-23T11:00:00.000Z', 'UTC', '2026-11-23'],
    ['2026-11-23T07:59:59.999Z', 'America/Los_Angeles', '2026-11-22'],
    ['2026-11-23T08:00:00.000Z', 'america/los_angeles', '2026-11-23'],
    ['2026-12-31T10:00:00.000Z', 'Pacific/Kiritimati', '2027-01-01'],
  ])('at %s it is, in %s, %s', (instant, timezone, date) => {
    expect(dateIn(timezone, new Date(instant))).toBe(date);
  });

  it.each([
    ['2026-11-24', '09:30', 'Pacific/Auckland', '2026-11-23T20:30:00.000Z'],
    ['2026-07-24', '09:30', 'Pacific/Auckland', '2026-07-23T21:30:00.000Z'],
    ['2026-11-24', '09:30', 'America/Los_Angeles', '2026-11-24T17:30:00.000Z'],
    ['2026-11-24', '09:30', 'Asia/Kathmandu', '2026-11-24T03:45:00.000Z'],
    ['2026-11-24', '00:00', 'UTC', '2026-11-24T00:00:00.000Z'],
    ['1000-01-01', '00:00', 'UTC', '1000-01-01T00:00:00.000Z'],
    ['9999-12-31', '23:59', 'UTC', '9999-12-31T23:59:00.000Z'],
  ])('%s %s in %s is %s', (date, time, timezone, instant) => {
    expect(instantOf(date, time, timezone).toISOString()).toBe(instant);
  });

  it('tells the time on both sides of a clock change', () => {
    expect(clockIn('Europe/Berlin', new Date('2026-03-29T00:59:59Z'))).toBe('2026-03-29T01:59');
    expect(clockIn('Europe/Berlin', new Date('2026-03-29T01:00:00Z'))).toBe('2026-03-29T03:00');
    expect(clockIn('Europe/Berlin', new Date('2026-10-25T00:30:00Z'))).toBe('2026-10-25T02:30');
    expect(clockIn('Europe/Berlin', new Date('2026-10-25T01:30:00Z'))).toBe('2026-10-25T02:30');
  });

  it('reads a time that clocks skip as if they had not been put forward', () => {
    expect(instantOf('2026-03-29', '02:30', 'Europe/Berlin')).toEqual(new Date('2026-03-29T01:30:00Z'));
    expect(instantOf('2026-10-04', '02:15', 'Australia/Lord_Howe')).toEqual(new Date('2026-10-03T15:45:00Z'));
  });

  it('reads a time that clocks show twice as the first of the two', () => {
    expect(instantOf('2026-10-25', '02:30', 'Europe/Berlin')).toEqual(new Date('2026-10-25T00:30:00Z'));
    expect(instantOf('2026-11-01', '01:59', 'America/Los_Angeles')).toEqual(new Date('2026-11-01T08:59:00Z'));
  });

  it('begins a day whose midnight is skipped at the first moment of it', () => {
    expect(startOfDay('2026-03-29', 'Asia/Beirut')).toEqual(new Date('2026-03-28T22:00:00Z'));
    expect(dateIn('Asia/Beirut', startOfDay('2026-03-29', 'Asia/Beirut'))).toBe('2026-03-29');
  });

  it('agrees with itself on every day of two years, in zones of all kinds', () => {
    for (const zone of [
      'Pacific/Apia',
      'Pacific/Auckland',
      'America/Los_Angeles',
      'Asia/Beirut',
      'Africa/Casablanca',
      'UTC',
    ]) {
      for (let date = '2026-01-01'; date < '2028-01-01'; date = addDays(date, 1)) {
        const start = startOfDay(date, zone);
        expect([dateIn(zone, start), dateIn(zone, new Date(start.getTime() - 1))]).toEqual([date, addDays(date, -1)]);
      }
    }
  });

  it('knows leap years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });
});
