import fc from 'fast-check';
import { parseSearch, SearchSyntaxError } from './search-query.js';

const NOTHING = { demanded: '', last: '', beginning: '', words: '', authors: [], tags: [] };

describe('parseSearch', () => {
  it.each([
    ['tea', { last: `'tea'`, beginning: `'tea':*`, words: 'tea' }],
    ['green tea', { demanded: `(('green'))`, last: `'tea'`, beginning: `'tea':*`, words: 'green tea' }],
    ['"green tea"', { demanded: `(('green' <-> 'tea'))`, words: 'green tea' }],
    ['tea -"green or"', { demanded: `(('tea')) & (!('green' <-> 'or'))`, words: 'tea' }],
    ['a tea or coffee', { demanded: `(('a')) & (('tea') | ('coffee'))`, words: 'a tea coffee' }],
    ['tea in:title', { last: `'tea':A`, beginning: `'tea':*A`, words: 'tea' }],
    ['node.js', { last: `'node' <-> 'js'`, beginning: `'node' <-> 'js':*`, words: 'node js' }],
    [`it's`, { demanded: `(('it' <-> 's'))`, words: 'it s' }],
    ['@Ada tag:Tea', { authors: ['ada'], tags: ['tea'] }],
    ['in:body', { last: `'in' <-> 'body'`, beginning: `'in' <-> 'body':*`, words: 'in body' }],
  ])('reads %s', (text, expected) => {
    expect(parseSearch(text)).toMatchObject({ ...NOTHING, ...expected });
  });

  it('reads days as they begin in UTC', () => {
    const { from, to, hasTerms, isEmpty } = parseSearch('after:2026-01-31 BEFORE:2026-02-01');

    expect({ from, to, hasTerms, isEmpty }).toEqual({
      from: new Date('2026-01-31T00:00:00Z'),
      to: new Date('2026-02-01T00:00:00Z'),
      hasTerms: false,
      isEmpty: false,
    });
  });

  it.each(['before:tomorrow', 'after:2026-02-30', 'after:2026-13-01', 'before:26-01-01'])('refuses %s', (text) => {
    expect(() => parseSearch(text)).toThrow(SearchSyntaxError);
  });

  it.each(['', ' ', '"" - -- -"" @ or', '!?*', 'in:title'])('finds nothing in %j', (text) => {
    expect(parseSearch(text)).toMatchObject({ ...NOTHING, isEmpty: true });
  });

  it('quotes nothing but letters and digits, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const { demanded, last, beginning, any } = parseSearch(text.replace(/before:|after:/gi, ''));
        for (const query of [demanded, last, beginning, any]) {
          expect(query.replace(/'[\p{L}\p{M}\p{N}]+'(:\*?A?)?/gu, 'x')).toMatch(/^(x|[()!&|]| |<->)*$/);
        }
      }),
    );
  });

  it('takes as long as the text is, and no more', () => {
    const patterns = ['"', '-', '-"', '"a ', 'a"', '@', 'tag:', '-tag:"', 'or ', "'", '\u0301', 'a.', '<', ' '];
    for (const pattern of patterns) {
      const times = [20_000, 80_000].map((length) => {
        const text = pattern.repeat(length / pattern.length);
        const before = process.cpuUsage();
        parseSearch(text);
        return process.cpuUsage(before).user;
      });
      // Four times the text would take a quadratic reader sixteen times as long; half a second is far beyond a linear one.
      expect({ pattern, isSlow: times[1]! > 500_000 }).toEqual({ pattern, isSlow: false });
    }
  });
});
