import fc from 'fast-check';
import { generateKeyBetween } from 'fractional-indexing';
import { evenPositions, FIRST_POSITION, positionBetween, Positions } from './positions.js';

/** Positions of a process whose clock shows these milliseconds one after the other, and then stands still. */
function positionsAt(...millis: number[]): Positions {
  let reads = 0;
  return new Positions({ now: () => new Date(millis[Math.min(reads++, millis.length - 1)]!) });
}

const now = Date.UTC(2026, 10, 24);

describe('positions', () => {
  it('come one after the other, even within a millisecond or when the clock is set back', () => {
    const positions = positionsAt(now, now, now, now - 3_600_000, now - 3_600_000, now + 5);
    const made = Array.from({ length: 200 }, () => positions.next());
    expect(made).toEqual([...new Set(made)].sort());
  });

  it('of a later moment come after those that another process made earlier', () => {
    fc.assert(
      fc.property(fc.nat(4_102_444_800_000), fc.integer({ min: 1, max: 100_000_000_000 }), (then, later) => {
        const [early, late] = [positionsAt(then).next(), positionsAt(then + later).next()];
        return early < late;
      }),
    );
  });

  it('are keys that others can be put before, after and between', () => {
    fc.assert(
      fc.property(fc.nat(4_102_444_800_000), fc.nat(1_000), (then, later) => {
        const [one, other] = [positionsAt(then).next(), positionsAt(then + later).next()].sort() as [string, string];
        if (one === other) return;
        expect(generateKeyBetween(null, one) < one).toBe(true);
        expect(generateKeyBetween(other, null) > other).toBe(true);
        const middle = generateKeyBetween(one, other);
        expect(one < middle && middle < other).toBe(true);
      }),
    );
  });

  it('differ between two processes in the same millisecond', () => {
    expect(positionsAt(now).next()).not.toBe(positionsAt(now).next());
  });

  it('go on in order when milliseconds need an eighth digit, in 2081', () => {
    const last = 62 ** 7 - 1;
    const positions = positionsAt(last, last + 1);
    expect([positions.next(), positions.next()]).toEqual([
      expect.stringMatching(/^gzzzzzzz/),
      expect.stringMatching(/^h10000000/),
    ]);
  });

  it('leave no room between equal keys, and none past a hundred characters', () => {
    expect(positionBetween('a5', 'a5')).toBeUndefined();
    const long = `a5${'V'.repeat(98)}`;
    expect(positionBetween(long, 'a6')?.length).toBeLessThan(10);
    expect(positionBetween(long, `${long}1`)).toBeUndefined();
  });

  it('written anew are short, in order, and before those of new things', () => {
    const keys = evenPositions(10_000);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(keys[0]).toBe(FIRST_POSITION);
    expect(keys.every((key) => key.length <= 4 && key < positionsAt(now).next())).toBe(true);
  });
});
