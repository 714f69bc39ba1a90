import { databaseTime, learnDatabaseTime } from './database-time.js';

const HOUR = 3_600_000;

describe('the time of the database', () => {
  const real = Date.now;

  afterEach(() => {
    Date.now = real;
    learnDatabaseTime(Date.now(), 0);
  });

  it('is what this machine says, to begin with', () => {
    expect(Math.abs(databaseTime().getTime() - Date.now())).toBeLessThan(1_000);
  });

  it('goes on when the clock of this machine is set', () => {
    Date.now = () => real() - 24 * HOUR;

    expect(databaseTime().getTime() - Date.now()).toBeGreaterThan(23 * HOUR);
  });

  it('is learnt where this machine was wrong', () => {
    expect(learnDatabaseTime(Date.now() + HOUR, 20)).toBeGreaterThan(HOUR - 1_000);
    expect(databaseTime().getTime() - Date.now()).toBeGreaterThan(HOUR - 1_000);
  });

  it('stays as it is for what may come of the way there and back', () => {
    expect(learnDatabaseTime(databaseTime().getTime() + 900, 0)).toBe(0);
    expect(learnDatabaseTime(databaseTime().getTime() - 3_000, 2_500)).toBe(0);
  });
});
