import { tidy } from './text.js';

describe('a tidy text', () => {
  it.each([
    ['\u200b'],
    [' \u200b\u200d\ufeff '],
    ['\u00ad'],
    ['\u2060\u2063'],
    ['\u3164'],
    ['\u115f\u1160\uffa0'],
    ['\u202e\u2066'],
    ['\u0001\u007f\u0085'],
    ['\ufe0f\u{e0061}'],
    ['\u2800'],
    [''],
  ])('of %j, which nobody sees, is empty', (text) => {
    expect(tidy(text)).toBe('');
  });

  it.each([['❤️'], ['👩‍👩‍👧'], ['🏴󠁧󠁢󠁥󠁮󠁧󠁿'], ['نامه‌ای'], ['क्‍ष'], ['soft\u00adly'], ['.'], ['a\u200b']])(
    'of %j is what it was: what is not seen by itself shapes what is',
    (text) => {
      expect(tidy(text)).toBe(text);
    },
  );

  it.each([
    ['  tea\t\n', 'tea'],
    ['cafe\u0301', 'caf\u00e9'],
    ['\u212bngstro\u0308m', '\u00c5ngstr\u00f6m'],
    ['ﬁne', 'ﬁne'],
  ])('of %j is %j', (text, kept) => {
    expect(tidy(text)).toBe(kept);
    expect(tidy(kept)).toBe(kept);
  });
});
