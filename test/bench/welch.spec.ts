import { betweenAny, welch, withoutSlowest } from '../../bench/workloads/login-timing/welch.js';

describe('Welch’s t', () => {
  it('is how many standard errors two means lie apart', () => {
    // Means 2 and 6, variances 1 and 4: -4 / √(1/3 + 4/3).
    expect(welch([1, 2, 3], [4, 6, 8])).toBeCloseTo(-3.0984, 4);
    expect(welch([4, 6, 8], [1, 2, 3])).toBeCloseTo(3.0984, 4);
    expect(welch([1, 2, 3], [3, 2, 1])).toBe(0);
  });

  it('is taken of each two samples, whichever is slower', () => {
    expect(
      betweenAny([
        [1, 2, 3],
        [1, 2, 3],
        [4, 6, 8],
      ]).map((t) => Math.round(t * 10) / 10),
    ).toEqual([0, 3.1, 3.1]);
  });

  it('finds a difference of a thousandth among 2,000, and none where there is none', () => {
    const sample = (shift: number) => Array.from({ length: 2_000 }, (_, i) => 40 + shift + ((i * 7919) % 100) / 200);
    expect(welch(sample(0), sample(0.04))).toBeLessThan(-4.5);
    expect(Math.abs(welch(sample(0), sample(0)))).toBeLessThan(0.001);
  });

  it('may be taken without what is slower than nine tenths of all samples together', () => {
    expect(
      withoutSlowest([
        [1, 2, 3, 4, 100],
        [1, 2, 3, 4, 5],
      ]),
    ).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4, 5],
    ]);
  });
});
