import type { Letter } from './letter.js';
import { htmlBody, textBody } from './letter.bodies.js';

const LINK =
  'https://kitchen.example/verify-email#token=kev_hPq0ZrQn3yYxW5m2b9tG7uKc1sVdE8aLfJ4oXiT6RwM-and-a-long-way-more';

describe('the bodies of a letter', () => {
  const letter: Letter = {
    to: 'ada@example.com',
    subject: 'Tom & Jerry <ask>',
    body: ['Hello "ada",', `It is ${'very '.repeat(30)}long.`, { url: LINK, label: 'Yes & no' }],
  };

  it('are text with lines that fit, and the link in one piece on a line of its own', () => {
    const lines = textBody(letter).split('\n');

    expect(lines[0]).toBe('Hello "ada",');
    expect(lines).toContain(LINK);
    expect(lines.filter((line) => line.length > 72)).toEqual([LINK]);
    expect(lines.slice(-3)).toEqual(['-- ', 'Your Kitchen', '']);
  });

  it('are HTML in which nothing of the letter becomes markup', () => {
    const page = htmlBody(letter);

    expect(page).toContain('Tom &#38; Jerry &#60;ask&#62;');
    expect(page).toContain('Hello &#34;ada&#34;,');
    expect(page).toContain(`href="${LINK}"`);
    expect(page).not.toContain('<ask>');
    expect(page).not.toMatch(/<(script|img|link)|http:\/\//);
  });
});
