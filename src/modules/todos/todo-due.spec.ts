import type { Problem } from '../../platform/errors/problem.js';
import { daysFrom, mergeDue, NEVER_DUE, toDueColumns, todayIn } from './todo-due.js';

const berlin = { dueDate: '2026-11-24', dueTime: '10:00', dueTimezone: 'Europe/Berlin' };
const allDay = { dueDate: '2026-11-24', dueTime: null, dueTimezone: null };

describe('due dates', () => {
  it('of a whole day begin where the member is', () => {
    expect(toDueColumns({ date: '2026-11-24' }, 'Pacific/Auckland')).toEqual({
      ...allDay,
      dueAt: new Date('2026-11-23T11:00:00Z'),
    });
  });

  it('with a time are a moment, in the member’s zone unless another is named', () => {
    const due = { date: '2026-11-24', time: '10:00' };
    expect(toDueColumns(due, 'Europe/Berlin')).toEqual({ ...berlin, dueAt: new Date('2026-11-24T09:00:00Z') });
    expect(toDueColumns({ ...due, timezone: 'Asia/Tokyo' }, 'Europe/Berlin')).toEqual({
      ...berlin,
      dueTimezone: 'Asia/Tokyo',
      dueAt: new Date('2026-11-24T01:00:00Z'),
    });
  });

  it.each([
    [berlin, {}, { date: '2026-11-24', time: '10:00', timezone: 'Europe/Berlin' }],
    [berlin, { date: '2026-12-01' }, { date: '2026-12-01', time: '10:00', timezone: 'Europe/Berlin' }],
    [berlin, { time: '11:30' }, { date: '2026-11-24', time: '11:30', timezone: 'Europe/Berlin' }],
    [berlin, { timezone: null }, { date: '2026-11-24', time: '10:00', timezone: null }],
    [berlin, { time: null }, { date: '2026-11-24' }],
    [berlin, { time: null, timezone: null }, { date: '2026-11-24' }],
    [allDay, { time: '10:00' }, { date: '2026-11-24', time: '10:00', timezone: null }],
    [allDay, { date: '2026-12-01' }, { date: '2026-12-01' }],
    [NEVER_DUE, { date: '2026-12-01' }, { date: '2026-12-01' }],
  ])('of %j, patched with %j, become %j', (current, patch, merged) => {
    expect(mergeDue(current, patch)).toEqual(merged);
  });

  it.each([
    [NEVER_DUE, { time: '10:00' }, '/due/date'],
    [allDay, { timezone: 'Asia/Tokyo' }, '/due/timezone'],
    [berlin, { time: null, timezone: 'Asia/Tokyo' }, '/due/timezone'],
  ])('of %j cannot be patched with %j: %s', (current, patch, pointer) => {
    const problem = expect.objectContaining<Partial<Problem>>({
      details: { errors: [expect.objectContaining({ pointer })] },
    });
    expect(() => mergeDue(current, patch)).toThrow(problem);
  });

  it('count days from the member’s today, of 23, 24 or 25 hours', () => {
    const today = todayIn('America/Los_Angeles', new Date('2026-11-01T06:59:00Z'));
    expect(today.date).toBe('2026-10-31');
    expect(daysFrom(today, 2)).toEqual({
      first: '2026-10-31',
      last: '2026-11-01',
      start: new Date('2026-10-31T07:00:00Z'),
      end: new Date('2026-11-02T08:00:00Z'),
    });
  });
});
