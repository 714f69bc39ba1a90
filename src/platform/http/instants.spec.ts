import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsInstant, ToInstant } from './instants.js';

class Appointment {
  @ToInstant()
  @IsInstant()
  at!: Date;
}

function read(at: unknown): string | undefined {
  const appointment = plainToInstance(Appointment, { at });
  return validateSync(appointment).length === 0 ? appointment.at.toISOString() : undefined;
}

describe('a moment', () => {
  it.each([
    ['2026-11-22T14:00:00Z', '2026-11-22T14:00:00.000Z'],
    ['2026-11-22T14:00:00.123Z', '2026-11-22T14:00:00.123Z'],
    ['2026-11-22T14:00:00.123456+01:00', '2026-11-22T13:00:00.123Z'],
    ['2028-02-29T23:59:59-05:30', '2028-03-01T05:29:59.000Z'],
  ])('is read from %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    '2026-11-22',
    '2026-11-22T14:00:00',
    '2026-11-22 14:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T14:60:00Z',
    '2026-11-22T14:00:00+24:00',
    '+012026-11-22T14:00:00Z',
    '12026-11-22T14:00:00Z',
    'tomorrow',
    '',
    1764000000000,
    true,
    null,
    {},
    ['2026-11-22T14:00:00Z'],
  ])('is not %j', (value) => {
    expect(read(value)).toBeUndefined();
  });
});
