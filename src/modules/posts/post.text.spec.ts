import { openingOf, readingMinutesOf } from './post.text.js';

const CHARACTER = '𠮷';

describe('the opening of a post', () => {
  it('is all of a short text', () => {
    expect(openingOf('tea '.repeat(50).trim())).toBe('tea '.repeat(50).trim());
  });

  it('ends with a whole word', () => {
    expect(openingOf('spoon '.repeat(50))).toBe(`${'spoon '.repeat(33).trim()}…`);
    expect(openingOf(`${'a'.repeat(200)} b`)).toBe(`${'a'.repeat(200)}…`);
  });

  it('ends with a whole character where there are no spaces', () => {
    expect(openingOf(`a${CHARACTER.repeat(150)}`)).toBe(`a${CHARACTER.repeat(99)}…`);
  });
});

describe('the time that reading takes', () => {
  it.each([
    [0, 1],
    [230, 1],
    [231, 2],
    [2_300, 10],
  ])('for %i words is %i minutes', (count, minutes) => {
    expect(readingMinutesOf(count)).toBe(minutes);
  });
});
