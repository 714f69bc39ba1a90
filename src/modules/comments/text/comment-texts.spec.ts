import { fold } from './comment-texts.js';

describe('the folded text of a comment', () => {
  it.each([
    ['Buy  my\n\n tea', 'buy my tea'],
    [' ＢＵＹ my tea\u00a0', 'buy my tea'],
    ['b\u200bu\u00ady my te\u2060a', 'buy my tea'],
    ['E\u0301te\u0301', 'été'],
  ])('of %j is %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('is another one for other words', () => {
    expect(fold('Buy my tea!')).not.toBe(fold('Buy my tea?'));
  });
});
