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

  it.each([
    ['❤️'],
    ['👩‍👩‍👧'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['نامه‌ای'],
    ['क्‍ष'],
    ['soft\u00adly'],
    ['.'],
    ['a\u200bb'],
    ['\u0d28\u0d4d\u200d'],
    ['!\u200f'],
  ])('of %j is what it was: what is not seen by itself shapes what is', (text) => {
    expect(tidy(text)).toBe(text);
  });

  it.each([
    ['  tea\t\n', 'tea'],
    ['cafe\u0301', 'caf\u00e9'],
    ['\u212bngstro\u0308m', '\u00c5ngstr\u00f6m'],
    ['ﬁne', 'ﬁne'],
    ['\u200btea\u2060', 'tea'],
    [' \u00ad\u200b tea \ufeff\u200b\u00a0', 'tea'],
  ])('of %j is %j', (text, kept) => {
    expect(tidy(text)).toBe(kept);
    expect(tidy(kept)).toBe(kept);
  });

  it('is read from its ends, however much of nothing is within it', () => {
    const text = `a${' '.repeat(1_000_000)}b`;
    const before = process.cpuUsage();

    expect(tidy(text)).toBe(text);
    // Looking for the end from every blank would take minutes.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});
